package directory

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/directory/ntsd"
)

// Whatever decided, there is one sentence for it.
func TestWhy(t *testing.T) {
	for want, c := range map[string]Cell{
		"The domain controller computes another result than this program.":                        {Disputed: true},
		"For CN=a,DC=x the answer is another one.":                                                {Object: "CN=a,DC=x", Right: "delete"},
		"An entry for Staff decides whose effect only a domain controller knows, set on this OU.": {Right: "delete", Who: "Staff", Place: OnOU},
		"The permissions could not be read.":                                                      {},
		"No entry allows it.":                                                                     {State: DeniedState},
		"An entry denies it to Everyone, set on CN=a,DC=x.":                                       {State: DeniedState, Denies: true, Right: "delete", Who: "Everyone", Place: OnObject, At: "CN=a,DC=x"},
		"There is no access list, so that everybody may.":                                         {State: Proved},
		"An entry allows it to Staff, inherited from an OU above.":                                {State: Proved, Right: "delete", Who: "Staff", Place: Above},
		"An entry allows it to Staff, inherited from DC=x.":                                       {State: Proved, Right: "delete", Who: "Staff", Place: Above, At: "DC=x"},
		"An entry allows it to Domain Admins, which the schema gives to every new object.":        {State: Proved, Right: "full control", Who: "Domain Admins", Place: FromSchema},
	} {
		if got := c.Why().String(); got != want {
			t.Errorf("Why of %+v = %q, want %q", c, got, want)
		}
	}
	if got := (Cell{Operation: Update, Attribute: "title"}).What().String(); got != "write title" {
		t.Errorf("What of an attribute = %q", got)
	}
}

// Facts that nobody wrote, or that somebody spoiled, prove nothing.
func TestCellsOfSpoiledFacts(t *testing.T) {
	for name, f := range map[string]map[string]any{
		"nothing": nil, "other types": {"cells": "proved", "decisions": 7}, "states of another version": {"cells": map[string]any{"create": "maybe", "delete": 1}},
		"a decision of another type": {"cells": map[string]any{"create": "not-certain"}, "decisions": map[string]any{"create": "deny"}},
	} {
		for _, c := range Cells(f) {
			if c.State != NotCertain || c.Right != "" || c.Why().IsZero() {
				t.Errorf("%s: %+v", name, c)
			}
		}
	}
}

// A right that is denied on one of two ways can still be granted on the other.
func TestEitherAndEvery(t *testing.T) {
	deny := ntsd.ACE{Type: ntsd.Deny, SID: ntsd.Everyone}
	taken, lacking := ntsd.Verdict{Outcome: ntsd.Denied, By: &deny}, ntsd.Verdict{Outcome: ntsd.Denied}
	granted, open := ntsd.Verdict{Outcome: ntsd.Granted}, ntsd.Verdict{}
	for name, c := range map[string]struct{ got, want ntsd.Verdict }{
		"either: one is lacking":       {either(lacking, taken), lacking},
		"either: the other is lacking": {either(taken, lacking), lacking},
		"either: both are taken":       {either(taken, taken), taken},
		"either: one is granted":       {either(taken, granted), granted},
		"either: one is open":          {either(taken, open), open},
		"every: taken before lacking":  {every(lacking, taken), taken},
		"every: lacking before open":   {every(open, lacking), lacking},
		"every: open before granted":   {every(granted, open), open},
		"every: all are granted":       {every(granted, granted), granted},
	} {
		if c.got.Outcome != c.want.Outcome || c.got.By != c.want.By {
			t.Errorf("%s: %+v, want %+v", name, c.got, c.want)
		}
	}
}

// An entry is found again where it was set, whatever inheritance did to it.
func TestSameRight(t *testing.T) {
	const to = testDomain + "-9"
	for name, c := range map[string]struct {
		set, got string
		want     bool
	}{
		"as it is":                    {"(A;CI;RP;;;" + string(to) + ")", "(A;CIID;RP;;;" + string(to) + ")", true},
		"generic rights are resolved": {"(A;CIIO;GA;;;" + string(to) + ")", "(A;ID;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;" + string(to) + ")", true},
		"creator owner is replaced":   {"(A;CIIO;RP;;;CO)", "(A;ID;RP;;;" + string(to) + ")", true},
		"another trustee":             {"(A;CI;RP;;;WD)", "(A;CIID;RP;;;" + string(to) + ")", false},
		"the opposite":                {"(D;CI;RP;;;" + string(to) + ")", "(A;CIID;RP;;;" + string(to) + ")", false},
		"another right":               {"(A;CI;WP;;;" + string(to) + ")", "(A;CIID;RP;;;" + string(to) + ")", false},
	} {
		set, got := sddl(t, c.set), sddl(t, c.got)
		if same := sameRight(set.DACL[0], got.DACL[0]); same != c.want {
			t.Errorf("%s: sameRight = %v", name, same)
		}
		if sets := (descriptor{set}).sets(got.DACL[0]); sets != c.want {
			t.Errorf("%s: sets = %v", name, sets)
		}
		if !(descriptor{got}).holds(&got.DACL[0]) || (descriptor{got}).holds(&set.DACL[0]) || strings.Contains(c.got, "ID") && (descriptor{got}).sets(got.DACL[0]) {
			t.Errorf("%s: an inherited entry counts as set here", name)
		}
	}
}
