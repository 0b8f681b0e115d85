package setup

import (
	"strconv"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/profile"
)

// field is one answer as a text: what a draft holds, and what is compared when
// two drafts meet. The password is none.
type field struct {
	name  string
	track Track
	label check.Text
	get   func(Answers) string
	set   func(*Answers, string)
	// own fields are the business of one computer: no merge touches them.
	own bool
}

// text is a field that is a text already.
func text(name string, track Track, label check.Text, of func(*Answers) *string) field {
	return field{name: name, track: track, label: label, get: func(a Answers) string { return *of(&a) }, set: func(a *Answers, v string) { *of(a) = v }}
}

// choice is a field that is ticked or not.
func choice(name string, track Track, label check.Text, of func(*Answers) *bool) field {
	return field{name: name, track: track, label: label,
		get: func(a Answers) string { return strconv.FormatBool(*of(&a)) }, set: func(a *Answers, v string) { *of(a) = v == "true" }}
}

// asOwn marks a field as the business of one computer.
func asOwn(f field) field {
	f.own = true
	return f
}

// fields lists all answers in the order of the pages.
func fields() []field {
	return []field{
		text(FieldName, DirectoryTrack, check.T("field.name", "Connection name"), func(a *Answers) *string { return &a.Name }),
		text(FieldInterval, DirectoryTrack, check.T("field.interval", "Sync interval"), func(a *Answers) *string { return &a.SyncInterval }),
		{name: FieldHosts, track: DirectoryTrack, label: check.T("field.hosts", "Hosts"), get: hostLines, set: setHostLines},
		text(FieldCA, DirectoryTrack, check.T("field.ca", "Additional authorities"), func(a *Answers) *string { return &a.CA }),
		asOwn(text("ca-file", DirectoryTrack, check.T("field.ca-file", "File of the authorities"), func(a *Answers) *string { return &a.CAFile })),
		text(FieldBaseDN, DirectoryTrack, check.T("field.base-dn", "Base DN"), func(a *Answers) *string { return &a.BaseDN }),
		text(FieldUsername, DirectoryTrack, check.T("field.username", "Username"), func(a *Answers) *string { return &a.Username }),
		text(FieldUserOUs, DirectoryTrack, check.T("field.user-ous", "Target OUs for users"), func(a *Answers) *string { return &a.UserOUs }),
		text(FieldGroupOUs, DirectoryTrack, check.T("field.group-ous", "Target OUs for groups"), func(a *Answers) *string { return &a.GroupOUs }),
		asOwn(choice("keep-password", DirectoryTrack, check.T("field.keep-password", "Keep the password"), func(a *Answers) *bool { return &a.KeepPassword })),
		{name: FieldFeatures, track: MicrosoftTrack, label: check.T("field.features", "Features"),
			get: func(a Answers) string { return strings.Join(a.Features, ",") }, set: func(a *Answers, v string) { a.Features = listOf(v) }},
		{name: FieldCloud, track: MicrosoftTrack, label: check.T("field.cloud", "Cloud"),
			get: func(a Answers) string { return string(a.Cloud) }, set: func(a *Answers, v string) { a.Cloud = cloud.ID(v) }},
		text(FieldAccount, MicrosoftTrack, check.T("field.account", "Exchange Online account"), func(a *Answers) *string { return &a.Account }),
		text(FieldTenant, MicrosoftTrack, check.T("field.tenant", "Tenant"), func(a *Answers) *string { return &a.Tenant }),
		text(FieldClientID, MicrosoftTrack, check.T("field.client-id", "Application"), func(a *Answers) *string { return &a.ClientID }),
		text(FieldWriteScope, MicrosoftTrack, check.T("field.write-scope", "Write scope"), func(a *Answers) *string { return &a.WriteScope }),
		text(FieldScopeFilter, MicrosoftTrack, check.T("field.scope-filter", "Filter of the write scope"), func(a *Answers) *string { return &a.ScopeFilter }),
		choice("read-roles", MicrosoftTrack, check.T("field.read-roles", "Read Entra roles"), func(a *Answers) *bool { return &a.ReadRoles }),
		asOwn(choice("keep-sign-in", MicrosoftTrack, check.T("field.keep-sign-in", "Keep the sign-in"), func(a *Answers) *bool { return &a.KeepSignIn })),
	}
}

func listOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}

// shown is a value as people compare it: of authorities their names.
func (f field) shown(a Answers) string {
	if f.name != FieldCA {
		return f.get(a)
	}
	var names []string
	for _, ca := range a.Authorities() {
		names = append(names, ca.Subject+" ("+check.Shorten(ca.SHA256, 24)+")")
	}
	return strings.Join(names, "\n")
}

// The rows of the hosts are lines of four columns: name, port, the name in the
// certificate, pin. Columns that are empty at the end are left out.

func hostLines(a Answers) string {
	var lines []string
	for _, h := range a.Hosts {
		if strings.TrimSpace(h.Name) == "" {
			continue
		}
		columns := []string{h.Name, h.Port, h.VerifyAs, h.Pin}
		for i, c := range columns {
			columns[i] = strings.Join(strings.Fields(c), " ")
		}
		lines = append(lines, strings.TrimRight(strings.Join(columns, "\t"), "\t"))
	}
	return strings.Join(lines, "\n")
}

func setHostLines(a *Answers, v string) {
	a.Hosts = nil
	for line := range strings.Lines(v) {
		c := append(strings.Split(strings.TrimRight(line, "\r\n"), "\t"), "", "", "")
		a.Hosts = append(a.Hosts, HostAnswer{Name: c[0], Port: c[1], VerifyAs: c[2], Pin: c[3]})
	}
	if len(a.Hosts) == 0 {
		a.Hosts = []HostAnswer{{Port: strconv.Itoa(int(directory.DefaultPort))}}
	}
}

// input returns all answers but the password, by the names of their fields.
func (a Answers) input() map[string]string {
	in := map[string]string{}
	for _, f := range fields() {
		if v := f.get(a); v != "" && v != "false" {
			in[f.name] = v
		}
	}
	return in
}

// answersFrom undoes input.
func answersFrom(in map[string]string) Answers {
	var a Answers
	for _, f := range fields() {
		f.set(&a, in[f.name])
	}
	return a
}

// differing returns the fields of a half in which two answers differ in what
// they mean: "DC1." and "dc1", nothing and the default, are the same.
func differing(track Track, a, b Answers) []field {
	x, y := a.understood(), b.understood()
	var list []field
	for _, f := range fields() {
		same := f.get(a) == f.get(b) || f.get(x) == f.get(y) && f.get(x) != ""
		if f.track == track && !f.own && !same {
			list = append(list, f)
		}
	}
	return list
}

// understood returns the answers as a saved connection has them; what cannot be
// used is empty.
func (a Answers) understood() Answers { return AnswersOf(a.Profile(profile.New(profile.Hybrid))) }

// take replaces the half of a by that of b.
func (a *Answers) take(track Track, b Answers) {
	for _, f := range fields() {
		if f.track == track && !f.own {
			f.set(a, f.get(b))
		}
	}
	if track == DirectoryTrack {
		a.CAFile = b.CAFile
	}
}
