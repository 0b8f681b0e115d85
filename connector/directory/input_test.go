package directory_test

import (
	"errors"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
)

// refusal takes the parts of a refused input that a form uses. It fails the
// test when err is not a complete problem of that field.
func refusal(t *testing.T, err error, field string) (check.Code, *directory.Typo) {
	t.Helper()
	if err == nil {
		return "", &directory.Typo{}
	}
	p, ok := errors.AsType[*check.Problem](err)
	if !ok {
		t.Fatalf("error is %T, want a *check.Problem", err)
	}
	if p.Detail.IsZero() || p.Advice.Do.IsZero() || p.Advice.Who == "" || p.Advice.Field != field {
		t.Errorf("problem %s is incomplete for field %q: %+v", p.Code, field, p)
	}
	if drawn := p.Error() + p.Advice.Do.String(); strings.Contains(drawn, "{{.") {
		t.Errorf("problem %s does not draw: %s", p.Code, drawn)
	}
	typo, ok := errors.AsType[*directory.Typo](err)
	if !ok {
		typo = &directory.Typo{}
	}
	return p.Code, typo
}

// adviceOf is what a refusal says has to be done, in English.
func adviceOf(err error) string {
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return p.Advice.Do.String()
	}
	return ""
}

// keys lists the notices by key, so that a table does not repeat sentences.
func keys(t *testing.T, notices []check.Text) string {
	t.Helper()
	var ks []string
	for _, n := range notices {
		if s := n.String(); strings.Contains(s, "{{.") || s == "" {
			t.Errorf("notice %s does not draw: %q", n.Key, s)
		}
		ks = append(ks, n.Key)
	}
	return strings.Join(ks, " ")
}
