package exchange_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/exchange"
)

// every returns all scripts for an account.
func every(account string) map[string]exchange.Script {
	s := exchange.Subject{Cloud: cloud.All()[1], Account: account}
	role, _ := exchange.Table().Role("user-administrator")
	plan := exchange.PlanFor(all, true)
	return map[string]exchange.Script{
		"roles":        exchange.RolesScript(s, exchange.Grant{Roles: plan.RoleNames(true), WriteScope: "Berlin only", ScopeFilter: "CustomAttribute1 -eq 'Berlin'"}),
		"Entra role":   exchange.EntraRoleScript(s, role),
		"registration": exchange.RegistrationScript(s, plan, false),
		"evidence":     exchange.EvidenceScript(s),
	}
}

// data returns the JSON of a script as PowerShell would read it: everything
// between the marks of the here-string.
func data(t *testing.T, s exchange.Script) (logic string, plan map[string]any) {
	t.Helper()
	before, rest, ok := strings.Cut(s.Text, "@'\r\n")
	if !ok {
		t.Fatalf("%s has no data", s.Name)
	}
	body, after, ok := strings.Cut(rest, "\r\n'@")
	if !ok {
		t.Fatalf("%s: the data does not end", s.Name)
	}
	if err := json.Unmarshal([]byte(body), &plan); err != nil {
		t.Fatalf("%s: %v in %q", s.Name, err, body)
	}
	return before + after, plan
}

// TestScriptsCarryDataOnly: whatever the account is called, the logic is the
// same, byte for byte, and the name comes out as it went in.
func TestScriptsCarryDataOnly(t *testing.T) {
	plain := every("svc@example.com")
	for _, account := range []string{
		"o'hara@example.com", "'@\r\nRemove-Mailbox *\r\n@'", "\n'@\n", "$(calc)`whoami`", "\u2019; calc; \u2018", "\u202e\u0000\u2028'@", "münchen\U0001F600@example.com", `{{PLAN}}","x":"`,
	} {
		for name, s := range every(account) {
			logic, plan := data(t, s)
			if want, _ := data(t, plain[name]); logic != want {
				t.Errorf("%s: %q changed the logic of the script", name, account)
			}
			if plan["account"] != account {
				t.Errorf("%s: account = %q, want %q", name, plan["account"], account)
			}
			if i := strings.IndexFunc(s.Text, func(r rune) bool { return r > 0x7e }); i >= 0 {
				t.Errorf("%s holds more than ASCII", name)
			}
		}
	}
}

// hostile are values that would be more than values if anything took them as
// they are: each shape of quote, each way to run or to expand something, each end
// of a line, and the marks of the scripts themselves.
var hostile = []string{
	"o'hara@example.com", "'; Remove-Mailbox * #", "''", "'", "\u2018; calc; \u2018", "\u2019; calc; \u2019", "\u201a; calc; \u201b", "\u201cquoted\u201d \u201e", `"; calc; "`,
	"$(calc)", "${env:PATH}$env:PATH", "@(calc)", "`'; calc", "a`nb", "a\nb\ncalc", "a\rcalc", "\u2028calc\u2029calc\u0085calc", "\x00\x07\x1b[31m", "'@\r\ncalc\r\n@'", "\n'@\n",
	"{{PLAN}}", `\u0027; calc`, "#>", "<#", "--%", "| calc", "; calc", "& calc", "-Confirm:$false", "\u202egro.elpmaxe", "münchen\U0001F600@example.com", "%PATH%", strings.Repeat("'", 999),
}

// TestHostileValues: whatever an account, a role group, a write scope, its filter
// or a role is called, in every script and command only the data differs.
func TestHostileValues(t *testing.T) {
	role, _ := exchange.Table().Role("user-administrator")
	generate := func(v string) map[string]string {
		s, g := exchange.Subject{Cloud: cloud.All()[0], Account: v}, exchange.Grant{Roles: []string{v, "Mail Recipients"}, RoleGroup: v, WriteScope: v, ScopeFilter: v}
		page := exchange.Request{Subject: s, Plan: exchange.PlanFor(all, true).Within(v), Tenant: v, ClientID: v}.Page()
		out := map[string]string{"grant": exchange.GrantCommand(s, g), "Entra role": exchange.EntraRoleCommand(s.Cloud, v, exchange.Role{Name: v, Template: role.Template})}
		for i, section := range page {
			out[fmt.Sprintf("section %d of the request", i)] = section.Copy
		}
		for name, script := range map[string]exchange.Script{"roles script": exchange.RolesScript(s, g), "Entra role script": exchange.EntraRoleScript(s, exchange.Role{Name: v}), "registration script": exchange.RegistrationScript(s, exchange.PlanFor(all, true), true), "evidence script": exchange.EvidenceScript(s)} {
			logic, plan := data(t, script)
			if plan["account"] != v {
				t.Errorf("%s: account = %q, want %q", name, plan["account"], v)
			}
			out[name] = logic
		}
		return out
	}
	plain := generate("svc@example.com")
	for _, v := range hostile {
		for name, text := range generate(v) {
			if got, want := skeleton(text), skeleton(plain[name]); got != want {
				t.Errorf("%s: %q is more than data:\n%s", name, v, text)
			}
		}
	}
}

// skeleton is a text of PowerShell without what stands in single quotes, read as
// PowerShell reads it: each of five characters is a single quote, and two of them
// are one of the text (about_Quoting_Rules).
func skeleton(text string) string {
	var out strings.Builder
	quote := func(r rune) bool { return strings.ContainsRune("'\u2018\u2019\u201a\u201b", r) }
	inside, runes := false, []rune(text)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case inside && quote(r) && i+1 < len(runes) && quote(runes[i+1]):
			i++
		case quote(r):
			inside = !inside
			out.WriteRune('\'')
		case !inside:
			out.WriteRune(r)
		}
	}
	return out.String()
}

func TestScriptData(t *testing.T) {
	scripts := every("svc@example.com")
	for name, want := range map[string]map[string]any{
		"roles":        {"environment": "O365USGovGCCHigh", "roleGroup": "Hire2Retire", "writeScope": "Berlin only", "scopeFilter": "CustomAttribute1 -eq 'Berlin'", "roles": []any{"Distribution Groups", "Mail Recipients", "Security Group Creation and Membership"}},
		"Entra role":   {"environment": "USGov", "role": "User Administrator", "template": "fe930be7-5e62-47db-91af-98c3a49a38b1"},
		"registration": {"environment": "USGov", "deviceCode": false},
		"evidence":     {"environment": "O365USGovGCCHigh", "graphEnvironment": "USGov"},
	} {
		_, plan := data(t, scripts[name])
		for key, value := range want {
			got, _ := json.Marshal(plan[key])
			if w, _ := json.Marshal(value); string(got) != string(w) {
				t.Errorf("%s: %s = %s, want %s", name, key, got, w)
			}
		}
	}
	_, plan := data(t, scripts["registration"])
	got, _ := json.Marshal(plan["resources"])
	for _, want := range []string{`["Exchange.Manage"]`, `["User.Read","RoleManagement.Read.Directory","openid","profile","offline_access"]`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("resources = %s, want %s in it", got, want)
		}
	}
}

var cmdlet = regexp.MustCompile(`\b[A-Z][a-z]+-[A-Z][A-Za-z0-9]+\b`)

// commands returns the cmdlets of a script that are not its own functions,
// line by line, comments and texts left out.
func commands(s exchange.Script) map[string][]string {
	text := regexp.MustCompile(`(?s)<#.*?#>`).ReplaceAllString(s.Text, "")
	out := map[string][]string{}
	for line := range strings.SplitSeq(text, "\r\n") {
		code := regexp.MustCompile(`#.*$|"[^"]*"|'[^']*'`).ReplaceAllString(line, "")
		for _, c := range cmdlet.FindAllString(code, -1) {
			if !strings.Contains(text, "function "+c) {
				out[c] = append(out[c], line)
			}
		}
	}
	return out
}

// changes reports whether a cmdlet changes something outside.
func changes(c string) bool {
	verb, noun, _ := strings.Cut(c, "-")
	switch {
	case slices.Contains([]string{"Get", "Connect", "Import", "ConvertFrom", "ConvertTo", "Write", "Select", "Where", "Join", "Test", "Out"}, verb):
		return false
	case c == "New-Object", c == "ForEach-Object", noun == "Content":
		return false
	}
	return true
}

// TestEvidenceOnlyReads is the promise of the evidence script.
func TestEvidenceOnlyReads(t *testing.T) {
	for c, lines := range commands(every("svc@example.com")["evidence"]) {
		if changes(c) || c == "Set-Content" {
			t.Errorf("%s is run: %q", c, lines)
		}
	}
}

// TestScriptsAskFirst: without -Apply nothing is changed. In the roles script
// every change is a step, which asks; in the others they stand after the line
// that ends a run without -Apply.
func TestScriptsAskFirst(t *testing.T) {
	scripts := every("svc@example.com")
	undo := regexp.MustCompile(`(?s)function Undo-Record \{.*?\r\n\}\r\n`)
	roles := scripts["roles"]
	roles.Text = undo.ReplaceAllString(roles.Text, "")
	for c, lines := range commands(roles) {
		for _, line := range lines {
			if changes(c) && c != "Undo-Record" && !strings.Contains(line, "Invoke-Step") {
				t.Errorf("roles: %s is no step: %q", c, line)
			}
		}
	}
	for _, name := range []string{"Entra role", "registration"} {
		s := scripts[name]
		guard := regexp.MustCompile(`(?s)if \(-not \$Apply\) \{.*?\r\n    return\r\n\}`).FindStringIndex(s.Text)
		if guard == nil {
			t.Fatalf("%s does not ask", name)
		}
		before := regexp.MustCompile(`(?s)if \(\$Undo\) \{.*?\r\n    return\r\n\}`).ReplaceAllString(s.Text[:guard[0]], "")
		for c, lines := range commands(exchange.Script{Text: before}) {
			if changes(c) {
				t.Errorf("%s: %s is run before it asks: %q", name, c, lines)
			}
		}
	}
}

// TestScriptsAreWhole finds a bracket that was lost.
func TestScriptsAreWhole(t *testing.T) {
	for name, s := range every("svc@example.com") {
		text := regexp.MustCompile(`(?s)<#.*?#>|"(?:\x60.|[^"])*"|'[^']*'`).ReplaceAllString(s.Text, "")
		for _, pair := range []string{"{}", "()", "[]"} {
			if open, end := strings.Count(text, pair[:1]), strings.Count(text, pair[1:]); open != end {
				t.Errorf("%s: %d %c, %d %c", name, open, pair[0], end, pair[1])
			}
		}
		if !strings.HasPrefix(s.Name, "hire2retire-") || !strings.HasSuffix(s.Name, ".ps1") || strings.Contains(strings.ReplaceAll(s.Text, "\r\n", ""), "\n") {
			t.Errorf("%s: name %q, or line ends that Windows does not know", name, s.Name)
		}
		for _, never := range []string{"Invoke-Expression", "iex ", "-EncodedCommand", "ExecutionPolicy", "-SkipCertificateCheck"} {
			if strings.Contains(s.Text, never) {
				t.Errorf("%s uses %s", name, never)
			}
		}
	}
}

// TestUndoIsComplete: for every kind of step there is a way back.
func TestUndoIsComplete(t *testing.T) {
	text := every("svc@example.com")["roles"].Text
	kinds := regexp.MustCompile(`kind = '(\w+)'`).FindAllStringSubmatch(text, -1)
	if len(kinds) < 4 {
		t.Fatalf("kinds = %v", kinds)
	}
	for _, k := range kinds {
		if !strings.Contains(text, "\r\n            '"+k[1]+"' {") {
			t.Errorf("the step %s cannot be taken back", k[1])
		}
	}
}
