package report_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/report"
)

var golden = flag.Bool("golden", false, "write the golden files anew; review them by eye")

var at = time.Date(2026, 3, 4, 5, 6, 7, 0, time.FixedZone("", 3600))

const dc1, dc2 = "dc1.corp.example.com", "dc2.corp.example.com"

// everything holds one result of each status, two problems on one, a host that
// does not count, and a row for each side.
func everything() check.Report {
	return check.Report{StartedAt: at, FinishedAt: at.Add(12345 * time.Millisecond), Results: []check.Result{
		{ID: "host.resolve", Host: dc1, Title: check.T("t.resolve", "The name has an address"), Status: check.Passed,
			Found: check.T("t.found", "{{.host}} is {{.ip}}.", "host", dc1, "ip", "10.0.0.1"), At: at, Took: 3 * time.Millisecond},
		{ID: "host.resolve", Host: dc2, Title: check.T("t.resolve", "The name has an address"), Status: check.Failed, Excused: true, At: at, Took: 2500 * time.Millisecond,
			Problems: []*check.Problem{{Code: "net.unknown-host", Detail: check.T("t.unknown", "No DNS server knows {{.host}}.", "host", dc2),
				Advice: check.Advice{Who: check.Network, Field: "hosts", Do: check.T("t.unknown.do", "Check the spelling of the host.")}, Cause: "lookup " + dc2 + ": no such host"}}},
		{ID: "ldaps.bind", Host: dc1, Title: check.T("t.bind", "The account can sign in"), Status: check.Failed, At: at, Took: 12 * time.Millisecond,
			Facts: check.Facts{"dnsHostName": dc1, "sub": 1909},
			Problems: []*check.Problem{
				{Code: "ldap.account-locked", Detail: check.T("t.locked", "The account {{.user}} is locked out.", "user", `CORP\svc-h2r`),
					Advice: check.Advice{Who: check.AD, Field: "username", Do: check.T("t.locked.do", "Unlock the account, and find out what sends the wrong password before you check again, or it will be locked at once."),
						Command: "Unlock-ADAccount -Identity 'svc-h2r'\nGet-ADUser 'svc-h2r' -Properties LockedOut"}, Cause: "80090308: LdapErr: DSID-0C090449, data 775, v4f7c"},
				{Code: "account.expiry", Severity: check.Warning, Detail: check.T("t.expiry", "The password expires in {{.n}} days.", "n", 3)}}},
		{ID: "account.delegation", Target: "OU=Staff,DC=corp,DC=example,DC=com", Title: check.T("t.rights", "The account has the rights it needs"), Status: check.Skipped, At: at,
			Found: check.T("check.skipped", "Not checked, because this did not pass: {{.title}}", "title", check.T("t.bind", "The account can sign in"))},
		{ID: "profile.keyring", Title: check.T("t.keyring", "The password can be kept"), Status: check.Warned, At: at, Took: 4 * time.Millisecond,
			Accepted: &check.Acceptance{By: `CORP\ada`, On: "JUMP01", At: at},
			Problems: []*check.Problem{{Code: "keyring.unavailable", Severity: check.Warning, Detail: check.T("t.nobus", "This session has no message bus.")}}},
		{ID: "exchange.connect", Title: check.T("t.exo", "Exchange Online answers"), Status: check.Unknown, At: at, Took: 30 * time.Second,
			Found: check.T("t.exo.found", "Asked twice."), Problems: []*check.Problem{{Code: "unexpected", Severity: check.Uncertain, Detail: check.T("t.odd", "Something happened."), Cause: "EOF"}}},
	}}
}

func document() report.Document {
	return report.Document{Product: "Hire2Retire Connection Setup", Version: "1.0.0", Connection: "Connection-Directory Service",
		Subject: []report.Line{{Label: check.T("t.base", "Base DN"), Value: "DC=corp,DC=example,DC=com"}},
		Parts:   []report.Part{{Computer: "JUMP01", Person: `CORP\ada`, Report: everything()}},
		Stories: []report.Story{{Host: dc1, Way: "DNS 3 ms → TCP 1 ms → TLS 1.3 9 ms, issuer CN=CORP CA → stopped: ldap.account-locked", Text: "DNS 3 ms → TCP 1 ms → TLS 1.3 9 ms, issuer CN=CORP CA → stopped: ldap.account-locked\nhost.resolve, 3 ms: " + dc1 + " is 10.0.0.1.\n"}, {Text: "exchange.connect, 30000 ms: Asked twice."}}}
}

var renderers = map[string]func(io.Writer, report.Document) error{"json": report.JSON, "txt": report.Text, "html": report.HTML}

func draw(t *testing.T, format string, d report.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := renderers[format](&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// style is not part of the golden pages: it is the same in all.
var style = regexp.MustCompile(`(?s)<style>.*</style>`)

func TestGolden(t *testing.T) {
	twoParts := document()
	half := everything()
	twoParts.Practice = true
	twoParts.Parts = []report.Part{
		{Computer: "JUMP01", Person: `CORP\ada`, Report: check.Report{StartedAt: at, FinishedAt: at, Results: half.Results[:1]}},
		{Computer: "LAPTOP7", Person: "grace@example.com", Report: check.Report{StartedAt: at.Add(time.Hour), FinishedAt: at.Add(time.Hour), Results: half.Results[4:5]}},
	}
	for name, d := range map[string]report.Document{
		"everything": document(),
		"two-parts":  twoParts,
		"nothing":    {Product: "Hire2Retire Connection Setup"},
	} {
		for format := range renderers {
			t.Run(name+"."+format, func(t *testing.T) {
				file := filepath.Join("testdata", name+"."+format)
				got := style.ReplaceAllString(draw(t, format, d), "<style></style>")
				if *golden {
					if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("%s changed (-want +got); run with -golden if it should:\n%s", file, diff)
				}
			})
		}
	}
}

// The contract as scripts use it, independent of the golden files.
func TestJSONContract(t *testing.T) {
	var got struct {
		Version    int
		Outcome    string
		StartedAt  time.Time
		FinishedAt time.Time
		Practice   *bool
		Results    []map[string]any
	}
	if err := json.Unmarshal([]byte(draw(t, "json", document())), &got); err != nil {
		t.Fatal(err)
	}
	if got.Version != 1 || got.Outcome != "failed" || !got.StartedAt.Equal(at) || got.FinishedAt.Before(at) || got.Practice == nil {
		t.Errorf("head = %+v", got)
	}
	for _, r := range got.Results {
		_, problem := r["problem"]
		if bad := r["status"] == "warned" || r["status"] == "failed" || r["status"] == "unknown"; problem != bad {
			t.Errorf("%s is %s, problem present: %v, want %v", r["id"], r["status"], problem, bad)
		}
		if r["status"] == "skipped" && r["found"] == "" {
			t.Errorf("%s does not say why it was skipped", r["id"])
		}
		for k, v := range r {
			if v == nil || v == "" {
				t.Errorf("%s has an empty field %s, which should be absent", r["id"], k)
			}
		}
	}
	more := got.Results[2]["more"].([]any)
	if len(more) != 1 || more[0].(map[string]any)["code"] != "account.expiry" {
		t.Errorf("more = %v, want the second problem alone", more)
	}
}

// A passed result must not show a problem, whatever it carries.
func TestNoProblemOnPassed(t *testing.T) {
	r := everything()
	r.Results = r.Results[2:3]
	r.Results[0].Status = check.Passed
	for format := range renderers {
		if out := draw(t, format, report.Document{Parts: []report.Part{{Report: r}}}); strings.Contains(out, "account-locked") {
			t.Errorf("%s shows a problem on a passed result:\n%s", format, out)
		}
	}
}

func TestLanguage(t *testing.T) {
	d := document()
	d.Lang = "de"
	d.Draw = func(x check.Text) string { return "«" + x.String() + "»" }
	for format := range renderers {
		out := draw(t, format, d)
		for _, want := range []string{"«The account can sign in»", "«No DNS server knows " + dc2 + ".»", "«Check the spelling of the host.»"} {
			if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
				t.Errorf("%s does not hold %s, so it was not drawn", format, want)
			}
		}
	}
	if out := draw(t, "html", d); !strings.Contains(out, `<html lang="de">`) || !strings.Contains(out, "«What was not proved»") {
		t.Error("the page does not speak the language")
	}
}
