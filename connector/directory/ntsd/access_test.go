package ntsd_test

import (
	"testing"

	"hire2retire-setup/connector/directory/ntsd"
)

// The account of these tests: itself, one group, and what everybody carries.
var account = ntsd.NewToken(svc, ntsd.Everyone, ntsd.AuthenticatedUsers)

const (
	user     = "bf967aba-0de6-11d0-a285-00aa003049e2"
	contact  = "5cb41ed0-0e4c-11d0-a286-00aa003049e2"
	title    = "bf967a55-0de6-11d0-a285-00aa003049e2"
	public   = "e48d0154-bcf8-11d1-8702-00c04fb96050"
	personal = "77b5b886-944a-11d1-aebd-0000f80367c1"
	reset    = "00299570-246d-11d0-a768-00aa006e0529"
)

func TestCheck(t *testing.T) {
	writeTitle := ntsd.Write(ntsd.ClassUser, attribute(t, "title"))
	createUser := ntsd.Create(ntsd.ClassUser)
	none := -1
	tests := []struct {
		name, sddl string
		want       ntsd.Access
		outcome    ntsd.Outcome
		by         int // index of the entry that decided
	}{
		{"empty list", "D:", createUser, ntsd.Denied, none},
		{"no list", "D:NO_ACCESS_CONTROL", createUser, ntsd.Granted, none},
		{"list was not sent", "O:SV", createUser, ntsd.Uncertain, none},

		{"granted outright", "D:(A;;CC;;;SV)", createUser, ntsd.Granted, 0},
		{"granted to a group", "D:(A;;CC;;;AU)", createUser, ntsd.Granted, 0},
		{"granted to somebody else", "D:(A;;CC;;;HD)", createUser, ntsd.Denied, none},
		{"granted another right", "D:(A;;DC;;;SV)", createUser, ntsd.Denied, none},
		{"granted below only", "D:(A;CIIO;CC;;;SV)", createUser, ntsd.Denied, none},
		{"generic all", "D:(A;;GA;;;SV)", createUser, ntsd.Granted, 0},
		{"generic write does not create", "D:(A;;GW;;;SV)", createUser, ntsd.Denied, none},
		{"generic write writes", "D:(A;;GW;;;SV)", writeTitle, ntsd.Granted, 0},
		{"granted for the class", "D:(OA;;CC;" + user + ";;SV)", createUser, ntsd.Granted, 0},
		{"granted for another class", "D:(OA;;CC;" + contact + ";;SV)", createUser, ntsd.Denied, none},

		{"attribute", "D:(OA;;WP;" + title + ";;SV)", writeTitle, ntsd.Granted, 0},
		{"property set", "D:(OA;;WP;" + public + ";;SV)", writeTitle, ntsd.Granted, 0},
		{"another property set", "D:(OA;;WP;" + personal + ";;SV)", writeTitle, ntsd.Denied, none},
		{"class of the object", "D:(OA;;WP;" + user + ";;SV)", writeTitle, ntsd.Granted, 0},
		{"all attributes but this one", "D:(OD;;WP;" + title + ";;SV)(A;;WP;;;SV)", writeTitle, ntsd.Denied, 0},
		{"denied set, granted attribute first", "D:(OA;;WP;" + title + ";;SV)(OD;;WP;" + public + ";;SV)", writeTitle, ntsd.Granted, 0},
		{"extended right", "D:(OA;;CR;" + reset + ";;SV)", ntsd.Control(ntsd.ClassUser, ntsd.RightResetPassword), ntsd.Granted, 0},
		{"all extended rights", "D:(A;;CR;;;SV)", ntsd.Control(ntsd.ClassUser, ntsd.RightResetPassword), ntsd.Granted, 0},
		{"another extended right", "D:(OA;;CR;" + reset + ";;SV)", ntsd.Control(ntsd.ClassUser, ntsd.RightChangePassword), ntsd.Denied, none},
		{"narrow entry for the whole object", "D:(OA;;SD;" + user + ";;SV)", ntsd.Whole(ntsd.Delete), ntsd.Denied, none},

		{"denied before", "D:(D;;CC;;;WD)(A;;CC;;;SV)", createUser, ntsd.Denied, 0},
		{"denied after", "D:(A;;CC;;;SV)(D;;CC;;;WD)", createUser, ntsd.Granted, 0},
		{"denied to somebody else", "D:(D;;CC;;;HD)(A;;CC;;;SV)", createUser, ntsd.Granted, 1},
		{"inherited denial after explicit grant", "D:(A;;CC;;;SV)(D;ID;CC;;;SV)", createUser, ntsd.Granted, 0},
		{"two rights from two entries", "D:(A;;WD;;;SV)(A;;WO;;;AU)", ntsd.Whole(ntsd.WriteDAC | ntsd.WriteOwner), ntsd.Granted, 1},
		{"one of two rights", "D:(A;;WO;;;AU)", ntsd.Whole(ntsd.WriteDAC | ntsd.WriteOwner), ntsd.Denied, none},

		{"owner may change permissions", "O:SVD:", ntsd.Whole(ntsd.ReadControl | ntsd.WriteDAC), ntsd.Granted, none},
		{"owner may not delete", "O:SVD:", ntsd.Whole(ntsd.Delete), ntsd.Denied, none},
		{"owner keeps it over a denial", "O:SVD:(D;;WD;;;SV)", ntsd.Whole(ntsd.WriteDAC), ntsd.Granted, none},
		{"owner rights restricted", "O:SVD:(A;;RC;;;OW)", ntsd.Whole(ntsd.WriteDAC), ntsd.Uncertain, 0},
		{"owner rights granted anyway", "O:SVD:(A;;RC;;;OW)(A;;WD;;;SV)", ntsd.Whole(ntsd.WriteDAC), ntsd.Granted, 1},
		{"owner rights may add", "O:SVD:(A;;SD;;;OW)", ntsd.Whole(ntsd.Delete), ntsd.Uncertain, 0},
		{"owner rights for the children", "O:SVD:(A;CIIO;RC;;;OW)", ntsd.Whole(ntsd.WriteDAC), ntsd.Granted, none},
		{"owner rights of somebody else", "O:DAD:(A;;SD;;;OW)", ntsd.Whole(ntsd.Delete), ntsd.Denied, none},
		{"creator owner is nobody", "O:SVD:(A;;SD;;;CO)", ntsd.Whole(ntsd.Delete), ntsd.Denied, none},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := sddl(t, tt.sddl)
			got := d.Check(account, tt.want)
			if got.Outcome != tt.outcome {
				t.Errorf("Check(%s) = %s, want %s", tt.sddl, got.Outcome, tt.outcome)
			}
			if by := index(d, got.By); by != tt.by {
				t.Errorf("Check(%s) was decided by entry %d, want %d", tt.sddl, by, tt.by)
			}
			if (got.Missing == 0) != (tt.outcome == ntsd.Granted) {
				t.Errorf("Check(%s) = %s, but misses %s", tt.sddl, got.Outcome, got.Missing)
			}
		})
	}
}

func index(d *ntsd.Descriptor, by *ntsd.ACE) int {
	for i := range d.DACL {
		if by == &d.DACL[i] {
			return i
		}
	}
	return -1
}

// TestCheckConditions takes each entry marked in turn as one that holds only
// under a condition.
func TestCheckConditions(t *testing.T) {
	tests := []struct {
		name, sddl  string
		conditional []int
		want        ntsd.Outcome
	}{
		{"may grant", "D:(A;;CC;;;SV)", []int{0}, ntsd.Uncertain},
		{"may grant, object entry", "D:(OA;;CC;" + user + ";;SV)", []int{0}, ntsd.Uncertain},
		{"granted anyway", "D:(A;;CC;;;SV)(A;;CC;;;SV)", []int{0}, ntsd.Granted},
		{"denied anyway", "D:(D;;CC;;;SV)(A;;CC;;;SV)", []int{1}, ntsd.Denied},
		{"may deny", "D:(D;;CC;;;SV)(A;;CC;;;SV)", []int{0}, ntsd.Uncertain},
		{"may deny what nobody grants", "D:(D;;CC;;;SV)", []int{0}, ntsd.Denied},
		{"granted before it may deny", "D:(A;;CC;;;SV)(D;;CC;;;SV)", []int{1}, ntsd.Granted},
		{"both", "D:(D;;CC;;;SV)(A;;CC;;;SV)", []int{0, 1}, ntsd.Uncertain},
		{"about somebody else", "D:(D;;CC;;;HD)(A;;CC;;;SV)", []int{0}, ntsd.Granted},
		{"about another class", "D:(OD;;CC;" + contact + ";;SV)(A;;CC;;;SV)", []int{0}, ntsd.Granted},
		{"about another right", "D:(D;;DC;;;SV)(A;;CC;;;SV)", []int{0}, ntsd.Granted},
		{"below only", "D:(D;CIIO;CC;;;SV)(A;;CC;;;SV)", []int{0}, ntsd.Granted},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := sddl(t, tt.sddl)
			for _, i := range tt.conditional {
				d.DACL[i] = callback(d.DACL[i])
			}
			got := d.Check(account, ntsd.Create(ntsd.ClassUser))
			if got.Outcome != tt.want {
				t.Errorf("Check(%s, conditional %v) = %s, want %s", tt.sddl, tt.conditional, got.Outcome, tt.want)
			}
			if tt.want == ntsd.Uncertain && index(d, got.By) != tt.conditional[0] {
				t.Errorf("Check(%s) names entry %d, want %d", tt.sddl, index(d, got.By), tt.conditional[0])
			}
		})
	}
}

// An entry of a type that is not in the protocol might do anything to anybody.
func TestCheckUnknownTypes(t *testing.T) {
	grants := sddl(t, "D:(A;;CC;;;SV)").DACL[0]
	tests := []struct {
		name string
		list []ntsd.ACE
		want ntsd.Outcome
	}{
		{"alone", []ntsd.ACE{{Type: 0x7F, Mask: ntsd.CreateChild}}, ntsd.Uncertain},
		{"before a grant", []ntsd.ACE{{Type: 0x7F, Mask: ntsd.CreateChild}, grants}, ntsd.Uncertain},
		{"after a grant", []ntsd.ACE{grants, {Type: 0x7F, Mask: ntsd.CreateChild}}, ntsd.Granted},
		{"about another right", []ntsd.ACE{{Type: 0x7F, Mask: ntsd.Delete}, grants}, ntsd.Granted},
		{"audit is ignored", []ntsd.ACE{{Type: 0x02, Mask: ntsd.CreateChild, SID: ntsd.Everyone}}, ntsd.Denied},
	}
	for _, tt := range tests {
		d := &ntsd.Descriptor{DACL: tt.list}
		if got := d.Check(account, ntsd.Create(ntsd.ClassUser)); got.Outcome != tt.want {
			t.Errorf("%s: Check = %s, want %s", tt.name, got.Outcome, tt.want)
		}
	}
}

func TestCheckPrincipalSelf(t *testing.T) {
	d := sddl(t, "D:(A;;WP;;;PS)")
	tests := []struct {
		name string
		self ntsd.SID
		want ntsd.Outcome
	}{
		{"the account itself", svc, ntsd.Granted},
		{"another account", helper, ntsd.Denied},
		{"an object without a SID", "", ntsd.Denied},
	}
	for _, tt := range tests {
		want := ntsd.Write(ntsd.ClassUser, attribute(t, "title"))
		want.Self = tt.self
		if got := d.Check(account, want); got.Outcome != tt.want {
			t.Errorf("%s: Check = %s, want %s", tt.name, got.Outcome, tt.want)
		}
	}
}

func TestZeroVerdictGrantsNothing(t *testing.T) {
	var v ntsd.Verdict
	if v.Outcome != ntsd.Uncertain || v.Outcome.String() != "uncertain" {
		t.Errorf("zero Verdict = %s, want uncertain", v.Outcome)
	}
	if got := new(ntsd.Descriptor).Check(account, ntsd.Whole(ntsd.Delete)); got.Outcome != ntsd.Denied || got.Missing != ntsd.Delete {
		t.Errorf("Check of the zero Descriptor = %+v, want denied", got)
	}
	if ntsd.Token(nil).Has(svc) {
		t.Error("the nil Token has a SID")
	}
}

func TestReadAndDeleteChild(t *testing.T) {
	d := sddl(t, "D:(OA;;RP;"+public+";;SV)(OA;;DC;"+user+";;SV)")
	tests := []struct {
		name string
		want ntsd.Access
		out  ntsd.Outcome
	}{
		{"read title", ntsd.Read(ntsd.ClassUser, attribute(t, "title")), ntsd.Granted},
		{"read employeeID", ntsd.Read(ntsd.ClassUser, attribute(t, "employeeID")), ntsd.Denied},
		{"delete users", ntsd.DeleteChildOf(ntsd.ClassUser), ntsd.Granted},
		{"delete groups", ntsd.DeleteChildOf(ntsd.ClassGroup), ntsd.Denied},
	}
	for _, tt := range tests {
		if got := d.Check(account, tt.want); got.Outcome != tt.out {
			t.Errorf("%s: Check = %s, want %s", tt.name, got.Outcome, tt.out)
		}
	}
}
