package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/report"
	"hire2retire-setup/connector/words"
)

// reportOf prints what was proved of a saved connection when it was saved; it
// looks at nothing anew.
func reportOf(ctx context.Context, args []string, c console) int {
	f, err := parseReportFlags(args)
	if err != nil {
		fmt.Fprintf(c.err, "wizard report: %s\n", check.Clean(err.Error()))
		return exitUsage
	}
	store, err := openStore(ctx, profile.System())
	if err != nil {
		return refuseReport(c, err)
	}
	defer store.Close()
	p, err := store.Find(ctx, f.name)
	if err != nil {
		return refuseReport(c, err)
	}
	v := &verification{flags: f, console: c}
	if v.words, err = words.New(v.language()); err != nil {
		return refuseReport(c, err)
	}
	if err := v.write(savedDocument(p, v.words)); err != nil {
		return refuseReport(c, err)
	}
	return exitOK
}

func refuseReport(c console, err error) int {
	fmt.Fprintf(c.err, "wizard report: %s\n", sentence(err))
	return exitUsage
}

// sentence is what an error says to people, in English.
func sentence(err error) string {
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return strings.TrimSpace(p.Detail.String() + " " + p.Advice.Do.String())
	}
	return check.Clean(err.Error())
}

func parseReportFlags(args []string) (*flags, error) {
	f := &flags{given: map[string]bool{}, timeoutText: "10s"}
	s := flag.NewFlagSet("report", flag.ContinueOnError)
	s.SetOutput(io.Discard)
	s.StringVar(&f.format, "format", "text", "")
	s.StringVar(&f.output, "output", "", "")
	s.StringVar(&f.lang, "lang", "", "")
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		f.name, args = args[0], args[1:]
	}
	if err := s.Parse(args); err != nil {
		return nil, err
	}
	if f.name == "" && s.NArg() > 0 {
		f.name = s.Arg(0)
	}
	s.Visit(func(g *flag.Flag) { f.given[g.Name] = true })
	if f.name == "" {
		return nil, errors.New("name the saved connection; wizard list shows them")
	}
	if f.output != "" {
		if p := writable(f.output); p != nil {
			return nil, errors.New(sentence(p))
		}
	}
	return f, f.usable()
}

// savedDocument is the evidence of a saved connection, by who proved it where.
func savedDocument(p profile.Profile, w *words.Printer) report.Document {
	doc := report.Document{Product: appName, Version: appVersion, Connection: p.Name, Draw: w.Draw, Lang: w.Tag().String()}
	for _, e := range p.Evidence {
		doc.Parts = append(doc.Parts, report.Part{Computer: e.Computer, Person: e.Person, Report: e.Report})
	}
	return doc
}

// write draws the document to standard output, or to a file.
func (v *verification) write(doc report.Document) error {
	draw := map[string]func(io.Writer, report.Document) error{"text": report.Text, "json": report.JSON, "html": report.HTML}[v.format]
	var b bytes.Buffer
	if err := draw(&b, doc); err != nil {
		return err
	}
	if v.output == "" {
		_, err := v.out.Write(b.Bytes())
		return err
	}
	return writeFile(v.output, b.Bytes())
}
