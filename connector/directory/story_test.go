package directory_test

import (
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

func TestStory(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	conf := as(t, corp, "svc-plain", []string{"Hires"}, nil)
	conf.Hosts = append(conf.Hosts, directory.Host{Name: "gone.corp.example.com", Port: 636})
	chapters := directory.Story(whole(t, conf, corp.UserPassword))
	var text strings.Builder
	for _, c := range chapters {
		text.WriteString(c.Host + "\n")
		for _, l := range c.Lines {
			text.WriteString("  " + l.String() + "\n")
		}
	}
	story := text.String()
	for _, want := range []string{
		corp.Hosts[0].Name, "host.resolve, ", " ms: ", "TLS 1.3", `CORP\svc-plain signed in.`, "net.unknown-host", "rights.missing: ", "ldaps.bind: Not checked",
	} {
		if !strings.Contains(story, want) {
			t.Errorf("the story does not say %q:\n%s", want, story)
		}
	}
	if len(chapters) != 4 || chapters[3].Host != "" || strings.Contains(story, corp.UserPassword) || strings.Contains(story, "{{.") {
		t.Errorf("%d chapters:\n%s", len(chapters), story)
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
