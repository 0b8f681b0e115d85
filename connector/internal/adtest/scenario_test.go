package adtest_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/internal/adtest"
)

// TestReadOnlyHost shows what is particular about an RODC: it answers binds of the accounts whose passwords it was given,
// has no way to check others, and sends writers elsewhere.
func TestReadOnlyHost(t *testing.T) {
	d := adtest.Start(t, adtest.Options{DCs: 1, RODC: true})
	if len(d.Hosts) != 2 || !d.Hosts[1].ReadOnly || d.Hosts[0].ReadOnly {
		t.Fatalf("Hosts = %v, want dc1 and a read-only host", d.Hosts)
	}
	for name, want := range map[string]string{"svc-direct": "", "svc-plain": "", "svc-delegated": "", "svc-nested": "51f"} {
		conn := d.Dial(t, 1)
		if got := subCode(t, conn.Bind(d.DN(name), d.UserPassword)); got != want {
			t.Errorf("bind as %s on the read-only host = %q, want %q", name, got, want)
		}
		if name != "svc-direct" {
			continue
		}
		if err := create("user", "new", "Hires")(t, d, conn); !ldap.IsErrorWithCode(err, ldap.LDAPResultReferral) {
			t.Errorf("write on the read-only host: %v, want a referral", err)
		}
	}
}

// TestDNS looks the hosts up as a computer of the domain does.
func TestDNS(t *testing.T) {
	d := adtest.Start(t, adtest.Options{DNS: true})
	ctx := context.Background()
	for host := range d.Hosts {
		r := d.Resolver(host)
		for _, name := range []string{"dc._msdcs." + d.DNSName, d.DNSName} {
			_, found, err := r.LookupSRV(ctx, "ldap", "tcp", name)
			if err != nil {
				t.Fatalf("LookupSRV(%s): %v", name, err)
			}
			var targets []string
			for _, srv := range found {
				targets = append(targets, strings.TrimSuffix(srv.Target, "."))
			}
			slices.Sort(targets)
			if !slices.Equal(targets, d.Names()) {
				t.Errorf("LookupSRV(%s) = %v, want %v", name, targets, d.Names())
			}
		}
		for _, h := range d.Hosts {
			if got, err := r.LookupHost(ctx, h.Name); err != nil || !slices.Equal(got, []string{h.IP}) {
				t.Errorf("LookupHost(%s) = %v, %v, want %s", h.Name, got, err, h.IP)
			}
		}
	}
}

// TestBulk counts what was asked for and signs in through the chain of groups.
func TestBulk(t *testing.T) {
	d := adtest.Start(t, adtest.Options{DCs: 1, Bulk: adtest.Bulk{OUs: 30, Users: 20, Groups: 10}})
	conn := d.Admin(t, 0)
	for filter, want := range map[string]int{
		"(&(objectClass=organizationalUnit)(ou=Branch *))": 30, "(&(objectClass=user)(sAMAccountName=u0*))": 20, "(sAMAccountName=chain0*)": 10,
	} {
		search := ldap.NewSearchRequest(d.OU("Bulk"), ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 0, 0, false, filter, []string{"1.1"}, nil)
		found, err := conn.Search(search)
		if err != nil {
			t.Fatalf("search %s: %v", filter, err)
		}
		if len(found.Entries) != want {
			t.Errorf("%s found %d, want %d", filter, len(found.Entries), want)
		}
	}
	checkAccount(t, d, d.Account("svc-chain"), 0)
}

// TestOUs reads every seeded OU by the DN that OU returns.
func TestOUs(t *testing.T) {
	for name, o := range map[string]adtest.Options{"usual names": {}, "other domain": adtest.OtherDomain} {
		d := adtest.Start(t, o)
		conn := d.Admin(t, 1)
		for _, key := range append([]string{"Hires", "Empty", "Groups", "Depth 01", "Depth 12"}, adtest.SpecialNames...) {
			search := base(d.OU(key))
			search.Attributes = []string{"ou", "distinguishedName"}
			found, err := conn.Search(search)
			if err != nil {
				t.Errorf("%s: search %s: %v", name, d.OU(key), err)
				continue
			}
			if got := found.Entries[0].GetAttributeValue("distinguishedName"); got != d.OU(key) {
				t.Errorf("%s: OU(%q) = %s, want %s", name, key, d.OU(key), got)
			}
			if got := found.Entries[0].GetAttributeValue("ou"); slices.Contains(adtest.SpecialNames, key) && got != key {
				t.Errorf("%s: ou = %q, want %q", name, got, key)
			}
		}
		if got := strings.Count(d.OU("Depth 12"), "OU=Depth "); got != adtest.Depth {
			t.Errorf("%s: %s has depth %d, want %d", name, d.OU("Depth 12"), got, adtest.Depth)
		}
	}
}
