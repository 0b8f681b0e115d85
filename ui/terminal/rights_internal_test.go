package terminal

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

func right(what string, st check.Status, required bool) setup.Right {
	return setup.Right{What: check.Verbatim(what), Status: st, Required: required, Why: check.Verbatim("Because of " + what + ".")}
}

// An OU is worth what the rights are worth that are needed there; what is denied
// for certain counts before what is not certain.
func TestRightsText(t *testing.T) {
	for _, tc := range []struct {
		ou   setup.Rights
		want string
	}{
		{setup.Rights{}, "all that is needed is allowed"},
		{setup.Rights{Operations: []setup.Right{right("rename", check.Passed, true), right("contacts", check.Failed, false), right("unlock", check.Unknown, false)}}, "all that is needed is allowed"},
		{setup.Rights{Operations: []setup.Right{right("rename", check.Failed, true)}}, "one right is missing"},
		{setup.Rights{Operations: []setup.Right{right("rename", check.Failed, true)}, Attributes: []setup.Right{right("mail", check.Failed, true)}}, "2 rights are missing"},
		{setup.Rights{Attributes: []setup.Right{right("mail", check.Unknown, true)}}, "one right is not certain"},
		{setup.Rights{Operations: []setup.Right{right("rename", check.Unknown, true), right("delete", check.Failed, true)}}, "one right is missing"},
	} {
		if got := rightsText(tc.ou).String(); got != tc.want {
			t.Errorf("rightsText(%v) = %q, want %q", tc.ou, got, tc.want)
		}
	}
}

// Every right says how it stands, and only what is needed and missing is marked
// as a fault.
func TestRight(t *testing.T) {
	for _, tc := range []struct {
		right setup.Right
		want  string
	}{
		{right("rename users", check.Passed, true), sign(check.Passed) + " rename users: allowed\n    Because of rename users.\n"},
		{right("rename users", check.Failed, true), sign(check.Failed) + " rename users: not allowed\n    Because of rename users.\n"},
		{right("rename users", check.Unknown, true), "? rename users: not certain\n    Because of rename users.\n"},
		{right("create contacts", check.Failed, false), "- create contacts: not allowed, and not needed\n    Because of create contacts.\n"},
	} {
		f := drawn(t, marked)
		s := f.sheet()
		f.right(s, tc.right)
		if s.String() != tc.want {
			t.Errorf("right(%v) is\n%s\nwant\n%s", tc.right, s, tc.want)
		}
	}
}

// What delegation does not reach is listed as names to copy.
func TestRightsIn(t *testing.T) {
	f, said := leading(t, "")
	mail := right("mail", check.Failed, true)
	mail.Attribute = "mail"
	title := right("title", check.Passed, true)
	title.Attribute = "title"
	err := f.rightsIn(t.Context(), setup.Rights{OU: "OU=Staff,DC=corp,DC=example", Operations: []setup.Right{right("rename users", check.Passed, true)},
		Attributes: []setup.Right{title, mail}, Protected: []string{"CN=Anne,OU=Staff,DC=corp,DC=example"}, Sealed: []string{"OU=Board,OU=Staff,DC=corp,DC=example"}})
	want := `
OU=Staff,DC=corp,DC=example
  rename users: allowed
    Because of rename users.
  mail: not allowed
    Because of mail.
  Attributes that may be written: title
  Not reached by delegation, because they are or were in a
  protected group:
  CN=Anne,OU=Staff,DC=corp,DC=example
  OUs below that inherit nothing:
  OU=Board,OU=Staff,DC=corp,DC=example
`
	if err != nil || said.String() != want {
		t.Errorf("rightsIn = %v after\n%s\nwant\n%s", err, said, want)
	}
	if strings.Contains(said.String(), "Anne,\n") {
		t.Error("a name to copy was broken")
	}
}
