package setup_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/logfile"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
)

// speaking lets a world speak a language, as the program does.
func speaking(t *testing.T, d setup.Deps, lang string) setup.Deps {
	t.Helper()
	p, err := words.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	d.Version, d.Language = "1.2.3", func() string { return p.Tag().String() }
	d.Page.Product, d.Page.Draw = "Product", p.Draw
	return d
}

// The story of real domain controllers, from the name to what the account may
// do, in both languages.
func TestStory(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	for lang, want := range map[string]string{"en": "signed in", "de": "angemeldet"} {
		f := begin(t, speaking(t, w.deps, lang))
		work(t, f, setup.ServiceAccount)
		stories := f.Story()
		if len(stories) != len(w.domain.Hosts)+1 || stories[len(stories)-1].Host != "" {
			t.Fatalf("%d stories for %d hosts", len(stories), len(w.domain.Hosts))
		}
		if last := stories[len(stories)-1].Text; strings.Contains(last, "[redacted]") {
			t.Errorf("%s: what is no secret was taken out:\n%s", lang, last)
		}
		for i, h := range w.domain.Hosts {
			s := stories[i]
			if s.Host != h.Name || !strings.HasPrefix(s.Text, "DNS ") || !strings.Contains(s.Text, "→ TLS 1.3") || !strings.Contains(s.Text, want) || !strings.HasSuffix(s.Text, "\n") {
				t.Errorf("%s, %s:\n%s", lang, s.Host, s.Text)
			}
		}
	}
}

// A story shows no secret, whatever an outside system put into its text.
func TestStoryIsRedacted(t *testing.T) {
	const token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln"
	r := check.Report{Results: []check.Result{{ID: "ldaps.connect", Host: "dc1", Status: check.Failed, Problems: []*check.Problem{{Code: "net.refused", Detail: check.Verbatim("said " + token), Cause: "bearer abcdefghijkl"}}}}}
	text := setup.Deps{}.Stories(r)[0].Text
	if strings.Contains(text, "eyJ") || strings.Contains(text, "abcdefghijkl") || !strings.Contains(text, "net.refused") {
		t.Errorf("the story reads:\n%s", text)
	}
}

// The report of the set-up in each form: the same results, the story, and what
// it is about.
func TestWriteReport(t *testing.T) {
	f := begin(t, speaking(t, practiceDeps(t, "hosts.some-down"), "de"))
	work(t, f, setup.ServiceAccount)
	f.Accept(f.Report().All("directory.hosts-agree")[0], true)
	for as, want := range map[setup.Format][]string{
		setup.AsText: {"Product 1.2.3", "DC=practice,DC=example", "Akzeptiert von admin auf workstation", "DNS "},
		setup.AsHTML: {`<html lang="de">`, "DC=practice,DC=example", "Akzeptiert von admin auf workstation", "<pre>DNS "},
		setup.AsJSON: {`"stories"`, `"accepted"`, `"practice": true`, `"computer": "workstation"`},
	} {
		var b strings.Builder
		if err := f.WriteReport(&b, as); err != nil {
			t.Fatal(err)
		}
		for _, s := range want {
			if !strings.Contains(b.String(), s) {
				t.Errorf("%s lacks %q:\n%.3000s", as, s, b.String())
			}
		}
	}
	if err := f.WriteReport(io.Discard, "yaml"); err == nil {
		t.Error("a form that does not exist was written")
	}
}

// Results on answers that have changed are not in the report, but support sees
// in the story what happened.
func TestReportOfStaleResults(t *testing.T) {
	f := begin(t, speaking(t, practiceDeps(t), "en"))
	work(t, f, setup.Connection)
	f.Edit(func(a *setup.Answers) { a.Hosts = a.Hosts[:1] })
	var b strings.Builder
	if err := f.WriteReport(&b, setup.AsJSON); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Outcome string
		Results []any
		Stories []any
	}
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil || len(got.Results) > 0 || got.Outcome != "unknown" || len(got.Stories) == 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

// The bundle for support holds the report, the stories, the log and the
// versions, and no secret in any form.
func TestWriteBundle(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	dir := t.TempDir()
	log, err := logfile.Open(filepath.Join(dir, "logs"))
	must(t, err)
	defer log.Close()
	w.deps.Log = log
	f := begin(t, speaking(t, w.deps, "en"))
	work(t, f, setup.ServiceAccount)
	work(t, f, setup.Exchange)
	var b bytes.Buffer
	must(t, f.WriteBundle(&b))
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	must(t, err)
	found := map[string]string{}
	for _, file := range z.File {
		r, err := file.Open()
		must(t, err)
		data, err := io.ReadAll(r)
		must(t, err)
		found[file.Name] = string(data)
	}
	for name, want := range map[string]string{
		"report.html": "<html", "report.json": `"version": 1`, "report.txt": "Product 1.2.3", "versions.txt": "Product 1.2.3\ngo",
		"stories/01-" + w.domain.Hosts[0].Name + ".txt": "DNS ", "log/wizard.log": `"id":"ldaps.bind"`,
	} {
		if !strings.Contains(found[name], want) {
			t.Errorf("%s lacks %q:\n%.500s", name, want, found[name])
		}
	}
	for _, host := range w.domain.Hosts {
		if strings.Contains(found["log/wizard.log"], host.Name) {
			t.Errorf("the log names %s", host.Name)
		}
	}
	for name, text := range found {
		for _, form := range encodings(w.domain.Account("svc-least").Password) {
			if bytes.Contains([]byte(text), form) {
				t.Errorf("%s holds the password as %q", name, form)
			}
		}
		if strings.Contains(text, "eyJ") {
			t.Errorf("%s holds a token", name)
		}
	}
}

// Without a log the bundle is whole all the same.
func TestWriteBundleWithoutALog(t *testing.T) {
	f := begin(t, practiceDeps(t))
	var b bytes.Buffer
	must(t, f.WriteBundle(&b))
	if z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len())); err != nil || len(z.File) != 4 {
		t.Errorf("%v, %v", z, err)
	}
}

// What the account lacks becomes files for the AD team, and only then.
func TestDelegationScripts(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	f := begin(t, w.deps)
	work(t, f, setup.ServiceAccount)
	if got := f.DelegationScripts(); got != nil {
		t.Errorf("nothing is missing, and there are %d scripts: %s", len(got), codes(f.Report()))
	}
	f.Edit(func(a *setup.Answers) {
		a.Username, a.Password = w.domain.Implicit("svc-createonly"), secret.New(w.domain.Account("svc-createonly").Password)
	})
	work(t, f, setup.ServiceAccount)
	scripts := f.DelegationScripts()
	if len(scripts) != 2 {
		t.Fatalf("%d scripts, want two: %s", len(scripts), codes(f.Report()))
	}
	for i, wants := range [][]string{
		{"$Apply", "$Undo", "svc-createonly", "changes nothing"},
		{"dsacls", "svc-createonly", scripts[0].Name + " -Remove"},
	} {
		s := scripts[i]
		if strings.Contains(strings.ReplaceAll(s.Text, "\r\n", ""), "\n") || !strings.HasSuffix(s.Name, ".ps1") {
			t.Errorf("%s has line ends that Windows does not know", s.Name)
		}
		for _, want := range wants {
			if !strings.Contains(s.Text, want) {
				t.Errorf("%s lacks %q", s.Name, want)
			}
		}
		if strings.Contains(s.Text, ":GA") {
			t.Errorf("%s grants everything", s.Name)
		}
	}
}

// Before the checks the notice speaks of the hour to come, afterwards of when
// it was; it names what is asked, and not what is not.
func TestSecurityNotice(t *testing.T) {
	f := begin(t, speaking(t, practiceDeps(t), "en"))
	for _, want := range []string{"Product 1.2.3 on workstation", "for about an hour", "svc", "tokenGroups", "interactive sign-in", "practice"} {
		if got := f.SecurityNotice(); !strings.Contains(got, want) {
			t.Errorf("the notice lacks %q:\n%s", want, got)
		}
	}
	work(t, f, setup.Connection)
	if got := f.SecurityNotice(); strings.Contains(got, "for about an hour") || !strings.Contains(got, " to 20") {
		t.Errorf("after the checks:\n%s", got)
	}
	f.Edit(func(a *setup.Answers) { a.Hosts, a.Account = nil, "" })
	if got := f.SecurityNotice(); strings.Contains(got, "LDAPS") || strings.Contains(got, "interactive") {
		t.Errorf("a half that is not there is announced:\n%s", got)
	}
}

// Every team that has something to do gets its sheet, in the language of the
// faces.
func TestFlowSheets(t *testing.T) {
	f := begin(t, speaking(t, practiceDeps(t, "tls.expired", "role.missing.mail-recipients"), "de"))
	work(t, f, setup.Connection)
	work(t, f, setup.Exchange)
	sheets := f.Sheets()
	if len(sheets) != 2 || sheets[0].Who != check.PKI || sheets[1].Who != check.Exchange {
		t.Fatalf("sheets: %+v", sheets)
	}
	if !strings.Contains(sheets[0].Text, "tls.expired") || !strings.Contains(sheets[1].Text, "Mail Recipients") || !strings.Contains(sheets[0].Text, "Übung") {
		t.Errorf("%s\n%s", sheets[0].Text, sheets[1].Text)
	}
}

// A log that cannot be read is said, and the rest of the bundle is there.
func TestWriteBundleWithADamagedLog(t *testing.T) {
	dir := t.TempDir()
	log, err := logfile.Open(dir)
	must(t, err)
	defer log.Close()
	must(t, os.Mkdir(filepath.Join(dir, "wizard.1.log"), 0o700))
	deps := practiceDeps(t)
	deps.Log = log
	var b bytes.Buffer
	must(t, begin(t, deps).WriteBundle(&b))
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	must(t, err)
	names := map[string]bool{}
	for _, f := range z.File {
		names[f.Name] = true
	}
	if !names["log/unreadable.txt"] || !names["report.html"] || !names["log/wizard.log"] {
		t.Errorf("the bundle holds %v", names)
	}
}
