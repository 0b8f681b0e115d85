package directory_test

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/secret"
)

// inside signs in with an account that has no rights and reads as it may.
func inside(t *testing.T, d *adtest.Domain) *directory.Inspection {
	t.Helper()
	conf := of(t, d)
	conf.Username = d.Implicit("svc-plain")
	i, report := signIn(t, conf, d.Account("svc-plain").Password)
	if binds(report) != "passed | passed" {
		t.Fatal(binds(report))
	}
	return i
}

// What a filter finds is what begins with it, special characters included.
func TestChildrenByPrefix(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	b := browse(t, inside(t, corp))
	for prefix, want := range map[string]int{"": len(adtest.SpecialNames), "(paren)*": 1, "*": 0, "nothing": 0} {
		if got := listed(t, b, mustDN(t, corp.OU("Special Names")), prefix); len(got) != want {
			t.Errorf("beginning with %q: %q, want %d", prefix, got, want)
		}
	}
}

// A server that never ends is cut off, and the heap stays small.
func TestEndlessEntriesAreCutOff(t *testing.T) {
	user := adtest.RawSID("S-1-5-21-1-2-3-1104")
	rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{
		RootDSE: adtest.DomainController(map[string][]string{"tokenGroups": {user}}),
		Search: func(s *adtest.Session, r adtest.Request) error {
			if strings.HasPrefix(r.Base, "CN=Partitions") {
				return adtest.Result(32, "")(s, r)
			}
			if strings.HasPrefix(r.Base, "<SID=") {
				return adtest.Entry("CN=svc,DC=corp,DC=example,DC=com", map[string][]string{"objectSid": {user}, "sAMAccountName": {"svc"}})(s, r)
			}
			return adtest.EndlessEntries(s, r)
		}}))
	i, _ := probe(t, ofRogues(t, rogue))
	if report := i.Bind(t.Context(), secret.New("secret"), nil); binds(report) != "passed" {
		t.Fatal(binds(report))
	}
	seen := 0
	_, err := browse(t, i).Children(t.Context(), mustDN(t, corp), "", func(page []directory.Node) { seen += len(page) })
	if problemCode(err) != "ldap.malformed" || seen > 5000 {
		t.Errorf("%d entries, %v", seen, err)
	}
}
