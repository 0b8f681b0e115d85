package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/report"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
)

// verify runs all checks without a window.
func verify(ctx context.Context, args []string, c console) int {
	f, err := parseFlags(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(c.out, usage)
		return exitOK
	}
	if err != nil {
		fmt.Fprintf(c.err, "wizard verify: %s\n", check.Clean(err.Error()))
		return exitUsage
	}
	if f.practice.value == "list" {
		return listFaults(c, f.lang)
	}
	v := &verification{flags: f, console: c}
	code := v.run(ctx)
	if ctx.Err() != nil {
		fmt.Fprintln(c.err, "wizard verify: interrupted")
		return exitInterrupted
	}
	return code
}

// verification is one run of verify.
type verification struct {
	*flags
	console
	words   *words.Printer
	world   *world
	answers setup.Answers
	saved   profile.Profile // what NAME named, or a new connection
}

func (v *verification) run(ctx context.Context) int {
	if err := v.prepare(ctx); err != nil {
		return v.refuse(err)
	}
	defer v.world.close()
	req, err := v.request(ctx)
	if ctx.Err() != nil {
		return exitInterrupted
	}
	if err != nil {
		return v.refuse(err)
	}
	report, seen := setup.Verify(ctx, v.world.deps, req, v.progress)
	if ctx.Err() != nil {
		return exitInterrupted
	}
	if v.world.deps.Store != nil {
		keyring := check.Run(ctx, []check.Check{v.world.deps.Store.Keyring().Check()}, v.progress)
		report = check.Join(report, keyring)
	}
	report = report.WithAccepted(v.saved.Report().Acceptances())
	if v.save != "" {
		if err := v.keep(ctx, report, seen); err != nil {
			return v.refuse(err)
		}
	}
	if err := v.draw(report); err != nil {
		fmt.Fprintf(v.err, "wizard verify: %s\n", check.Clean(err.Error()))
		return exitUsage
	}
	return exitCode(report.Outcome())
}

func exitCode(outcome check.Status) int {
	switch outcome {
	case check.Passed, check.Warned:
		return exitOK
	case check.Failed:
		return exitFailed
	}
	return exitUnknown
}

// refuse prints one line for each field that cannot be used.
func (v *verification) refuse(err error) int {
	problems, ok := errors.AsType[check.Problems](err)
	if !ok {
		if p, one := errors.AsType[*check.Problem](err); one {
			problems = check.Problems{p}
		}
	}
	if problems == nil {
		fmt.Fprintf(v.err, "wizard verify: %s\n", check.Clean(err.Error()))
	}
	for _, p := range problems {
		line := v.say(p.Detail)
		if p.Advice.Field != "" {
			line = p.Advice.Field + ": " + line
		}
		if !p.Advice.Do.IsZero() {
			line += " " + v.say(p.Advice.Do)
		}
		fmt.Fprintln(v.err, strings.Join(strings.Fields(line), " "))
	}
	return exitUsage
}

func (v *verification) say(t check.Text) string {
	if v.words == nil {
		return t.String()
	}
	return v.words.Draw(t)
}

// prepare reads the answers: those of the saved connection or of practice mode,
// and the flags over them.
func (v *verification) prepare(ctx context.Context) error {
	var err error
	if v.words, err = words.New(v.language()); err != nil {
		return err
	}
	if v.world, err = newWorld(ctx, worldOptions{practice: v.practice, timeout: v.timeout, proxy: v.proxy, words: v.words,
		storeless: v.name == "" && !v.given["save"]}); err != nil {
		return err
	}
	v.answers, v.saved = v.world.deps.Start, profile.New(profile.Hybrid)
	if v.practice.set {
		v.answers.Password = v.world.password
	}
	if v.name != "" {
		if v.saved, err = v.world.deps.Store.Find(ctx, v.name); err != nil {
			return err
		}
		v.answers = v.world.deps.Reopened(v.saved)
		if v.practice.set {
			v.answers.Password = v.world.password
		}
	}
	bad := v.apply(&v.answers)
	if v.given["save"] {
		bad = append(bad, v.nameProblems(ctx)...)
	}
	if v.output != "" {
		if err := writable(v.output); err != nil {
			bad = append(bad, err)
		}
	}
	v.narrow()
	return bad.Err()
}

// narrow leaves out the half that a saved connection does not have, unless it
// is asked for now.
func (v *verification) narrow() {
	if v.name == "" {
		return
	}
	asks := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return v.given[n] })
	}
	if len(v.answers.Features) == 0 && !asks("exchange-only", "account", "features", "client-id", "tenant") {
		v.directoryOnly = true
	}
	if len(v.answers.Hosts) == 0 && !asks("directory-only", "host") {
		v.exchangeOnly = true
	}
}

// nameProblems says why --save cannot use its name.
func (v *verification) nameProblems(ctx context.Context) check.Problems {
	for _, n := range v.answers.NameNotices() {
		fmt.Fprintln(v.err, v.say(n))
	}
	name, err := profile.ParseName(v.save, profile.Hybrid)
	if err == nil {
		v.save, v.answers.Name = name, name
	}
	if err == nil && !v.replace {
		err = v.world.deps.Store.CheckName(ctx, name, uuid.Nil)
	}
	p, ok := errors.AsType[*check.Problem](err)
	if !ok || p.Severity == check.Warning {
		return nil
	}
	q := *p
	q.Advice.Field = "save"
	return check.Problems{&q}
}

// language is the one to draw in: JSON is English unless --lang says otherwise.
func (v *verification) language() string {
	if v.lang != "" || v.format == "json" {
		return v.lang
	}
	return systemLanguage()
}

// request turns the answers into what to verify.
func (v *verification) request(ctx context.Context) (setup.Request, error) {
	var req setup.Request
	var bad check.Problems
	if !v.exchangeOnly {
		conf, notices, problems := v.answers.Directory(setup.Account)
		for _, n := range notices {
			fmt.Fprintln(v.err, v.say(n))
		}
		bad = append(bad, problems...)
		req.Directory = &setup.DirectoryRequest{Config: conf, Until: setup.Account, WithoutPassword: v.withoutPassword}
	}
	if !v.directoryOnly {
		m, problems := v.microsoft()
		bad = append(bad, problems...)
		req.Microsoft = m
	}
	if len(bad) > 0 {
		return req, bad
	}
	if req.Directory != nil && !v.withoutPassword {
		password, err := v.password(ctx)
		if err != nil {
			return req, err
		}
		req.Directory.Password = password
	}
	return req, nil
}

// password returns the one to sign in with: from standard input, from the
// keyring, from practice mode, or asked for on a terminal.
func (v *verification) password(ctx context.Context) (secret.Text, error) {
	password := v.answers.Password
	var err error
	switch {
	case v.passwordStdin:
		password, err = readPassword(ctx, v.in)
	case !password.Empty():
	case v.name != "" && v.saved.Kept != nil:
		password, err = v.kept(ctx)
	default:
		password, err = promptPassword(ctx, v.console, v.answers.Username)
	}
	if err != nil {
		return secret.Text{}, err
	}
	notices, err := setup.CheckPassword(password, v.answers.Username)
	for _, n := range notices {
		fmt.Fprintln(v.err, v.say(n))
	}
	return password, err
}

// kept returns the kept password, as long as it was kept for what is asked for
// now.
func (v *verification) kept(ctx context.Context) (secret.Text, error) {
	p := v.answers.Profile(v.saved)
	password, err := v.world.deps.Store.Password(ctx, p)
	if err == nil {
		return password, nil
	}
	if problem, ok := errors.AsType[*check.Problem](err); ok && isTerminal(v.in) {
		fmt.Fprintln(v.err, v.say(problem.Detail))
		return promptPassword(ctx, v.console, v.answers.Username)
	}
	return secret.Text{}, err
}

// progress tells every final result while the run goes on.
func (v *verification) progress(r check.Result) {
	if !r.Status.Done() {
		return
	}
	where := ""
	if r.Host != "" {
		where = r.Host + ": "
	}
	fmt.Fprintf(v.err, "%-8s %s%s\n", r.Status, where, v.say(r.Title))
}

// keep saves the connection with what was proved.
func (v *verification) keep(ctx context.Context, r check.Report, seen setup.Seen) error {
	store := v.world.deps.Store
	if v.replace {
		if p, err := store.Find(ctx, v.save); err == nil {
			v.saved = p
		}
	} else if v.name != "" && !profile.SameName(v.saved.Name, v.save) {
		v.saved = profile.New(profile.Hybrid)
	}
	a := v.answers
	a.KeepPassword = setup.ProposeKeeping(r)
	if v.directoryOnly {
		a.Features, a.Cloud, a.Account = nil, "", ""
	}
	if v.exchangeOnly {
		a.Hosts = nil
	}
	saving := setup.NewSaving(v.world.deps, v.saved, a, setup.EvidenceOf(v.world.deps, r), seen)
	_, err := saving.Run(ctx)
	if setup.NotKept(err) {
		fmt.Fprintln(v.err, v.say(setup.Detail(err)))
		err = nil
	}
	return err
}

// draw writes the report to standard output, or to a file in one step.
func (v *verification) draw(r check.Report) error {
	d := v.world.deps
	p := v.answers.Profile(v.saved)
	p.Name, p.Evidence = v.connection(), setup.EvidenceOf(d, r)
	doc := d.Document(p)
	doc.Parts = []report.Part{{Computer: d.Computer, Person: d.Person, Report: r}} // in the order of the run
	return v.write(doc)
}

func (v *verification) connection() string {
	switch {
	case v.save != "":
		return v.save
	case v.name != "":
		return v.saved.Name
	}
	return v.answers.Name
}

// writeFile replaces a regular file in one step, so that nobody reads half of
// it. Anything else, such as a pipe or a device, is written into.
func writeFile(path string, b []byte) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if about, err := os.Stat(path); err == nil && !about.Mode().IsRegular() {
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = file.Write(b)
		return errors.Join(err, file.Close())
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".wizard-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(b)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// writable finds out before the checks run whether the report can be written.
func writable(path string) *check.Problem {
	about, err := os.Stat(path)
	if err == nil && about.IsDir() {
		err = errors.New("it is a folder")
	} else if errors.Is(err, fs.ErrNotExist) {
		_, err = os.Stat(filepath.Dir(path))
	}
	if err == nil {
		return nil
	}
	return &check.Problem{Code: "usage.unwritable-file", Err: err,
		Detail: check.T("usage.unwritable-file", "The report cannot be written to {{.path}}.", "path", path),
		Advice: check.Advice{Field: "output", Who: check.You, Do: check.T("usage.unwritable-file.do", "Choose a file in a folder that exists and that you may write to.")}}
}
