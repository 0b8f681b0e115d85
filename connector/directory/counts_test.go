package directory_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/practice/ldapsim"
	"hire2retire-setup/connector/secret"
)

// browserOf signs an account in.
func browserOf(t *testing.T, d *adtest.Domain, account string) (*directory.Inspection, *directory.Browser) {
	t.Helper()
	conf := of(t, d)
	conf.Username = d.Implicit(account)
	i, report := signIn(t, conf, d.Account(account).Password)
	if !strings.HasPrefix(binds(report), "passed") {
		t.Fatal(binds(report))
	}
	return i, browse(t, i)
}

// Counting without reading anybody's attributes gives what reading them gives.
func TestCountByFilter(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	for _, account := range []string{"svc-plain", "svc-direct"} {
		_, b := browserOf(t, d, account)
		for _, ou := range []string{d.BaseDN, d.OU("Hires"), d.OU("Sealed"), d.OU("Leavers"), d.OU("Groups"), d.OU("Special Names")} {
			want := countedByReading(t, d, account, ou)
			if want == (directory.Counts{}) {
				t.Fatalf("%s sees nothing below %s", account, ou)
			}
			var last directory.Counts
			got, err := b.Count(t.Context(), mustDN(t, ou), func(c directory.Counts) {
				if c.Users < last.Users || c.Groups < last.Groups || c.OUs < last.OUs || c.Enabled < last.Enabled || c.Matched < last.Matched {
					t.Errorf("%s, %s: progress went back from %+v to %+v", account, ou, last, c)
				}
				last = c
			})
			if err != nil || got != want || last != got {
				t.Errorf("%s, %s: Count = %+v, last told %+v, %v, want %+v", account, ou, got, last, err, want)
			}
		}
	}
}

// countedByReading reads the attributes of everything that the account sees.
func countedByReading(t *testing.T, d *adtest.Domain, account, ou string) directory.Counts {
	t.Helper()
	conn := (&truth{domain: d}).bind(t, account)
	found, err := conn.SearchWithPaging(ldap.NewSearchRequest(ou, ldap.ScopeWholeSubtree, 0, 0, 0, false, "(objectClass=*)",
		[]string{"objectClass", "objectCategory", "userAccountControl", "employeeID"}, nil), 500)
	if err != nil {
		t.Fatal(err)
	}
	var c directory.Counts
	for _, e := range found.Entries {
		is := func(class string) bool { return slices.Contains(e.GetAttributeValues("objectClass"), class) }
		switch {
		case is("group"):
			c.Groups++
		case is("organizationalUnit"):
			c.OUs++
		case is("user") && strings.HasPrefix(e.GetAttributeValue("objectCategory"), "CN=Person,"):
			c.Users++
			flags, err := strconv.Atoi(e.GetAttributeValue("userAccountControl"))
			if err != nil || flags&2 != 0 {
				continue
			}
			c.Enabled++
			if e.GetAttributeValue("employeeID") != "" {
				c.Matched++
			}
		}
	}
	return c
}

// An account that may not read employeeID must not be told that nobody has one.
func TestCoverage(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	tests := []struct {
		account, ou string
		want        directory.Coverage
		text        string
	}{
		{"svc-direct", "Hires", directory.Coverage{Enabled: 9, Matched: 3}, "3 of 9 enabled users have an employeeID."},
		{"svc-direct", "Sealed", directory.Coverage{Enabled: 1}, "0 of 1 enabled users have an employeeID."},
		{"svc-plain", "Hires", directory.Coverage{Enabled: 8, Matched: 3, Hidden: true}, "3 of 8 enabled users were seen to have an employeeID. It is not certain that the account can read it everywhere, so there may be more."},
		{"svc-plain", "Sealed", directory.Coverage{Hidden: true}, "0 of 0 enabled users were seen to have an employeeID. It is not certain that the account can read it everywhere, so there may be more."},
		{"svc-plain", "Leavers", directory.Coverage{}, "There are no enabled users."},
		{"svc-plain", "Special Names", directory.Coverage{}, "There are no enabled users."},
	}
	for _, tt := range tests {
		_, b := browserOf(t, d, tt.account)
		got, err := b.Coverage(t.Context(), mustDN(t, d.OU(tt.ou)))
		if err != nil || got != tt.want || got.Text().String() != tt.text {
			t.Errorf("%s: Coverage(%s) = %+v “%s”, %v, want %+v “%s”", tt.account, tt.ou, got, got.Text(), err, tt.want, tt.text)
		}
	}
	if got := (directory.Coverage{Enabled: 50_000, Matched: 7, Capped: true}).Text().String(); got != "7 of more than 50000 enabled users have an employeeID; counting stopped there." {
		t.Errorf("capped: %s", got)
	}
}

// What the admin sees is no proof of what the service account sees.
func TestCoverageAsMe(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	conf := of(t, d)
	conf.Username = d.Implicit("svc-plain")
	i, _ := probe(t, conf)
	i.BindAs(t.Context(), d.AdminName, secret.New(d.AdminPassword), nil)
	got, err := browse(t, i).Coverage(t.Context(), mustDN(t, d.OU("Hires")))
	if want := (directory.Coverage{Enabled: 9, Matched: 3, Hidden: true}); err != nil || got != want {
		t.Errorf("Coverage = %+v, %v, want %+v", got, err, want)
	}
}

func TestCountTellsEveryPage(t *testing.T) {
	s := simulate(t, 2500, nil)
	var ous []int
	c, err := browse(t, s.in).Count(t.Context(), s.bulk, func(c directory.Counts) {
		if n := len(ous); n == 0 || ous[n-1] != c.OUs {
			ous = append(ous, c.OUs)
		}
	})
	if err != nil || c != (directory.Counts{OUs: 2501}) || len(ous) != 4 || ous[1] != 1000 || ous[2] != 2000 {
		t.Errorf("Count = %+v, %v; OUs told %v", c, err, ous)
	}
}

// Who leaves while the people are counted is let go, and no other kind is
// counted for nobody.
func TestCountIsCancelled(t *testing.T) {
	asked, release := make(chan struct{}, 10), make(chan struct{})
	s := simulate(t, 10, inBulk(func(ldapsim.Request) ldapsim.Action {
		asked <- struct{}{}
		<-release
		return ldapsim.Action{}
	}))
	b := browse(t, s.in)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := b.Count(ctx, s.bulk, func(directory.Counts) { t.Error("told nobody") }); !errors.Is(err, context.Canceled) {
		t.Errorf("Count = %v", err)
	}
	before := s.server.Journal().Searches
	close(release)
	if yes, err := b.Expandable(t.Context(), s.bulk); err != nil || !yes {
		t.Errorf("Expandable = %v, %v", yes, err)
	}
	if n := s.server.Journal().Searches - before; n > 2 {
		t.Errorf("%d searches after leaving, want the one under way and the next question", n)
	}
}
