package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/logfile"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/report"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
)

// reportOf prints what was proved of a saved connection when it was saved; it
// looks at nothing anew.
func reportOf(ctx context.Context, args []string, c console) int {
	f, err := parseReportFlags(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(c.out, usage)
		return exitOK
	}
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
	deps := speaking(v.words)
	doc := deps.Document(p)
	if f.bundle != "" {
		if err := writeBundle(deps, doc, f.bundle); err != nil {
			return refuseReport(c, err)
		}
		if !f.given["format"] && f.output == "" {
			return exitOK
		}
	}
	if err := v.write(doc); err != nil {
		return refuseReport(c, err)
	}
	return exitOK
}

// writeBundle writes what support needs: the report, the stories, the log and
// the versions.
func writeBundle(d setup.Deps, doc report.Document, path string) error {
	if dir, err := home(); err == nil {
		if l, err := logfile.Open(filepath.Join(dir, logFolder)); err == nil {
			defer l.Close()
			d.Log = l
		}
	}
	var b bytes.Buffer
	if err := d.WriteBundle(&b, doc); err != nil {
		return err
	}
	return writeFile(path, b.Bytes())
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

// ofReport are the flags of report.
func (f *flags) ofReport() *flag.FlagSet {
	s := flag.NewFlagSet("report", flag.ContinueOnError)
	s.SetOutput(io.Discard)
	s.StringVar(&f.format, "format", "text", "")
	s.StringVar(&f.output, "output", "", "")
	s.StringVar(&f.bundle, "bundle", "", "")
	s.StringVar(&f.lang, "lang", "", "")
	return s
}

func parseReportFlags(args []string) (*flags, error) {
	f := &flags{given: map[string]bool{}, timeoutText: "10s"}
	s := f.ofReport()
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
	if f.given["bundle"] && f.bundle == "" {
		return nil, errors.New("--bundle needs the name of a file, such as support.zip")
	}
	for _, path := range []string{f.output, f.bundle} {
		if path == "" {
			continue
		}
		if p := writable(path); p != nil {
			return nil, errors.New(sentence(p))
		}
	}
	return f, f.usable()
}

// write draws the document to standard output, or to a file.
func (v *verification) write(doc report.Document) error {
	var b bytes.Buffer
	if err := setup.Draw(&b, doc, setup.Format(v.format)); err != nil {
		return err
	}
	if v.output == "" {
		_, err := v.out.Write(b.Bytes())
		return err
	}
	return writeFile(v.output, b.Bytes())
}
