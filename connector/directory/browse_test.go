package directory_test

import (
	"slices"
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

func children(t *testing.T, i *directory.Inspection, parent, prefix string) []string {
	t.Helper()
	var names []string
	err := i.Children(t.Context(), mustDN(t, parent), prefix, func(page []directory.Node) bool {
		for _, n := range page {
			names = append(names, n.Name)
			if strings.TrimSpace(n.DN.Name()) != n.Name {
				t.Errorf("%q is called %q", n.DN, n.Name)
			}
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}

func TestChildren(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	i := inside(t, corp)
	top := children(t, i, corp.BaseDN, "")
	for _, want := range []string{"Hires", "Users", "Builtin", "Service Accounts"} {
		if !slices.Contains(top, want) {
			t.Errorf("the domain has no %s: %v", want, top)
		}
	}
	if slices.Contains(top, "System") {
		t.Error("a hidden container is shown")
	}
	if got := children(t, i, corp.OU("Special Names"), ""); len(got) != len(adtest.SpecialNames) {
		t.Errorf("%d special names, want %d: %q", len(got), len(adtest.SpecialNames), got)
	}
	if got := children(t, i, corp.OU("Special Names"), "(paren)*"); !slices.Equal(got, []string{"(paren)*star"}) {
		t.Errorf("beginning with (paren)*: %q", got)
	}
	if got := children(t, i, corp.OU("Empty"), ""); len(got) != 0 {
		t.Errorf("below an empty OU: %q", got)
	}
}

func TestChildrenStopsWhenTold(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	pages := 0
	if err := inside(t, corp).Children(t.Context(), mustDN(t, corp.BaseDN), "", func([]directory.Node) bool { pages++; return false }); err != nil || pages != 1 {
		t.Errorf("%d pages, %v", pages, err)
	}
}

func TestFindOUs(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	i := inside(t, corp)
	found, more, err := i.FindOUs(t.Context(), mustDN(t, corp.BaseDN), "epth 0", 100)
	if err != nil || more || len(found) != 9 {
		t.Errorf("FindOUs = %v, %v, %v", found, more, err)
	}
	found, more, err = i.FindOUs(t.Context(), mustDN(t, corp.BaseDN), "Depth", 3)
	if err != nil || !more || len(found) != 3 {
		t.Errorf("FindOUs with a limit = %v, %v, %v", found, more, err)
	}
	if found, _, err := i.FindOUs(t.Context(), mustDN(t, corp.BaseDN), "*)(objectClass=*", 3); err != nil || len(found) != 0 {
		t.Errorf("FindOUs of a filter = %v, %v", found, err)
	}
}

func TestCount(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	c, err := inside(t, corp).Count(t.Context(), mustDN(t, corp.OU("Hires")))
	// hire01 to hire05, hire-admin, hire-orphan, svc-da-hires, and sealed01 below,
	// of whom this account may not read whether it is enabled.
	want := directory.Counts{Users: 9, Enabled: 8, Matched: 3, OUs: 3}
	if err != nil || c != want {
		t.Errorf("Count = %+v, %v, want %+v", c, err, want)
	}
	if text := c.Text().String(); !strings.Contains(text, "Of 8 enabled users 3 have an employeeID") {
		t.Errorf("Text = %s", text)
	}
}

func TestBrowsingNeedsASignIn(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{DCs: 2})
	i, _ := probe(t, of(t, corp))
	if err := i.Children(t.Context(), mustDN(t, corp.BaseDN), "", nil); problemCode(err) != "account.not-signed-in" {
		t.Errorf("Children = %v", err)
	}
	if _, _, err := i.FindOUs(t.Context(), mustDN(t, corp.BaseDN), "x", 1); problemCode(err) != "account.not-signed-in" {
		t.Errorf("FindOUs = %v", err)
	}
	if _, err := i.Count(t.Context(), mustDN(t, corp.BaseDN)); problemCode(err) != "account.not-signed-in" {
		t.Errorf("Count = %v", err)
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
	err := i.Children(t.Context(), mustDN(t, corp), "", func(page []directory.Node) bool { seen += len(page); return true })
	if problemCode(err) != "ldap.malformed" || seen > 5000 {
		t.Errorf("%d entries, %v", seen, err)
	}
}
