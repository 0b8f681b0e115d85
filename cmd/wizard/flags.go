package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/setup"
)

// flags are the flags of verify, as they were typed.
type flags struct {
	name string

	hosts, ous, groupOUs, pins, verifyAs repeated
	port, baseDN, user, ca               string
	passwordStdin, withoutPassword       bool

	account, tenant, clientID, cloud string
	features, signIn, proxy          string
	writeScope                       string

	directoryOnly, exchangeOnly bool
	practice                    optional
	timeoutText                 string
	timeout                     time.Duration
	save                        string
	replace                     bool
	format, output, lang        string
	bundle                      string // of report

	given map[string]bool
}

// repeated is a flag that may be repeated.
type repeated []string

func (l *repeated) String() string     { return strings.Join(*l, ", ") }
func (l *repeated) Set(s string) error { *l = append(*l, s); return nil }

// optional is a flag with or without a value.
type optional struct {
	set   bool
	value string
}

func (o *optional) String() string   { return o.value }
func (o *optional) IsBoolFlag() bool { return true }
func (o *optional) Set(s string) error {
	o.set, o.value = true, s
	if s == "true" {
		o.value = ""
	}
	return nil
}

// faults are the practice faults that were asked for, separated by commas.
func (o *optional) faults() []string {
	return strings.FieldsFunc(o.value, func(r rune) bool { return r == ',' || r == ' ' })
}

func (f *flags) set() *flag.FlagSet {
	s := flag.NewFlagSet("verify", flag.ContinueOnError)
	s.SetOutput(io.Discard)
	s.Var(&f.hosts, "host", "")
	s.StringVar(&f.port, "port", "", "")
	s.StringVar(&f.baseDN, "base-dn", "", "")
	s.StringVar(&f.user, "user", "", "")
	s.BoolVar(&f.passwordStdin, "password-stdin", false, "")
	s.BoolVar(&f.withoutPassword, "without-password", false, "")
	s.StringVar(&f.ca, "ca", "", "")
	s.Var(&f.pins, "pin", "")
	s.Var(&f.verifyAs, "verify-as", "")
	s.Var(&f.ous, "ou", "")
	s.Var(&f.groupOUs, "group-ou", "")
	s.StringVar(&f.account, "account", "", "")
	s.StringVar(&f.tenant, "tenant", "", "")
	s.StringVar(&f.clientID, "client-id", "", "")
	s.StringVar(&f.cloud, "cloud", "", "")
	s.StringVar(&f.features, "features", "", "")
	s.StringVar(&f.writeScope, "write-scope", "", "")
	s.StringVar(&f.signIn, "sign-in", "", "")
	s.StringVar(&f.proxy, "proxy", "", "")
	s.BoolVar(&f.directoryOnly, "directory-only", false, "")
	s.BoolVar(&f.exchangeOnly, "exchange-only", false, "")
	s.Var(&f.practice, "practice", "")
	s.StringVar(&f.timeoutText, "timeout", "10s", "")
	s.StringVar(&f.save, "save", "", "")
	s.BoolVar(&f.replace, "replace", false, "")
	s.StringVar(&f.format, "format", "text", "")
	s.StringVar(&f.output, "output", "", "")
	s.StringVar(&f.lang, "lang", "", "")
	return s
}

// parseFlags reads the arguments of verify; the name of a connection may stand
// before or after the flags.
func parseFlags(args []string) (*flags, error) {
	f := &flags{given: map[string]bool{}}
	s := f.set()
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		f.name, args = args[0], args[1:]
	}
	if err := s.Parse(args); err != nil {
		return nil, err
	}
	rest := s.Args()
	if len(rest) > 0 && f.name == "" {
		f.name, rest = rest[0], rest[1:]
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("%q is one argument too many", rest[0])
	}
	s.Visit(func(g *flag.Flag) { f.given[g.Name] = true })
	return f, f.usable()
}

// oneOf are the flags with a fixed set of values.
func (f *flags) oneOf() map[string][2]string {
	return map[string][2]string{
		"format":  {f.format, "text json html"},
		"sign-in": {f.signIn, "stored browser device-code"},
		"cloud":   {f.cloud, "worldwide gcc-high dod 21vianet"},
	}
}

// usable refuses flags that contradict one another.
func (f *flags) usable() error {
	for name, v := range f.oneOf() {
		if f.given[name] && (strings.ContainsRune(v[0], ' ') || !strings.Contains(" "+v[1]+" ", " "+v[0]+" ") || v[0] == "") {
			return fmt.Errorf("--%s: %q is none of %s", name, v[0], strings.ReplaceAll(v[1], " ", ", "))
		}
	}
	for _, pair := range [][2]string{{"directory-only", "exchange-only"}, {"password-stdin", "without-password"}} {
		if f.given[pair[0]] && f.given[pair[1]] {
			return fmt.Errorf("--%s and --%s exclude one another", pair[0], pair[1])
		}
	}
	var err error
	if f.timeout, err = time.ParseDuration(f.timeoutText); err != nil || f.timeout < 100*time.Millisecond || f.timeout > 10*time.Minute {
		return fmt.Errorf("--timeout: %q is not a time between 100ms and 10m, such as 10s", f.timeoutText)
	}
	if _, err := language.Parse(f.lang); f.lang != "" && err != nil {
		return fmt.Errorf("--lang: %q is not a language, such as en or de", f.lang)
	}
	if f.replace && !f.given["save"] {
		return errors.New("--replace needs --save NAME")
	}
	return f.usablePractice()
}

// practiceSupplies are the flags that practice mode does not take, because it
// supplies what they would say.
var practiceSupplies = []string{"host", "user", "ca", "port", "base-dn", "pin", "verify-as", "ou", "group-ou", "account", "tenant",
	"client-id", "cloud", "password-stdin", "without-password", "proxy"}

func (f *flags) usablePractice() error {
	if !f.practice.set {
		return nil
	}
	for _, name := range practiceSupplies {
		if f.given[name] {
			return fmt.Errorf("--%s: practice mode brings its own; leave it out", name)
		}
	}
	return nil
}

// apply puts what was typed over the answers and returns what cannot be read.
func (f *flags) apply(a *setup.Answers) check.Problems {
	var bad check.Problems
	for name, v := range map[string]struct{ to, from *string }{"base-dn": {&a.BaseDN, &f.baseDN}, "user": {&a.Username, &f.user},
		"account": {&a.Account, &f.account}, "tenant": {&a.Tenant, &f.tenant}, "client-id": {&a.ClientID, &f.clientID}, "write-scope": {&a.WriteScope, &f.writeScope}, "save": {&a.Name, &f.save}} {
		if f.given[name] {
			*v.to = *v.from
		}
	}
	if f.given["cloud"] {
		a.Cloud = cloud.ID(f.cloud)
	}
	if f.given["features"] {
		a.Features = strings.FieldsFunc(f.features, func(r rune) bool { return r == ',' || r == ' ' })
	}
	bad = append(bad, f.applyOUs(a)...)
	bad = append(bad, f.applyHosts(a)...)
	if f.given["ca"] {
		var err error
		if a.CA, err = readCA(f.ca); err != nil {
			bad = append(bad, err.(*check.Problem))
		}
		a.CAFile = filepath.Base(f.ca)
	}
	return bad
}

// applyOUs puts the target OUs over the answers. An empty one is refused: it
// comes from a variable that was not set, and would check nothing.
func (f *flags) applyOUs(a *setup.Answers) check.Problems {
	var bad check.Problems
	for _, of := range []struct {
		name string
		ous  []string
		to   *string
	}{{"ou", f.ous, &a.UserOUs}, {"group-ou", f.groupOUs, &a.GroupOUs}} {
		if !f.given[of.name] {
			continue
		}
		*of.to = strings.Join(of.ous, "\n")
		if slices.ContainsFunc(of.ous, func(ou string) bool { return strings.TrimSpace(ou) == "" }) {
			bad = append(bad, &check.Problem{Code: "usage.empty-ou",
				Detail: check.T("usage.empty-ou", "A target OU is empty."),
				Advice: check.Advice{Field: of.name, Who: check.You, Do: check.T("usage.empty-ou.do", "Give the DN of the OU, or leave the flag out.")}})
		}
	}
	return bad
}

func (f *flags) applyHosts(a *setup.Answers) check.Problems {
	if f.given["host"] {
		a.Hosts = nil
		for _, h := range f.hosts {
			a.Hosts = append(a.Hosts, setup.HostAnswer{Name: h, Port: f.port})
		}
	} else if f.given["port"] {
		for i := range a.Hosts {
			a.Hosts[i].Port = f.port
		}
	}
	var bad check.Problems
	for _, pin := range f.pins {
		bad = append(bad, forHost(a.Hosts, "pin", pin, func(h *setup.HostAnswer, v string) { h.Pin = v })...)
	}
	for _, name := range f.verifyAs {
		bad = append(bad, forHost(a.Hosts, "verify-as", name, func(h *setup.HostAnswer, v string) { h.VerifyAs = v })...)
	}
	return bad
}

// forHost applies "HOST=VALUE" to the host of that name.
func forHost(hosts []setup.HostAnswer, field, arg string, apply func(*setup.HostAnswer, string)) check.Problems {
	name, value, ok := strings.Cut(arg, "=")
	found := false
	for i := range hosts {
		if ok && value != "" && setup.SameHost(hosts[i].Name, name) {
			apply(&hosts[i], value)
			found = true
		}
	}
	if found {
		return nil
	}
	return check.Problems{{Code: "usage.no-such-host",
		Detail: check.T("usage.no-such-host", "“{{.arg}}” does not name one of the hosts: write HOST=VALUE with a host that is listed.", "arg", check.Clean(arg)),
		Advice: check.Advice{Field: field}}}
}

// maxCA is far above any file of authorities.
const maxCA = 1 << 20

// readCA reads a file of authorities, PEM or DER, and nothing but a regular
// file of a sensible size.
func readCA(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", unreadable("ca", path, err)
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil || !about.Mode().IsRegular() || about.Size() > maxCA {
		return "", unreadable("ca", path, errors.Join(err, errors.New("not a regular file of at most 1 MiB")))
	}
	data, err := io.ReadAll(io.LimitReader(file, maxCA))
	if err != nil {
		return "", unreadable("ca", path, err)
	}
	pem, _, err := setup.ReadAuthorities(filepath.Base(path), data)
	if p, ok := errors.AsType[*check.Problem](err); ok {
		q := *p
		q.Advice.Field = "ca"
		return "", &q
	}
	return pem, nil
}

func unreadable(field, path string, err error) *check.Problem {
	return &check.Problem{Code: "usage.unreadable-file", Err: err,
		Detail: check.T("usage.unreadable-file", "The file {{.path}} cannot be read.", "path", path),
		Advice: check.Advice{Field: field, Who: check.You, Do: check.T("usage.unreadable-file.do", "Check the path and your right to read it.")}}
}
