package adtest_test

import (
	"errors"
	"regexp"
	"slices"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/internal/adtest"
)

var dataCode = regexp.MustCompile(`data ([0-9a-f]+)`)

// subCode returns the "data xxx" of a refused bind, "" when err is nil.
func subCode(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var refused *ldap.Error
	if !errors.As(err, &refused) || refused.ResultCode != ldap.LDAPResultInvalidCredentials {
		t.Fatalf("bind: %v, want result 49", err)
	}
	found := dataCode.FindStringSubmatch(refused.Err.Error())
	if found == nil {
		t.Fatalf("bind: %v, want a sub-code", err)
	}
	return found[1]
}

func TestAccounts(t *testing.T) {
	for name, o := range map[string]adtest.Options{"usual names": {}, "other domain": adtest.OtherDomain} {
		t.Run(name, func(t *testing.T) {
			d := adtest.Start(t, o)
			for _, a := range d.Accounts() {
				t.Run(a.Name, func(t *testing.T) {
					for host := range d.Hosts {
						checkAccount(t, d, a, host)
					}
				})
			}
		})
	}
}

func checkAccount(t *testing.T, d *adtest.Domain, a adtest.Account, host int) {
	conn := d.Dial(t, host)
	names := []string{a.DN, d.Implicit(a.Name), d.NetBIOS + `\` + a.Name}
	if a.UPN != "" {
		names = append(names, a.UPN)
	}
	for _, name := range names {
		if got := subCode(t, conn.Bind(name, a.Password)); got != a.SubCode {
			t.Errorf("bind as %q on dc%d = %q, want %q", name, host+1, got, a.SubCode)
		}
	}
	if !a.SignsIn() {
		return
	}
	token := tokenGroups(t, conn)
	if token[0] != a.SID {
		t.Errorf("token of %s begins with %s, want %s", a.Name, token[0], a.SID)
	}
	if got := slices.Contains(token, d.SID+"-512"); got != a.DomainAdmin {
		t.Errorf("%s is Domain Admin = %t, want %t", a.Name, got, a.DomainAdmin)
	}
	other := slices.Contains(token, d.SID+"-519") || slices.Contains(token, "S-1-5-32-544") && !a.DomainAdmin
	if other != a.OtherAdmin {
		t.Errorf("%s is another kind of administrator = %t, want %t", a.Name, other, a.OtherAdmin)
	}
}

// tokenGroups reads the SIDs of the bound connection's token from the rootDSE.
func tokenGroups(t *testing.T, conn *ldap.Conn) []string {
	t.Helper()
	search := ldap.NewSearchRequest("", ldap.ScopeBaseObject, ldap.NeverDerefAliases, 0, 0, false, "(objectClass=*)", []string{"tokenGroups"}, nil)
	found, err := conn.Search(search)
	if err != nil {
		t.Fatalf("read tokenGroups: %v", err)
	}
	var sids []string
	for _, raw := range found.Entries[0].GetRawAttributeValues("tokenGroups") {
		sids = append(sids, adtest.FormatSID(raw))
	}
	return sids
}

// TestWrongPassword shows which states hide behind 52e and that each host counts for itself.
func TestWrongPassword(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	for _, name := range []string{"svc-plain", "svc-disabled", "svc-expired", "svc-locked"} {
		a := d.Account(name)
		d.Unlock(t, "svc-plain")
		if got := subCode(t, d.Dial(t, 0).Bind(a.DN, "wrong")); got != a.WrongPasswordSubCode() {
			t.Errorf("wrong password of %s = %q, want %q", name, got, a.WrongPasswordSubCode())
		}
	}
	d.Unlock(t, "svc-plain")
	subCode(t, d.Dial(t, 0).Bind(d.DN("svc-plain"), "wrong"))
	for host, want := range []int{1, 0} {
		if got := d.BadPwdCount(t, "svc-plain", host); got != want {
			t.Errorf("BadPwdCount(svc-plain, dc%d) = %d, want %d", host+1, got, want)
		}
	}
	d.Unlock(t, "svc-plain")
	if got := d.BadPwdCount(t, "svc-plain", 0); got != 0 {
		t.Errorf("BadPwdCount after Unlock = %d, want 0", got)
	}
}
