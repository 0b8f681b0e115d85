package setup

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/report"
)

// Format is a form of the report.
type Format string

// The forms, by the names that the command line has for them.
const (
	AsText Format = "text"
	AsJSON Format = "json"
	AsHTML Format = "html"
)

// Document returns the report on a connection: what its evidence says was
// proved, by whom and where, and the story of it.
func (d Deps) Document(p profile.Profile) report.Document {
	doc := report.Document{Product: d.Page.Product, Version: d.Version, Connection: p.Name, Practice: d.Practice, Subject: subject(p), Draw: d.Page.Draw, Lang: d.language()}
	for _, e := range p.Evidence {
		if last := len(doc.Parts) - 1; last >= 0 && doc.Parts[last].Computer == e.Computer && doc.Parts[last].Person == e.Person {
			doc.Parts[last].Report = check.Join(doc.Parts[last].Report, e.Report)
			continue
		}
		doc.Parts = append(doc.Parts, report.Part{Computer: e.Computer, Person: e.Person, Report: e.Report})
	}
	doc.Stories = stories(d.Stories(p.Report()))
	return doc
}

// subject says what was checked.
func subject(p profile.Profile) []report.Line {
	var lines []report.Line
	add := func(label check.Text, value string) {
		if value != "" {
			lines = append(lines, report.Line{Label: label, Value: value})
		}
	}
	if len(p.Directories) > 0 {
		add(check.T("report.line.base-dn", "Base DN"), p.Directories[0].BaseDN)
	}
	add(check.T("report.line.username", "Service account"), p.Username)
	add(check.T("report.line.account", "Exchange Online account"), p.Exchange.Account)
	add(check.T("report.line.write-scope", "Write scope"), p.Exchange.WriteScope)
	return lines
}

// document is the report on the set-up as it stands. The story is of all that
// was seen, also on answers that have changed since.
func (f *Flow) document() report.Document {
	p, _ := f.Preview()
	doc := f.deps.Document(p)
	doc.Stories = stories(f.Story())
	return doc
}

func stories(of []HostStory) []report.Story {
	var all []report.Story
	for _, s := range of {
		all = append(all, report.Story(s))
	}
	return all
}

// WriteReport writes the report on the set-up as it stands. It takes
// milliseconds and touches no network.
func (f *Flow) WriteReport(w io.Writer, as Format) error { return Draw(w, f.document(), as) }

// Draw writes a document in one of its forms.
func Draw(w io.Writer, doc report.Document, as Format) error {
	switch as {
	case AsText:
		return report.Text(w, doc)
	case AsJSON:
		return report.JSON(w, doc)
	case AsHTML:
		return report.HTML(w, doc)
	}
	return fmt.Errorf("%q is no form of the report", as)
}

// WriteBundle writes a ZIP archive for support: the report in all its forms, the
// stories, the log and the versions. It holds no secret.
func (f *Flow) WriteBundle(w io.Writer) error { return f.Bundling()(w) }

// Bundling returns what writes the bundle of the set-up as it stands. It reads
// the log and may run on any goroutine.
func (f *Flow) Bundling() func(io.Writer) error {
	doc := f.document()
	return func(w io.Writer) error { return f.deps.WriteBundle(w, doc) }
}

// WriteBundle writes the bundle of a document.
func (d Deps) WriteBundle(w io.Writer, doc report.Document) error {
	more := []report.File{{Name: "versions.txt", Data: []byte(d.versions())}}
	if d.Log != nil {
		files, err := d.Log.Files()
		if err != nil {
			more = append(more, report.File{Name: "log/unreadable.txt", Data: []byte(check.Clean(err.Error()) + "\n")})
		}
		for _, one := range files {
			more = append(more, report.File{Name: "log/" + one.Name, Data: one.Data})
		}
	}
	return report.Bundle(w, doc, more...)
}

// versions names the program, the system and every library in it.
func (d Deps) versions() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n%s %s/%s\n", d.Page.Product, d.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			fmt.Fprintf(&b, "%s %s\n", m.Path, m.Version)
		}
	}
	return b.String()
}
