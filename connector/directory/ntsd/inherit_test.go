package ntsd_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/directory/ntsd"
)

func TestForChild(t *testing.T) {
	tests := []struct {
		name, parent, child, grandchild string // entries; SV is the account, HD the help desk
	}{
		{"not inheritable", "(A;;WP;;;SV)", "", ""},
		{"to everything", "(A;CI;WP;;;SV)", "(A;CIID;WP;;;SV)", "(A;CIID;WP;;;SV)"},
		{"below only", "(A;CIIO;WP;;;SV)", "(A;CIID;WP;;;SV)", "(A;CIID;WP;;;SV)"},
		{"denial", "(D;CI;SD;;;SV)", "(D;CIID;SD;;;SV)", "(D;CIID;SD;;;SV)"},
		{"children, not grandchildren", "(A;CINP;WP;;;SV)", "(A;ID;WP;;;SV)", ""},
		{"to users", "(OA;CIIO;WP;;" + user + ";SV)", "(OA;CIID;WP;;" + user + ";SV)", "(OA;CIID;WP;;" + user + ";SV)"},
		{"to contacts", "(OA;CIIO;WP;;" + contact + ";SV)", "(OA;CIIOID;WP;;" + contact + ";SV)", "(OA;CIIOID;WP;;" + contact + ";SV)"},
		{"to contacts, children only", "(OA;CINPIO;WP;;" + contact + ";SV)", "", ""},
		{"to users, children only", "(OA;CINPIO;WP;;" + user + ";SV)", "(A;ID;WP;;;SV)", ""},
		{"to users, children only, one attribute", "(OD;CINPIO;WP;" + title + ";" + user + ";SV)", "(OD;ID;WP;" + title + ";;SV)", ""},
		{"to users, children only, denial", "(OD;CINPIO;WP;;" + user + ";SV)", "(D;ID;WP;;;SV)", ""},
		{"generic rights are split", "(A;CI;GX;;;SV)", "(A;ID;LCRC;;;SV)(A;CIIOID;GX;;;SV)", "(A;ID;LCRC;;;SV)(A;CIIOID;GX;;;SV)"},
		{"creator owner is split", "(A;CIIO;WP;;;CO)", "(A;ID;WP;;;HD)(A;CIIOID;WP;;;CO)", "(A;ID;WP;;;HD)(A;CIIOID;WP;;;CO)"},
		{"non-containers never feel it", "(A;OI;WP;;;SV)", "(A;OIIOID;WP;;;SV)", "(A;OIIOID;WP;;;SV)"},
		{"order is kept", "(D;CI;SD;;;SV)(A;;RP;;;SV)(A;CI;SD;;;SV)", "(D;CIID;SD;;;SV)(A;CIID;SD;;;SV)", "(D;CIID;SD;;;SV)(A;CIID;SD;;;SV)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			child := sddl(t, "D:"+tt.parent).ForChild(ntsd.ClassUser, nil, helper)
			if diff := cmp.Diff(entries(t, tt.child), text(child)); diff != "" {
				t.Errorf("ForChild(%s) (-want +got):\n%s", tt.parent, diff)
			}
			grandchild := child.ForChild(ntsd.ClassUser, nil, helper)
			if diff := cmp.Diff(entries(t, tt.grandchild), text(grandchild)); diff != "" {
				t.Errorf("ForChild(ForChild(%s)) (-want +got):\n%s", tt.parent, diff)
			}
		})
	}
}

func entries(t *testing.T, list string) string { return text(sddl(t, "D:"+list)) }

func text(d *ntsd.Descriptor) string {
	var lines []string
	for _, a := range d.DACL {
		lines = append(lines, a.SDDL())
	}
	return strings.Join(lines, "\n")
}

// The entries of the class come first, so that Domain Admins may delete a new
// user below an OU that denies them to.
func TestForChildDefaultsWin(t *testing.T) {
	ou := sddl(t, "D:(D;CI;SDWP;;;DA)")
	admin := ntsd.NewToken(helper, domain.With(ntsd.RIDDomainAdmins))
	if got := ou.Check(admin, ntsd.Whole(ntsd.Delete)); got.Outcome != ntsd.Denied {
		t.Errorf("on the OU itself: %s, want denied", got.Outcome)
	}
	defaults, ok := ntsd.Defaults(ntsd.ClassUser, ntsd.Domain{SID: domain})
	if !ok {
		t.Fatal("Defaults(user): unknown class")
	}
	fresh := ou.ForChild(ntsd.ClassUser, defaults, helper)
	if got := fresh.Check(admin, ntsd.Whole(ntsd.Delete)); got.Outcome != ntsd.Granted {
		t.Errorf("on a new user: %s, want granted", got.Outcome)
	}
	if fresh.Owner != helper {
		t.Errorf("owner of a new user = %s, want %s", fresh.Owner, helper)
	}
}

func TestForChildWithoutAList(t *testing.T) {
	want := ntsd.Whole(ntsd.Delete)
	for presence, outcome := range map[ntsd.Presence]ntsd.Outcome{ntsd.Absent: ntsd.Uncertain, ntsd.Null: ntsd.Denied} {
		d := &ntsd.Descriptor{Presence: presence}
		if got := d.ForChild(ntsd.ClassUser, nil, helper).Check(account, want); got.Outcome != outcome {
			t.Errorf("child of presence %d: Check = %s, want %s", presence, got.Outcome, outcome)
		}
	}
}

func TestDefaults(t *testing.T) {
	tests := []struct {
		class ntsd.GUID
		known bool
	}{
		{ntsd.ClassUser, true}, {ntsd.ClassContact, true}, {ntsd.ClassGroup, true}, {ntsd.ClassOrganizationalUnit, true},
		{ntsd.ClassComputer, false}, {ntsd.GUID{}, false},
	}
	admins := domain.With(ntsd.RIDDomainAdmins)
	for _, tt := range tests {
		list, ok := ntsd.Defaults(tt.class, ntsd.Domain{SID: domain})
		if ok != tt.known {
			t.Errorf("Defaults(%s) known = %v, want %v", ntsd.NameOf(tt.class), ok, tt.known)
		}
		if !ok {
			continue
		}
		d := &ntsd.Descriptor{DACL: list}
		if got := d.Check(ntsd.NewToken(admins), ntsd.Whole(ntsd.FullControl)); got.Outcome != ntsd.Granted {
			t.Errorf("Defaults(%s) gives Domain Admins %s, want full control", ntsd.NameOf(tt.class), got.Missing)
		}
		if got := d.Check(account, ntsd.Whole(ntsd.Delete)); got.Outcome != ntsd.Denied {
			t.Errorf("Defaults(%s) lets anybody delete", ntsd.NameOf(tt.class))
		}
	}
	if _, ok := ntsd.Defaults(ntsd.ClassUser, ntsd.Domain{}); ok {
		t.Error("Defaults without a domain = known, want unknown")
	}
}
