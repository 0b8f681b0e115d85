package directory_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

// The account of a person is told from one that was made for a service, by what
// people have. The row exists only where there is something to warn of.
func TestAccountOfAPerson(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	person := map[string]string{"givenName": "Kim", "sn": "Berg", "title": "Engineer"}
	for name, c := range map[string]struct {
		account    string
		attributes map[string]string
		operator   string
		signs      []string
	}{
		"a service account":                     {account: "svc-plain"},
		"a service account filled in by a tool": {account: "svc-plain", attributes: person},
		"a service account of a Domain Admin":   {account: "svc-direct"},
		"somebody with an employeeID":           {account: "hire01", signs: []string{"employee-id"}},
		"somebody with a name and a job":        {account: "hire04", attributes: person, signs: []string{"names-and-job"}},
		"a name alone":                          {account: "hire04", attributes: map[string]string{"givenName": "Kim", "sn": "Berg"}},
		"with a service principal name":         {account: "hire04", attributes: map[string]string{"givenName": "Kim", "sn": "Berg", "title": "Engineer", "servicePrincipalName": "http/app.corp.example.com"}},
		"the second account of an admin":        {account: "hire-admin", attributes: map[string]string{"givenName": "Kim", "sn": "Berg"}, signs: []string{"personal-admin"}},
		"who sits at this computer":             {account: "svc-plain", operator: "SVC-Plain@Corp.Example.com", signs: []string{"signed-in-here"}},
		"somebody else sits at this computer":   {account: "svc-plain", operator: "kim@corp.example.com"},
		"the built-in Administrator":            {account: corp.AdminName, signs: []string{"built-in-administrator"}},
	} {
		t.Run(name, func(t *testing.T) {
			conf, password := of(t, corp), corp.AdminPassword
			conf.Username = corp.Implicit(c.account)
			if c.account == corp.AdminName {
				conf.Username = corp.AdminName
			} else {
				password = corp.Account(c.account).Password
				filledIn(t, corp, corp.DN(c.account), c.attributes)
			}
			conf.Operator = func() string { return c.operator }
			rows := examine(t, conf, password).All(directory.CheckPurpose)
			if len(c.signs) == 0 {
				if len(rows) > 0 {
					t.Errorf("%s, %v", codes(rows[0]), rows[0].Problem().Detail)
				}
				return
			}
			if len(rows) != 1 || codes(rows[0]) != "warned account.personal" || rows[0].Status != check.Warned {
				t.Fatalf("%+v", rows)
			}
			if got := rows[0].Facts["signs"].([]string); !slices.Equal(got, c.signs) {
				t.Errorf("signs %v, want %v", got, c.signs)
			}
			if a := rows[0].Problem().Advice; a.Who != check.AD || !strings.HasPrefix(a.Command, "New-ADUser ") || strings.Contains(a.Command, password) {
				t.Errorf("advice %+v", a)
			}
		})
	}
}

// filledIn sets attributes for one test.
func filledIn(t *testing.T, d *adtest.Domain, dn string, attributes map[string]string) {
	t.Helper()
	if len(attributes) == 0 {
		return
	}
	for attr, v := range attributes {
		modify(t, d.Admin(t, 0), dn, attr, v)
	}
	t.Cleanup(func() {
		m := ldap.NewModifyRequest(dn, nil)
		for attr := range attributes {
			m.Replace(attr, nil)
		}
		if err := d.Admin(t, 0).Modify(m); err != nil {
			t.Error(err)
		}
	})
}

// How many people have an employeeID is told beside the Base DN, and fails
// nothing.
func TestCoverageStandsBesideTheBaseDN(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	for _, c := range []struct {
		account, base string
		says          string
		matched       int
	}{
		{"svc-direct", corp.OU("Hires"), "3 of 9 enabled users have an employeeID.", 3},
		{"svc-plain", corp.OU("Hires"), "3 of 8 enabled users were seen to have an employeeID.", 3},
		{"svc-direct", corp.OU("Groups"), "There are no enabled users.", 0},
	} {
		conf := as(t, corp, c.account, nil, nil)
		conf.BaseDN = c.base
		i, _ := signIn(t, conf, corp.Account(c.account).Password)
		var told []check.Result
		report := i.Account(t.Context(), func(r check.Result) { told = append(told, r) })
		base, _ := report.Find(directory.CheckBaseDN, "")
		facts, _ := base.Facts["employeeID"].(map[string]any)
		if base.Status != check.Passed || !strings.Contains(base.Found.String(), c.says) || facts["matched"] != c.matched {
			t.Errorf("%s below %s: %s, %s, %v", c.account, c.base, codes(base), base.Found, facts)
		}
		if last := told[len(told)-1]; last.ID != directory.CheckBaseDN || last.Found.String() != base.Found.String() {
			t.Errorf("the last that was told is %s: %s", last.ID, last.Found)
		}
	}
}

// Managed accounts have no password that anybody could type.
func TestManagedAccountIsExplained(t *testing.T) {
	for typed, want := range map[string]bool{"gmsa-h2r$": true, `CORP\gmsa$`: true, "gmsa$@corp.example.com": true, "svc$h2r": false} {
		_, notices, err := directory.ParseUsername(typed, directory.DomainNames{DNS: "corp.example.com"})
		told := slices.ContainsFunc(notices, func(n check.Text) bool { return n.Key == "username.managed" })
		if err != nil || told != want {
			t.Errorf("ParseUsername(%q) = %v, %v, want the notice %v", typed, notices, err, want)
		}
	}
}
