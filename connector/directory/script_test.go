package directory

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/directory/ntsd"
)

// psCode is a PowerShell script without its comments and texts, and the texts:
// what is left is what runs.
func psCode(t *testing.T, script string) (code string, texts []string) {
	t.Helper()
	var b strings.Builder
	for rest := script; rest != ""; {
		open, end, skip := psToken(rest)
		if open == "" {
			b.WriteString(rest[:1])
			rest = rest[1:]
			continue
		}
		n := strings.Index(rest[len(open):], end)
		if n < 0 {
			t.Fatalf("%q is never closed: %.60q", open, rest)
		}
		if !skip {
			texts = append(texts, rest[len(open):len(open)+n])
			b.WriteString("''")
		}
		rest = rest[len(open)+n+len(end):]
	}
	return b.String(), texts
}

// psToken tells what begins here and what ends it: a comment, which is skipped,
// or a text. The script has no text in double quotes with a variable or an
// escaped quotation mark in it.
func psToken(s string) (open, end string, skip bool) {
	for _, k := range []struct {
		open, end string
		skip      bool
	}{{"<#", "#>", true}, {"#", "\n", true}, {"@'\r\n", "\r\n'@", false}, {"'", "'", false}, {`"`, `"`, false}} {
		if strings.HasPrefix(s, k.open) {
			return k.open, k.end, k.skip
		}
	}
	return "", "", false
}

// cmdlets is all that the script may call beside its own functions.
var cmdlets = []string{"Set-StrictMode", "Add-Type", "New-Object", "ConvertFrom-Json", "ConvertTo-Json", "Get-Location", "Get-Date", "Join-Path", "Resolve-Path", "Write-Output"}

// The script closes what it opens, calls what is listed, and has one place in
// which anything is changed.
func TestScriptIsWhatAnAuditorApproves(t *testing.T) {
	code, texts := psCode(t, Delegation{}.Script())
	depth := map[rune]int{}
	for _, r := range code {
		switch r {
		case '{', '(', '[':
			depth[r]++
		case '}', ')', ']':
			open := map[rune]rune{'}': '{', ')': '(', ']': '['}[r]
			if depth[open]--; depth[open] < 0 {
				t.Fatalf("%c closes what is not open", r)
			}
		}
	}
	if depth['{']+depth['(']+depth['['] != 0 {
		t.Errorf("left open: %v", depth)
	}
	var own []string
	for _, m := range regexp.MustCompile(`function ([A-Z]\w+-\w+)`).FindAllStringSubmatch(code, -1) {
		own = append(own, m[1])
	}
	for _, call := range regexp.MustCompile(`\b[A-Z][a-z]+-[A-Z]\w+`).FindAllString(code, -1) {
		if !slices.Contains(cmdlets, call) && !slices.Contains(own, call) {
			t.Errorf("the script calls %s", call)
		}
	}
	if n := strings.Count(code, "ModifyRequest"); n != 1 {
		t.Errorf("%d places that change the directory, want one", n)
	}
	for _, never := range []string{"Invoke-Expression", "iex", "GenericAll", "Remove-Item", "DownloadString", "Start-Process", "PurgeAccessRules"} {
		if strings.Contains(code, never) || slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, never) }) {
			t.Errorf("the script holds %s", never)
		}
	}
}

// Hostile data stays one text, whatever it holds, and comes out as it went in.
func TestScriptKeepsItsData(t *testing.T) {
	plain, _ := psCode(t, Delegation{}.Script())
	for _, name := range []string{"'@\r\nRemove-Item *", "'@", "@'", "#>", "<#", "\"", "'", "’", "`", "$(x)", "{{DATA}}", "\x00", "\u2028", "é", "😀", strings.Repeat("'", 500)} {
		d := Delegation{Server: name, Account: name, SID: "S-1-5-21-1-2-3-4", OUs: []Grant{{DN: name, Entries: []Entry{{ACE: entries(Create, "S-1-5-21-1-2-3-4")[0], What: what(entries(Create, "S-1-5-21-1-2-3-4")[0])}}}}}
		code, texts := psCode(t, d.Script())
		if code != plain {
			t.Errorf("%q changes what runs", name)
		}
		n := slices.IndexFunc(texts, func(s string) bool { return strings.Contains(s, `"server"`) })
		var data scriptData
		if n < 0 || json.Unmarshal([]byte(texts[n]), &data) != nil || data.Server != name || data.Account.Name != name || data.OUs[0].DN != name {
			t.Errorf("%q comes out as %+v", name, data)
		}
	}
}

// What a command grants in words of dsacls is what its entry grants.
func TestDsaclsPermission(t *testing.T) {
	const to ntsd.SID = "S-1-5-21-1-2-3-4"
	for op, want := range map[Operation][]string{
		Create: {"CC;user"}, Delete: {"DC;user", "SD;;user"}, ResetPassword: {"CA;Reset Password;user"}, Rename: {"RPWP;cn;user", "RPWP;name;user"},
		EnableDisable: {"RPWP;userAccountControl;user"}, Unlock: {"RPWP;lockoutTime;user"}, ForceChange: {"RPWP;pwdLastSet;user"}, Membership: {"RPWP;member;group"},
		ContactCreate: {"CC;contact"}, ContactDelete: {"DC;contact", "SD;;contact"},
	} {
		var got []string
		for _, a := range entries(op, to) {
			got = append(got, dsaclsPermission(a))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", op, got, want)
		}
	}
	var got []string
	for _, a := range merged(append(entries(Create, to), entries(Delete, to)...)) {
		got = append(got, dsaclsPermission(a))
	}
	if want := []string{"CCDC;user", "SD;;user"}; !slices.Equal(got, want) {
		t.Errorf("create and delete: %q, want %q", got, want)
	}
	if len(entries(Update, to)) != len(UpdateAttributes) {
		t.Errorf("%d entries for an update", len(entries(Update, to)))
	}
}
