package directory

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// delegateScript is fixed logic that an auditor approves once; only its data
// differs from copy to copy.
//
//go:embed scripts/delegate.ps1
var delegateScript string

// scriptData is the data of the script.
type scriptData struct {
	Server  string `json:"server"`
	Account struct {
		Name string `json:"name"`
		SID  string `json:"sid"`
	} `json:"account"`
	OUs []scriptOU `json:"ous"`
}

type scriptOU struct {
	DN      string        `json:"dn"`
	Entries []scriptEntry `json:"entries"`
}

type scriptEntry struct {
	SDDL string `json:"sddl"`
	What string `json:"what"`
}

// Script returns the PowerShell script that adds the entries: without a switch
// it shows them, -Apply adds them, -Undo and -Remove take back exactly what was
// added, by -Apply or by the commands. Its data is ASCII, so that no editor or
// encoding can change it.
func (d Delegation) Script() string {
	data := scriptData{Server: d.Server, OUs: []scriptOU{}}
	data.Account.Name, data.Account.SID = d.Account, string(d.SID)
	for _, g := range d.OUs {
		ou := scriptOU{DN: g.DN}
		for _, e := range g.Entries {
			ou.Entries = append(ou.Entries, scriptEntry{e.ACE.SDDL(), e.What.String()})
		}
		data.OUs = append(data.OUs, ou)
	}
	text, err := json.MarshalIndent(data, "", "  ")
	if err != nil {
		panic(err) // strings and slices always marshal
	}
	return strings.ReplaceAll(strings.Replace(delegateScript, "{{DATA}}", ascii(string(text)), 1), "\n", "\r\n")
}

// ascii writes what is not ASCII as JSON escapes. The apostrophe is one of
// them: in PowerShell it could end the text that the data stands in.
func ascii(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\'' || r > 0x7E && r <= 0xFFFF:
			fmt.Fprintf(&b, `\u%04x`, r)
		case r > 0xFFFF:
			high, low := 0xD800+(r-0x10000)>>10, 0xDC00+(r-0x10000)&0x3FF
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Line is one command of a remedy, and what it does.
type Line struct {
	Command string
	// Does says it as the end of a sentence that begins with "This command".
	Does check.Text
}

// Lines returns the same as commands for PowerShell, for each OU: one that keeps
// its access list as SDDL in a file, then one call of dsacls for each way of
// inheriting. The script with -Remove takes exactly these entries back; dsacls
// itself cannot.
func (d Delegation) Lines() []Line {
	var lines []Line
	for _, g := range d.OUs {
		lines = append(lines, Line{"(Get-Acl -LiteralPath " + psLiteral("AD:"+g.DN) + ").Sddl | Add-Content -LiteralPath 'permissions-before.txt'",
			check.T("line.export", "writes the present permissions of {{.ou}} to permissions-before.txt", "ou", g.DN)})
		lines = append(lines, g.dsacls(d.Account)...)
	}
	return lines
}

// Commands returns the commands of Lines as one text, with what each does in a
// comment above it, in English.
func (d Delegation) Commands() string {
	var out []string
	for _, l := range d.Lines() {
		out = append(out, "# This command "+l.Does.String()+".", l.Command)
	}
	return strings.Join(out, "\n")
}

func (g Grant) dsacls(account string) []Line {
	var lines []Line
	for _, inherit := range []struct {
		option string
		flags  ntsd.ACEFlags
		does   func(args ...any) check.Text
	}{
		{"/I:T", ntsd.ContainerInherit, func(args ...any) check.Text {
			return check.T("line.here", "lets {{.account}} do this in {{.ou}} and the OUs below it: {{.rights}}", args...)
		}},
		{"/I:S", ntsd.ContainerInherit | ntsd.InheritOnly, func(args ...any) check.Text {
			return check.T("line.below", "lets {{.account}} do this with what is below {{.ou}}: {{.rights}}", args...)
		}},
	} {
		line := []string{"dsacls.exe", psLiteral(g.DN), inherit.option, "/G"}
		entries := slices.DeleteFunc(slices.Clone(g.Entries), func(e Entry) bool { return e.ACE.Flags != inherit.flags })
		for _, e := range entries {
			line = append(line, psLiteral(account+":"+dsaclsPermission(e.ACE)))
		}
		if len(entries) > 0 {
			lines = append(lines, Line{strings.Join(line, " "), inherit.does("account", account, "ou", g.DN, "rights", series(inShort(entries)))})
		}
	}
	return lines
}

// inShort words entries, with all attributes of one class in one part.
func inShort(entries []Entry) []check.Text {
	var parts []check.Text
	attrs := map[ntsd.GUID][]string{}
	at := map[ntsd.GUID]int{}
	for _, e := range entries {
		class := e.ACE.InheritedObjectType
		if e.ACE.Mask&ntsd.WriteProperty == 0 {
			parts = append(parts, e.What)
			continue
		}
		if len(attrs[class]) == 0 {
			at[class], parts = len(parts), append(parts, check.Text{})
		}
		attrs[class] = append(attrs[class], ntsd.NameOf(e.ACE.ObjectType))
		parts[at[class]] = writing(strings.Join(attrs[class], ", "), ntsd.NameOf(class))
	}
	return parts
}

// dsaclsPermission writes an entry as dsacls does: rights; what for; of whom.
// https://learn.microsoft.com/windows-server/administration/windows-commands/dsacls
func dsaclsPermission(a ntsd.ACE) string {
	rights := strings.ReplaceAll(a.Mask.SDDL(), "CR", "CA")
	what, class := "", ""
	if !a.ObjectType.IsZero() {
		what = ntsd.NameOf(a.ObjectType)
	}
	if !a.InheritedObjectType.IsZero() {
		class = ";" + ntsd.NameOf(a.InheritedObjectType)
	}
	return rights + ";" + what + class
}

// showDenies is the command that lists the Deny entries of an object.
func showDenies(dn DN) string {
	return "(Get-Acl -LiteralPath " + psLiteral("AD:"+plainDN(dn)) + ").Access | Where-Object AccessControlType -eq 'Deny'"
}
