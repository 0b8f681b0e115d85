package directory_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/secret"
)

// hostileNames are OU names that try to get out of a script or a command line.
var hostileNames = []string{
	`shout "hi"`, "O'Brien", "it’s ‘quoted’", "“smart” „quotes‚", "$(calc.exe)", "${env:PATH}", "`whoami`", "%PATH%", "a;b|c&d", "x > y < z",
	"line\nbreak", "two\\\\back", "back\\'slash", "trail\\", "'@\n", "#comment", " both ends ", "a,b=c+d", "-Apply", "😀 \u200d 東京",
}

// missing goes through all stages and returns what would have to be delegated.
func missing(t *testing.T, c directory.Config, password string) directory.Delegation {
	t.Helper()
	i, _ := probe(t, c)
	i.Bind(t.Context(), secret.New(password), nil)
	complete(t, i.Account(t.Context(), nil))
	return i.Missing()
}

// What is proposed is enough, is the least, and can be taken back exactly.
func TestProposedDelegationIsEnough(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	admin := corp.Admin(t, 0)
	plain := corp.Account("svc-plain")
	conf := as(t, corp, plain.Name, []string{"Hires", "Leavers"}, []string{"Groups"})
	before := map[string]*ntsd.Descriptor{}
	for _, ou := range slices.Concat(conf.UserOUs, conf.GroupOUs) {
		before[ou] = descriptor(t, admin, ou)
	}
	proposal := missing(t, conf, plain.Password)
	if len(proposal.OUs) != 3 || proposal.SID != ntsd.SID(plain.SID) {
		t.Fatalf("Missing() = %+v", proposal)
	}
	t.Cleanup(func() {
		for ou, sd := range before {
			putDescriptor(t, corp.Admin(t, 0), ou, sd)
		}
	})
	for _, g := range proposal.OUs {
		sd := descriptor(t, admin, g.DN)
		for _, e := range g.Entries {
			if e.ACE.Mask&(ntsd.WriteDAC|ntsd.WriteOwner) != 0 || e.ACE.Mask.Mapped() == ntsd.FullControl || e.ACE.Type != ntsd.AllowObject {
				t.Errorf("%s: %s gives more than is needed", g.DN, e.ACE)
			}
			sd.DACL = append([]ntsd.ACE{e.ACE}, sd.DACL...)
		}
		putDescriptor(t, admin, g.DN, sd)
	}
	report := examine(t, conf, plain.Password)
	if got := verdicts(report); got != "skipped | passed, passed, passed | passed" {
		t.Errorf("with the proposed delegation: %s", got)
	}
	for ou, sd := range before { // the undo: remove exactly what was added
		now := descriptor(t, admin, ou)
		for _, g := range proposal.OUs {
			for _, e := range g.Entries {
				if n := slices.Index(now.DACL, e.ACE); n >= 0 && strings.EqualFold(g.DN, ou) {
					now.DACL = slices.Delete(now.DACL, n, n+1)
				}
			}
		}
		if !slices.Equal(now.DACL, sd.DACL) {
			t.Errorf("%s is not as before: %v", ou, now.DACL)
		}
	}
}

func TestNothingIsProposedTwice(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	for account, want := range map[string]int{"svc-least": 0, "svc-direct": 0, "svc-createonly": 1} {
		proposal := missing(t, as(t, corp, account, []string{"Hires"}, nil), corp.Account(account).Password)
		if len(proposal.OUs) != want {
			t.Errorf("%s: %+v", account, proposal)
		}
		if strings.Contains(proposal.Commands(), "CC;user") || strings.Contains(proposal.Commands(), "CCDC") {
			t.Errorf("%s may create users already: %s", account, proposal.Commands())
		}
	}
	if script := (directory.Delegation{}).Script(); !strings.Contains(script, `"ous": []`) {
		t.Error("a script without OUs does not parse")
	}
}

// The commands of the documentation of dsacls, for exactly these OUs.
func TestCommands(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	commands := missing(t, as(t, corp, "svc-plain", []string{"Leavers"}, []string{"Groups"}), corp.Account("svc-plain").Password).Commands()
	for _, want := range []string{
		`dsacls.exe 'OU=Leavers,DC=corp,DC=example,DC=com' /I:T /G 'CORP\svc-plain:CCDC;user'`, `/I:S /G`, `'CORP\svc-plain:SD;;user'`,
		`'CORP\svc-plain:CA;Reset Password;user'`, `'CORP\svc-plain:RPWP;proxyAddresses;user'`, `'CORP\svc-plain:RPWP;userAccountControl;user'`,
		`'CORP\svc-plain:RPWP;pwdLastSet;user'`, `'CORP\svc-plain:RPWP;lockoutTime;user'`, `'CORP\svc-plain:RPWP;cn;user'`, `'CORP\svc-plain:RPWP;name;user'`,
		"of user objects, Reset Password of user objects, delete user objects.\n", "read and write givenName, sn, displayName, ",
		`dsacls.exe 'OU=Groups,DC=corp,DC=example,DC=com' /I:S /G 'CORP\svc-plain:RPWP;member;group'`,
	} {
		if !strings.Contains(commands, want) {
			t.Errorf("the commands lack %s:\n%s", want, commands)
		}
	}
	if strings.Contains(commands, "GA") {
		t.Error("full control is granted")
	}
}

// Hostile names stay data: the logic of the script is the same, its data is
// ASCII and names the same OU, and a command has the same number of words.
func TestHostileNames(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	admin := corp.Admin(t, 0)
	conf := as(t, corp, "svc-plain", nil, nil)
	for _, name := range hostileNames {
		dn := mustDN(t, corp.OU("Special Names")).Child("OU", name).String()
		add := ldap.NewAddRequest(dn, nil)
		add.Attribute("objectClass", []string{"organizationalUnit"})
		if err := admin.Add(add); err != nil {
			t.Fatalf("add %q: %v", name, err)
		}
		t.Cleanup(func() { corp.Admin(t, 0).Del(ldap.NewDelRequest(dn, nil)) })
		if !strings.Contains(name, "\n") { // a line break is never typed; the tree picks such an OU
			conf.UserOUs = append(conf.UserOUs, dn)
		}
	}
	proposal := missing(t, conf, corp.Account("svc-plain").Password)
	if len(proposal.OUs) != len(conf.UserOUs) {
		t.Fatalf("%d OUs in the proposal, want %d", len(proposal.OUs), len(conf.UserOUs))
	}
	logic := func(script string) string {
		before, rest, _ := strings.Cut(script, "# ---- data: begin ----")
		_, after, _ := strings.Cut(rest, "# ---- data: end ----")
		return before + after
	}
	empty := directory.Delegation{}.Script()
	for n, g := range proposal.OUs {
		one := proposal
		one.OUs = []directory.Grant{g}
		script := one.Script()
		if logic(script) != logic(empty) {
			t.Errorf("%q changes the logic of the script", conf.UserOUs[n])
		}
		if strings.IndexFunc(script, func(r rune) bool { return r > 0x7E || r < ' ' && r != '\r' && r != '\n' }) >= 0 {
			t.Errorf("%q: the script is not ASCII", conf.UserOUs[n])
		}
		if got, want := scriptDN(t, script), canonical(t, admin, conf.UserOUs[n]); canonical(t, admin, got) != want {
			t.Errorf("the script names %q, want %q", got, want)
		}
		lines := one.Lines()
		if len(lines) != 3 || !strings.HasPrefix(lines[0].Command, "(Get-Acl -LiteralPath ") || strings.Count(one.Commands(), "\n") != 5 {
			t.Fatalf("%q: %d commands: %s", conf.UserOUs[n], len(lines), one.Commands())
		}
		path, _, _ := strings.Cut(strings.TrimPrefix(lines[0].Command, "(Get-Acl -LiteralPath "), ").Sddl | ")
		if words := psWords(t, path); len(words) != 1 || canonical(t, admin, strings.TrimPrefix(words[0], "AD:")) != canonical(t, admin, conf.UserOUs[n]) {
			t.Errorf("%q: the permissions of %q are kept", conf.UserOUs[n], words)
		}
		for _, line := range lines[1:] {
			if words := psWords(t, line.Command); canonical(t, admin, words[1]) != canonical(t, admin, conf.UserOUs[n]) || words[0] != "dsacls.exe" || words[3] != "/G" {
				t.Errorf("%q: the words of the command are %q", conf.UserOUs[n], words)
			}
		}
	}
}

// scriptDN reads the data of a script as PowerShell would.
func scriptDN(t *testing.T, script string) string {
	t.Helper()
	_, rest, _ := strings.Cut(script, "@'\r\n")
	text, _, found := strings.Cut(rest, "\r\n'@")
	var data struct{ OUs []struct{ DN string } }
	if err := json.Unmarshal([]byte(text), &data); err != nil || !found || len(data.OUs) != 1 {
		t.Fatalf("the data of the script is %q: %v", text, err)
	}
	return data.OUs[0].DN
}

// psWords splits a command line as PowerShell does for a native program: words
// in apostrophes of every kind, doubled ones inside.
func psWords(t *testing.T, line string) []string {
	t.Helper()
	var words []string
	rest := []rune(strings.TrimSpace(line))
	for len(rest) > 0 {
		var word strings.Builder
		if !isApostrophe(rest[0]) {
			n := slices.Index(append(rest, ' '), ' ')
			if strings.ContainsAny(string(rest[:n]), "$`;|&\"(){}") {
				t.Fatalf("PowerShell would run part of %s", line)
			}
			words, rest = append(words, string(rest[:n])), rest[min(n+1, len(rest)):]
			continue
		}
		for rest = rest[1:]; len(rest) > 0; rest = rest[1:] {
			if isApostrophe(rest[0]) {
				if len(rest) < 2 || !isApostrophe(rest[1]) {
					break
				}
				rest = rest[1:]
			}
			word.WriteRune(rest[0])
		}
		if strings.Contains(word.String(), `"`) {
			t.Fatalf("a quotation mark in a word of a native command: %s", line)
		}
		words, rest = append(words, word.String()), rest[min(2, len(rest)):]
	}
	return words
}

func isApostrophe(r rune) bool { return strings.ContainsRune("'‘’‚‛", r) }

// canonical is how the domain controller spells a DN.
func canonical(t *testing.T, admin *ldap.Conn, dn string) string {
	t.Helper()
	found, err := admin.Search(ldap.NewSearchRequest(dn, ldap.ScopeBaseObject, 0, 0, 0, false, "(objectClass=*)", []string{"distinguishedName"}, nil))
	if err != nil || len(found.Entries) != 1 {
		t.Fatalf("read %q: %v", dn, err)
	}
	return found.Entries[0].GetAttributeValue("distinguishedName")
}

func TestMissingBeforeAccount(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{}))
	i, report := probe(t, ofRogues(t, rogue))
	if d := i.Missing(); len(d.OUs) != 0 || report.Outcome() != check.Passed {
		t.Errorf("Missing() = %+v", d)
	}
}
