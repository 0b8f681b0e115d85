package ntsd_test

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/directory/ntsd"
)

func TestParseSDDLAliases(t *testing.T) {
	const root = ntsd.SID("S-1-5-21-1-1-1")
	tests := []struct {
		alias string
		want  ntsd.SID
	}{
		{"DA", domain.With(512)}, {"DU", domain.With(513)}, {"DD", domain.With(516)}, {"CA", domain.With(517)}, {"RS", domain.With(553)},
		{"LA", domain.With(500)}, {"EA", root.With(519)}, {"SA", root.With(518)},
		{"WD", ntsd.Everyone}, {"AU", ntsd.AuthenticatedUsers}, {"SY", ntsd.LocalSystem}, {"BA", ntsd.Administrators},
		{"AO", ntsd.AccountOperators}, {"PS", ntsd.PrincipalSelf}, {"CO", ntsd.CreatorOwner}, {"RU", ntsd.PreWindows2000},
		{"OW", ntsd.OwnerRights}, {"S-1-5-32-560", "S-1-5-32-560"},
	}
	for _, tt := range tests {
		d, err := ntsd.ParseSDDL("O:"+tt.alias+"D:(A;;RP;;;"+tt.alias+")", ntsd.Domain{SID: domain, Root: root})
		if err != nil || d.Owner != tt.want || len(d.DACL) != 1 || d.DACL[0].SID != tt.want {
			t.Errorf("ParseSDDL(%s) = %+v, %v, want %s", tt.alias, d, err, tt.want)
		}
	}
	if d, err := ntsd.ParseSDDL("O:EA", ntsd.Domain{SID: domain}); err != nil || d.Owner != domain.With(519) {
		t.Errorf("ParseSDDL(O:EA) in a forest of one domain = %+v, %v", d, err)
	}
	for _, alias := range []string{"DA", "EA"} {
		if d, err := ntsd.ParseSDDL("O:"+alias, ntsd.Domain{}); err == nil {
			t.Errorf("ParseSDDL(O:%s) without a domain = %+v, want an error", alias, d)
		}
	}
}

func TestParseSDDLParts(t *testing.T) {
	d := sddl(t, "O:DAG:DUD:PAI(A;CIID;GR;;;WD)S:(AU;SA;WP;;;WD)")
	if d.Owner != domain.With(512) || d.Group != domain.With(513) || !d.Protected || len(d.DACL) != 1 || !d.DACL[0].Inherited() {
		t.Errorf("ParseSDDL = %+v", d)
	}
	if d := sddl(t, "D:AI(A;;RP;;;WD)"); d.Protected || d.Presence != ntsd.Listed {
		t.Errorf("ParseSDDL(D:AI…) = %+v, want not protected", d)
	}
	if d := sddl(t, "D:"); d.Presence != ntsd.Listed || d.DACL != nil {
		t.Errorf("ParseSDDL(D:) = %+v, want an empty list", d)
	}
	if d := sddl(t, "D:NO_ACCESS_CONTROL"); d.Presence != ntsd.Null {
		t.Errorf("ParseSDDL(D:NO_ACCESS_CONTROL) = %+v, want a null list", d)
	}
	if d := sddl(t, "O:DA"); d.Presence != ntsd.Absent {
		t.Errorf("ParseSDDL(O:DA) = %+v, want an absent list", d)
	}
}

func TestParseSDDLRefuses(t *testing.T) {
	for _, text := range []string{
		"x", "X:DA", "O:", "O:nobody", "D:(A;;RP;;;DA", "D:(A;;RP;;;DA)x", "D:X(A;;RP;;;DA)", "D:(A;;RP;;DA)", "D:(A;;RP;;;DA;x)",
		"D:(XA;;RP;;;DA;(x))", "D:(A;ZZ;RP;;;DA)", "D:(A;C;RP;;;DA)", "D:(A;;R;;;DA)", "D:(A;;ZZ;;;DA)", "D:(A;;PW;;;DA)", "D:(A;;0xZZ;;;DA)",
		"D:(OA;;RP;x;;DA)", "D:(OA;;RP;;x;DA)", "D:(A;;RP;" + user + ";;DA)", "D:(A;;RP;;;XX)", "D:()",
	} {
		if d, err := ntsd.ParseSDDL(text, ntsd.Domain{SID: domain}); err == nil {
			t.Errorf("ParseSDDL(%q) = %+v, want an error", text, d)
		}
	}
}

func FuzzParseSDDL(f *testing.F) {
	f.Add("O:DAG:DUD:PAI(A;CIID;GR;;;WD)(OD;OICINPIO;CCDC;" + user + ";" + contact + ";DA)S:(AU;SA;WP;;;WD)")
	f.Add("D:(A;;0x8000;;;S-1-5-18)")
	f.Add("D:NO_ACCESS_CONTROL")
	for _, o := range readSamba(f).Objects[:3] {
		f.Add(o.SDDL)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ntsd.ParseSDDL(text, ntsd.Domain{SID: domain})
		if err != nil {
			return
		}
		for _, a := range d.DACL {
			again, err := ntsd.ParseSDDL("D:"+a.SDDL(), ntsd.Domain{})
			if err != nil || len(again.DACL) != 1 || again.DACL[0] != a {
				t.Fatalf("ParseSDDL(%q) = %+v, %v, want %+v", a.SDDL(), again, err, a)
			}
		}
	})
}

func TestACESDDL(t *testing.T) {
	for _, text := range []string{
		"(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;S-1-5-18)",
		"(D;CIID;SD;;;S-1-1-0)",
		"(OA;OICINPIOID;RPWP;" + title + ";" + user + ";S-1-5-11)",
		"(OD;;CR;" + reset + ";;S-1-5-21-1-2-3-1104)",
		"(A;;GAGXGWGR;;;S-1-5-11)",
		"(A;;0x1000001;;;S-1-5-11)",
	} {
		if got := sddl(t, "D:"+text).DACL[0].SDDL(); got != text {
			t.Errorf("SDDL() = %s, want %s", got, text)
		}
	}
	conditional := callback(sddl(t, "D:(A;;RP;;;SV)").DACL[0])
	for _, a := range []ntsd.ACE{conditional, {Type: 0x7F}, {Type: 0x02, SID: svc}} {
		if got := a.SDDL(); got != "" {
			t.Errorf("SDDL() of type %#x = %s, want nothing", byte(a.Type), got)
		}
	}
}

func TestACEString(t *testing.T) {
	tests := []struct{ sddl, want string }{
		{"(A;;GA;;;SV)", "allow full control to S-1-5-21-1000-2000-3000-1104"},
		{"(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)", "allow full control to S-1-5-18"},
		{"(OD;CIID;CCDC;" + user + ";;SV)", "deny create child objects, delete child objects (user) to S-1-5-21-1000-2000-3000-1104, inherited"},
		{"(OA;CIIO;CR;" + reset + ";" + user + ";WD)", "allow extended right (Reset Password) to S-1-1-0, only below, for user objects"},
		{"(OA;;WP;" + public + ";;WD)", "allow write property (Public Information) to S-1-1-0"},
		{"(OA;;WP;" + title + ";;WD)", "allow write property (title) to S-1-1-0"},
		{"(OA;;WP;5805bc62-bdc9-4428-a5e2-856a0f4c185e;;WD)", "allow write property (5805bc62-bdc9-4428-a5e2-856a0f4c185e) to S-1-1-0"},
		{"(A;;0x1000000;;;WD)", "allow 0x1000000 to S-1-1-0"},
	}
	for _, tt := range tests {
		if got := sddl(t, "D:"+tt.sddl).DACL[0].String(); got != tt.want {
			t.Errorf("String(%s) = %q, want %q", tt.sddl, got, tt.want)
		}
	}
	conditional := callback(sddl(t, "D:(D;;SD;;;SV)").DACL[0])
	if got, want := conditional.String(), "deny delete to S-1-5-21-1000-2000-3000-1104, under a condition"; got != want {
		t.Errorf("String(conditional) = %q, want %q", got, want)
	}
	if got, want := (ntsd.ACE{Type: 0x7F, Mask: ntsd.Delete}).String(), "type 0x7f delete, under a condition"; got != want {
		t.Errorf("String(unknown) = %q, want %q", got, want)
	}
}

func TestACEClaims(t *testing.T) {
	tests := []struct {
		ace                            ntsd.ACE
		denies, conditional, inherited bool
	}{
		{ntsd.ACE{Type: ntsd.Allow, Flags: ntsd.Inherited}, false, false, true},
		{ntsd.ACE{Type: ntsd.DenyObject}, true, false, false},
		{ntsd.ACE{Type: ntsd.DenyCallbackObject}, true, true, false},
		{ntsd.ACE{Type: ntsd.AllowCallback, Flags: ntsd.InheritOnly}, false, true, false},
		{ntsd.ACE{Type: 0x04}, false, true, false},
	}
	for _, tt := range tests {
		a := tt.ace
		if a.Denies() != tt.denies || a.Conditional() != tt.conditional || a.Inherited() != tt.inherited {
			t.Errorf("%+v: denies %v, conditional %v, inherited %v, want %v, %v, %v",
				a, a.Denies(), a.Conditional(), a.Inherited(), tt.denies, tt.conditional, tt.inherited)
		}
	}
}

func TestMask(t *testing.T) {
	tests := []struct {
		mask, mapped ntsd.Mask
		sddl, text   string
	}{
		{0, 0, "", "0x0"},
		{ntsd.CreateChild | ntsd.DeleteChild, 0x3, "CCDC", "create child objects, delete child objects"},
		{ntsd.GenericAll, ntsd.FullControl, "GA", "full control"},
		{ntsd.GenericRead, 0x20094, "GR", "read"},
		{ntsd.GenericWrite, 0x20028, "GW", "write"},
		{ntsd.GenericExecute | ntsd.Delete, 0x30004, "SDGX", "delete, execute"},
		{ntsd.FullControl, ntsd.FullControl, "CCDCLCSWRPWPDTLOCRSDRCWDWO", "full control"},
		{0x100 | 0x100000, 0x100100, "0x100100", "extended right"},
	}
	for _, tt := range tests {
		if got := tt.mask.Mapped(); got != tt.mapped {
			t.Errorf("Mask(%#x).Mapped() = %#x, want %#x", uint32(tt.mask), uint32(got), uint32(tt.mapped))
		}
		if got := tt.mask.SDDL(); got != tt.sddl {
			t.Errorf("Mask(%#x).SDDL() = %q, want %q", uint32(tt.mask), got, tt.sddl)
		}
		if got := tt.mask.String(); got != tt.text {
			t.Errorf("Mask(%#x).String() = %q, want %q", uint32(tt.mask), got, tt.text)
		}
	}
}

func TestAttributes(t *testing.T) {
	seen := map[ntsd.GUID]string{}
	for _, a := range ntsd.Attributes() {
		if other := seen[a.GUID]; other != "" || a.GUID.IsZero() {
			t.Errorf("%s has the GUID %s of %q", a.Name, a.GUID, other)
		}
		seen[a.GUID] = a.Name
		if got, ok := ntsd.AttributeNamed(strings.ToUpper(a.Name)); !ok || got != a {
			t.Errorf("AttributeNamed(%s) = %+v, %v, want %+v", strings.ToUpper(a.Name), got, ok, a)
		}
		if got := ntsd.NameOf(a.GUID); got != a.Name {
			t.Errorf("NameOf(%s) = %q, want %q", a.GUID, got, a.Name)
		}
	}
	if a, ok := ntsd.AttributeNamed("nothing"); ok {
		t.Errorf("AttributeNamed(nothing) = %+v, want none", a)
	}
}
