package setup_test

import (
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/setup"
)

// The break between two lines is no part of a DN: nothing was understood
// differently from how it was typed.
func TestLinesGiveNoNotice(t *testing.T) {
	for name, ous := range map[string]string{"Unix": "OU=Staff,DC=example,DC=com\nOU=Leavers,DC=example,DC=com\n", "Windows": "OU=Staff,DC=example,DC=com\r\n\r\nOU=Leavers,DC=example,DC=com"} {
		a := setup.Answers{Hosts: []setup.HostAnswer{{Name: "dc1.example.com", Port: "636"}}, BaseDN: "DC=example,DC=com", Username: "svc@example.com", UserOUs: ous}
		conf, notices, bad := a.Directory(setup.Account)
		if len(conf.UserOUs) != 2 || len(notices) > 0 || len(bad) > 0 {
			t.Errorf("%s: read %q with notices %v and faults %v, want two OUs and nothing else", name, conf.UserOUs, notices, bad)
		}
	}
}

// One row of the host list may be wrong twice, and both faults are said at
// once, each at its field.
func TestHostRowFaults(t *testing.T) {
	for name, tc := range map[string]struct {
		row  setup.HostAnswer
		want []string
	}{
		"both fine":         {setup.HostAnswer{Name: "dc1.corp.example.com", Port: "636"}, nil},
		"host":              {setup.HostAnswer{Name: "dc1..corp", Port: "636"}, []string{setup.FieldHosts}},
		"port":              {setup.HostAnswer{Name: "dc1.corp.example.com", Port: "389"}, []string{setup.FieldPort}},
		"host and port":     {setup.HostAnswer{Name: "dc1..corp", Port: "389"}, []string{setup.FieldPort, setup.FieldHosts}},
		"name in it":        {setup.HostAnswer{Name: "dc1.corp.example.com", Port: "x", VerifyAs: "a b"}, []string{setup.FieldPort, setup.FieldVerifyAs}},
		"two hosts in one":  {setup.HostAnswer{Name: "dc1..corp, dc2..corp", Port: "636"}, []string{setup.FieldHosts, setup.FieldHosts}},
		"pin":               {setup.HostAnswer{Name: "dc1.corp.example.com", Port: "636", Pin: "abc"}, []string{setup.FieldPin}},
		"a list, one fault": {setup.HostAnswer{Name: "dc1.corp.example.com dc2..corp", Port: ""}, []string{setup.FieldHosts}},
	} {
		_, _, bad := setup.Answers{Hosts: []setup.HostAnswer{tc.row}}.Directory(setup.Probe)
		var got []string
		for _, p := range bad {
			got = append(got, p.Advice.Field)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: faults at %v, want %v", name, got, tc.want)
		}
	}
}

// A connection without a name gets the documented one, and says so.
func TestNameNotices(t *testing.T) {
	for typed, said := range map[string]bool{"": true, " \t": true, "Berlin": false} {
		got := setup.Answers{Name: typed}.NameNotices()
		if (len(got) == 1) != said || said && !strings.Contains(got[0].String(), "Connection-Directory Service") {
			t.Errorf("%q: %v", typed, got)
		}
	}
	f := offline(t)
	f.Edit(func(a *setup.Answers) { a.Name = "" })
	if got := f.Notices(setup.Connection); len(got) != 1 {
		t.Errorf("the page says %v", got)
	}
}

// The sync interval is minutes within a week; nothing means the default.
func TestInterval(t *testing.T) {
	for typed, want := range map[string]string{"": "30m0s", " 45 ": "45m0s", "1": "1m0s", "10080": "168h0m0s", "0": "", "-5": "", "10081": "", "1.5": "", "half an hour": ""} {
		got, err := setup.Answers{SyncInterval: typed}.Interval()
		if want == "" && err == nil || want != "" && (err != nil || got.String() != want) {
			t.Errorf("%q: %s, %v, want %q", typed, got, err, want)
		}
	}
}

// What cannot be used on the Microsoft half is refused at its field.
func TestMicrosoftFaults(t *testing.T) {
	good := func() setup.Answers { return setup.Answers{Features: []string{"dl"}, Cloud: "worldwide"} }
	for name, tc := range map[string]struct {
		edit func(*setup.Answers)
		want string
	}{
		"all fine":            {func(a *setup.Answers) { a.Account, a.Tenant = "svc@example.com", "example.com" }, ""},
		"no account":          {func(a *setup.Answers) {}, ""},
		"a name, no UPN":      {func(a *setup.Answers) { a.Account = "svc" }, setup.FieldAccount},
		"DOMAIN\\name":        {func(a *setup.Answers) { a.Account = `CORP\svc` }, setup.FieldAccount},
		"two at signs":        {func(a *setup.Answers) { a.Account = "a@b@example.com" }, setup.FieldAccount},
		"a space":             {func(a *setup.Answers) { a.Account = "svc h2r@example.com" }, setup.FieldAccount},
		"no dot":              {func(a *setup.Answers) { a.Account = "svc@example" }, setup.FieldAccount},
		"an unknown cloud":    {func(a *setup.Answers) { a.Cloud = "moon" }, setup.FieldCloud},
		"an unknown feature":  {func(a *setup.Answers) { a.Features = []string{"dl", "fax"} }, setup.FieldFeatures},
		"no feature":          {func(a *setup.Answers) { a.Features = nil }, setup.FieldFeatures},
		"every tenant":        {func(a *setup.Answers) { a.Tenant = "organizations" }, setup.FieldTenant},
		"no tenant at all":    {func(a *setup.Answers) { a.Tenant = "!" }, setup.FieldTenant},
		"half a GUID":         {func(a *setup.Answers) { a.ClientID = "b6d3f1a2-0c4e" }, setup.FieldClientID},
		"a GUID in brackets":  {func(a *setup.Answers) { a.ClientID = "{b6d3f1a2-0c4e-4f57-8e19-6a7b3c5d2e10}" }, setup.FieldClientID},
		"a write scope":       {func(a *setup.Answers) { a.WriteScope = "Berlin only" }, ""},
		"a write scope, long": {func(a *setup.Answers) { a.WriteScope = strings.Repeat("x", 65) }, setup.FieldWriteScope},
	} {
		a := good()
		tc.edit(&a)
		_, bad := a.Microsoft(setup.Deps{Cloud: cloud.Find})
		switch {
		case tc.want == "" && len(bad) > 0:
			t.Errorf("%s: %v", name, bad)
		case tc.want != "" && (len(bad) != 1 || bad[0].Advice.Field != tc.want || bad[0].Advice.Do.IsZero()):
			t.Errorf("%s: %v, want one fault at %s with advice", name, bad, tc.want)
		}
	}
}
