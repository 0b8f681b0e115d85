package setup_test

import (
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

func TestAgreementOf(t *testing.T) {
	for name, facts := range map[string]check.Facts{
		"just made": {"otherDomain": []string{"dc9.other.example"}, "sameDC": []string{"192.0.2.11"}},
		"saved":     {"otherDomain": []any{"dc9.other.example"}, "sameDC": []any{"192.0.2.11"}},
	} {
		report := check.Report{Results: []check.Result{{ID: "directory.hosts-agree", Facts: facts}}}
		for host, want := range map[string]setup.Agreement{"dc9.other.example": setup.OtherDomain, "192.0.2.11": setup.SameAsAnother, "dc1.corp.example": setup.Agrees, "": setup.Agrees} {
			if got := setup.AgreementOf(report, host); got != want {
				t.Errorf("%s: %q is %v, want %v", name, host, got, want)
			}
		}
	}
	if got := setup.AgreementOf(check.Report{}, "dc1.corp.example"); got != setup.Agrees {
		t.Errorf("before a check a host is %v", got)
	}
}
