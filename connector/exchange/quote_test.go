package exchange_test

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/exchange"
)

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"svc@example.com":       `'svc@example.com'`,
		"":                      `''`,
		"O'Brien":               `'O''Brien'`,
		"$(calc); `whoami`":     "'$(calc); `whoami`'",
		"a\u2019; calc; \u2018": "'a\u2019\u2019; calc; \u2018\u2018'",
		"a\u201a\u201bb":        "'a\u201a\u201a\u201b\u201bb'",
		"line\r\nbreak\x00":     `'linebreak'`,
		`"double" %PATH%`:       `'"double" %PATH%'`,
	} {
		if got := exchange.Quote(in); got != want {
			t.Errorf("Quote(%q) = %s, want %s", in, got, want)
		}
	}
}

// FuzzQuote reads the literal back as PowerShell does: any two single quotes of
// whatever shape are one, and a lone one would end it.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"'", "''", "\u2019'", "a'; Remove-Item"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		lit := []rune(exchange.Quote(s))
		isQuote := func(r rune) bool { return strings.ContainsRune("'\u2018\u2019\u201a\u201b", r) }
		if lit[0] != '\'' || lit[len(lit)-1] != '\'' {
			t.Fatalf("Quote(%q) = %s", s, string(lit))
		}
		inside := lit[1 : len(lit)-1]
		for i := 0; i < len(inside); i++ {
			if !isQuote(inside[i]) {
				continue
			}
			if i++; i >= len(inside) || !isQuote(inside[i]) {
				t.Fatalf("Quote(%q) = %s ends early", s, string(lit))
			}
		}
	})
}

func TestCommands(t *testing.T) {
	gov := cloud.All()[1]
	got := exchange.GrantCommand(exchange.Subject{Cloud: gov, Account: "o'hara@example.com"}, exchange.Grant{Roles: []string{"Mail Recipients", "Distribution Groups"}})
	for _, want := range []string{"-ExchangeEnvironmentName O365USGovGCCHigh", "-Roles 'Mail Recipients','Distribution Groups'", "-Members 'o''hara@example.com'", "New-ManagementRoleAssignment -SecurityGroup 'Hire2Retire' -Role 'Distribution Groups'"} {
		if !strings.Contains(got, want) {
			t.Errorf("GrantCommand has no %q:\n%s", want, got)
		}
	}
	for first, then := range map[string]string{"-notin 'UserMailbox','MailUser') { throw": "IsDehydrated) { throw", "IsDehydrated) { throw": "New-ManagementRoleAssignment"} {
		if a, b := strings.Index(got, first), strings.Index(got, then); a < 0 || b < a {
			t.Errorf("%q does not stand before %q:\n%s", first, then, got)
		}
	}
	role, _ := exchange.Table().Role("user-administrator")
	if got := exchange.EntraRoleCommand(gov, "o'hara@example.com", role); !strings.Contains(got, "-Environment USGov\n") || !strings.Contains(got, "-UserId 'o''hara@example.com'") {
		t.Errorf("EntraRoleCommand = %s", got)
	}
}
