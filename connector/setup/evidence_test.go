package setup_test

import (
	"errors"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/setup"
)

// A file that is no report is named with what to do, and leaves the results as
// they were.
func TestRefusedEvidence(t *testing.T) {
	f := setup.New(practiceDeps(t))
	defer f.Close()
	for name, c := range map[string]struct {
		file string
		code check.Code
	}{
		"huge":          {strings.Repeat(" ", exchange.MaxEvidence+1), "evidence.too-large"},
		"UTF-16":        {"{\x00}\x00", "evidence.encoding"},
		"another JSON":  {`{"version":1}`, "evidence.form"},
		"no JSON":       {"role,account\nMail Recipients,svc", "evidence.form"},
		"newer":         {`{"version":9,"kind":"hire2retire-evidence"}`, "evidence.newer"},
		"more than one": {reported + "{}", "evidence.form"},
	} {
		err := f.ImportEvidence(t.Context(), []byte(c.file))
		p, ok := errors.AsType[*check.Problem](err)
		if !ok || p.Code != c.code || p.Advice.Do.IsZero() {
			t.Errorf("%s: %v, want %s with advice", name, err, c.code)
		}
	}
	if r, _ := f.Results(setup.Exchange); len(r.Results) > 0 {
		t.Errorf("refused files left %d results", len(r.Results))
	}
}

// The roles that are missing are those that a check found missing, and no others.
func TestMissingRoles(t *testing.T) {
	deps := practiceDeps(t, "role.missing.mail-recipients")
	f := setup.New(deps)
	defer f.Close()
	if got := f.MissingRoles(); len(got) > 0 {
		t.Errorf("before any check %q are missing", got)
	}
	work(t, f, setup.Exchange)
	if got := strings.Join(f.MissingRoles(), ", "); got != "Mail Recipients" {
		t.Errorf("missing are %q, want Mail Recipients alone", got)
	}
}
