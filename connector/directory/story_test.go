package directory_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/secret"
)

// whole runs all stages and joins their reports.
func whole(t *testing.T, c directory.Config, password string) check.Report {
	t.Helper()
	i, report := probe(t, c)
	report = check.Join(report, i.Bind(t.Context(), secret.New(password), nil))
	return check.Join(report, i.Account(t.Context(), nil))
}

// drawn is a story as a person reads it.
func drawn(chapters []directory.Chapter) string {
	var text strings.Builder
	for _, c := range chapters {
		text.WriteString(c.Host + "\n  " + c.Way.String() + "\n")
		for _, l := range c.Lines {
			text.WriteString("  " + l.String() + "\n")
		}
	}
	return text.String()
}

func TestStory(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	conf := as(t, corp, "svc-plain", []string{"Hires"}, nil)
	conf.Hosts = append(conf.Hosts, directory.Host{Name: "gone.corp.example.com", Port: 636})
	report := whole(t, conf, corp.UserPassword)
	chapters := directory.Story(report)
	story := drawn(chapters)
	for _, want := range []string{
		corp.Hosts[0].Name, "host.resolve, ", " ms: ", "TLS 1.3", `CORP\svc-plain signed in.`, "net.unknown-host", "rights.missing: ", "ldaps.bind: Not checked", "original text: ",
	} {
		if !strings.Contains(story, want) {
			t.Errorf("the story does not say %q:\n%s", want, story)
		}
	}
	way := regexp.MustCompile(`^DNS [\d.]+ ms → TCP [\d.]+ ms → TLS 1\.3 [\d.]+ ms, issuer CN=[^→]+ → rootDSE [\d.]+ ms → sign-in [\d.]+ ms → \d+ enabled users seen$`)
	if got := chapters[0].Way.String(); !way.MatchString(got) {
		t.Errorf("in one line: %s", got)
	}
	if got := chapters[2].Way.String(); !regexp.MustCompile(`^DNS [\d.]+ ms → stopped: net.unknown-host$`).MatchString(got) {
		t.Errorf("of the dead host in one line: %s", got)
	}
	if len(chapters) != 4 || chapters[3].Host != "" || strings.Contains(story, corp.UserPassword) || strings.Contains(story, "{{.") {
		t.Errorf("%d chapters:\n%s", len(chapters), story)
	}
	if got := drawn(directory.Story(withSavedFacts(t, report))); got != story {
		t.Errorf("with facts that were saved:\n%s\nwant\n%s", got, story)
	}
}

// withSavedFacts is a report whose facts were saved and read again.
func withSavedFacts(t *testing.T, r check.Report) check.Report {
	t.Helper()
	r.Results = slices.Clone(r.Results)
	for n, res := range r.Results {
		text, err := json.Marshal(res.Facts)
		r.Results[n].Facts = nil
		if err == nil {
			err = json.Unmarshal(text, &r.Results[n].Facts)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// Of a certificate that was refused the story shows the whole chain; of a host
// that closes, how far it went.
func TestStoryOfRefusals(t *testing.T) {
	expired := adtest.StartRogue(t, adtest.RogueOptions{Variant: adtest.Expired}, adtest.LDAPS(adtest.Script{}))
	_, report := probe(t, ofRogues(t, expired))
	story := drawn(directory.Story(withSavedFacts(t, report)))
	for _, want := range []string{"TLS 1.3 ", "→ stopped: tls.expired", "certificate 1: CN=", "SHA-256 ", "valid from 20"} {
		if !strings.Contains(story, want) {
			t.Errorf("the story does not say %q:\n%s", want, story)
		}
	}
	closing := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.CloseAfterHello)
	_, report = probe(t, ofRogues(t, closing))
	if story := drawn(directory.Story(report)); !regexp.MustCompile(`DNS [\d.]+ ms → TCP [\d.]+ ms → stopped: tls\.closed`).MatchString(story) {
		t.Errorf("of a host that closes:\n%s", story)
	}
}

// The lock-out policy is told only to an account that can know which one is in
// force for it.
func TestLockoutPolicy(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	report := examine(t, as(t, corp, "svc-direct", nil, nil), corp.UserPassword)
	if got, _ := report.Find(directory.CheckExpiry, ""); got.Facts["lockoutThreshold"] != int64(5) || !strings.Contains(got.Found.String(), "5 wrong passwords in a row lock it") {
		t.Errorf("svc-direct: %v, %s", got.Facts, got.Found)
	}
	settings := "CN=Password Settings Container,CN=System," + corp.BaseDN
	before := descriptor(t, corp.Admin(t, 0), settings)
	defer func() { putDescriptor(t, corp.Admin(t, 0), settings, before) }()
	grantOn(t, corp.Admin(t, 0), settings, "(D;;GA;;;"+corp.SIDOf("svc-plain")+")")
	report = examine(t, as(t, corp, "svc-plain", nil, nil), corp.UserPassword)
	if got, _ := report.Find(directory.CheckExpiry, ""); got.Status != check.Passed || got.Facts["lockoutThreshold"] != nil {
		t.Errorf("svc-plain knows the policy: %v", got.Facts)
	}
}
