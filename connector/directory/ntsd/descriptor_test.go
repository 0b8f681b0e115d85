package ntsd_test

import (
	"encoding/binary"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/directory/ntsd"
)

const (
	domain = ntsd.SID("S-1-5-21-1000-2000-3000")
	svc    = ntsd.SID("S-1-5-21-1000-2000-3000-1104")
	helper = ntsd.SID("S-1-5-21-1000-2000-3000-1105")
)

// sddl reads a descriptor in which SV stands for the service account and HD
// for the help desk.
func sddl(t testing.TB, text string) *ntsd.Descriptor {
	t.Helper()
	text = strings.NewReplacer(";SV)", ";"+string(svc)+")", ";HD)", ";"+string(helper)+")", "O:SV", "O:"+string(svc)).Replace(text)
	d, err := ntsd.ParseSDDL(text, ntsd.Domain{SID: domain})
	if err != nil {
		t.Fatalf("ParseSDDL(%s) = %v", text, err)
	}
	return d
}

// callback turns an entry into one that holds under a condition.
func callback(a ntsd.ACE) ntsd.ACE {
	a.Type = map[ntsd.ACEType]ntsd.ACEType{
		ntsd.Allow: ntsd.AllowCallback, ntsd.Deny: ntsd.DenyCallback,
		ntsd.AllowObject: ntsd.AllowCallbackObject, ntsd.DenyObject: ntsd.DenyCallbackObject,
	}[a.Type]
	a.Data = "artx\xf8\x00\x00\x00"
	return a
}

func TestMarshalParse(t *testing.T) {
	conditional := sddl(t, "D:(A;;RP;;;SV)(OD;CI;WP;bf967a55-0de6-11d0-a285-00aa003049e2;;HD)")
	for i, a := range conditional.DACL {
		conditional.DACL[i] = callback(a)
	}
	tests := map[string]*ntsd.Descriptor{
		"zero value":   {},
		"no list sent": {Owner: svc, Presence: ntsd.Absent},
		"null list":    {Owner: svc, Group: helper, Presence: ntsd.Null},
		"protected":    sddl(t, "O:DAG:DAD:PAI(A;;GA;;;SY)(OA;CIIO;RPWP;;bf967aba-0de6-11d0-a285-00aa003049e2;SV)"),
		"conditional":  conditional,
		"audit entry":  {DACL: []ntsd.ACE{{Type: 0x02, Mask: ntsd.Delete, SID: ntsd.Everyone}, {Type: 0x07, ObjectType: ntsd.ClassUser, SID: svc}}},
		"unknown type": {DACL: []ntsd.ACE{{Type: 0x7F, Flags: 0xFF, Mask: 0xFFFFFFFF, Data: "12345678"}}},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			raw, err := want.Marshal()
			if err != nil {
				t.Fatal(err)
			}
			got, err := ntsd.Parse(raw)
			if err != nil {
				t.Fatalf("Parse(%x) = %v", raw, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Parse(Marshal()) differs:\n%s", diff)
			}
		})
	}
}

func TestMarshalRefuses(t *testing.T) {
	long := make([]ntsd.ACE, 3000)
	for i := range long {
		long[i] = ntsd.ACE{SID: svc}
	}
	tests := map[string]ntsd.Descriptor{
		"an owner that is no SID":     {Owner: "Domain Admins"},
		"an entry without a SID":      {DACL: []ntsd.ACE{{Mask: ntsd.Delete}}},
		"a list of 100 KB":            {DACL: long},
		"an entry of 100 KB":          {DACL: []ntsd.ACE{{Type: ntsd.AllowCallback, SID: svc, Data: strings.Repeat("x", 100_000)}}},
		"an alias instead of its SID": {Group: "DA"},
	}
	for name, d := range tests {
		if raw, err := d.Marshal(); err == nil {
			t.Errorf("Marshal(%s) = %d bytes, want an error", name, len(raw))
		}
	}
}

// simple is a descriptor of one entry, to be spoiled byte by byte:
// header 20, list header 8, entry 8 + SID 12.
const simple = "01000480" + "00000000" + "00000000" + "00000000" + "14000000" +
	"04001c00" + "01000000" +
	"00001400" + "ff010f00" + "010100000000000512000000"

func TestParseSimple(t *testing.T) {
	raw, err := hex.DecodeString(simple)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ntsd.Parse(raw)
	want := &ntsd.Descriptor{DACL: []ntsd.ACE{{Mask: ntsd.FullControl, SID: ntsd.LocalSystem}}}
	if err != nil {
		t.Fatalf("Parse = %v", err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse differs:\n%s", diff)
	}
}

func TestParseRefuses(t *testing.T) {
	tests := map[string]func(b []byte) []byte{
		"nothing":                      func(b []byte) []byte { return nil },
		"a short header":               func(b []byte) []byte { return b[:19] },
		"another revision":             func(b []byte) []byte { b[0] = 2; return b },
		"an absolute descriptor":       func(b []byte) []byte { b[3] = 0; return b },
		"an owner inside the header":   func(b []byte) []byte { b[4] = 8; return b },
		"an owner beyond the end":      func(b []byte) []byte { b[4] = 200; return b },
		"an owner at 4 GB":             func(b []byte) []byte { copy(b[4:], "\xff\xff\xff\xff"); return b },
		"an owner that is no SID":      func(b []byte) []byte { b[4] = 20; return b },
		"a group that is cut off":      func(b []byte) []byte { b[8] = 44; return b },
		"a list beyond the end":        func(b []byte) []byte { b[16] = 48; return b },
		"a list header cut off":        func(b []byte) []byte { return b[:27] },
		"a list longer than the rest":  func(b []byte) []byte { b[22] = 0xff; return b },
		"a list shorter than a header": func(b []byte) []byte { b[22] = 7; return b },
		"more entries than there are":  func(b []byte) []byte { b[24] = 2; return b },
		"an entry of no size":          func(b []byte) []byte { b[30] = 0; return b },
		"an entry of odd size":         func(b []byte) []byte { b[30] = 19; return b },
		"an entry longer than a list":  func(b []byte) []byte { b[30] = 24; return b },
		"a SID longer than its entry":  func(b []byte) []byte { b[37] = 2; return b },
		"an object entry without room": func(b []byte) []byte { b[28] = 5; return objectFlags(b, 1) },
		"two types without room":       func(b []byte) []byte { b[28] = 6; return objectFlags(b, 3) },
	}
	for name, spoil := range tests {
		raw, err := hex.DecodeString(simple)
		if err != nil {
			t.Fatal(err)
		}
		if d, err := ntsd.Parse(spoil(raw)); err == nil {
			t.Errorf("Parse(%s) = %+v, want an error", name, d)
		}
	}
}

func objectFlags(b []byte, flags uint32) []byte {
	binary.LittleEndian.PutUint32(b[36:], flags)
	return b
}

func FuzzParse(f *testing.F) {
	for _, o := range readSamba(f).Objects {
		raw, err := hex.DecodeString(o.Hex)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	raw, _ := hex.DecodeString(simple)
	f.Add(raw)
	token := ntsd.NewToken(ntsd.Everyone, svc)
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := ntsd.Parse(raw)
		if err != nil {
			return
		}
		again, err := d.Marshal()
		if err != nil {
			t.Fatalf("Marshal(Parse(%x)) = %v", raw, err)
		}
		back, err := ntsd.Parse(again)
		if err != nil {
			t.Fatalf("Parse(Marshal(Parse(%x))) = %v", raw, err)
		}
		if !reflect.DeepEqual(d, back) {
			t.Fatalf("Parse(Marshal(d)) = %+v, want %+v", back, d)
		}
		for _, a := range d.DACL {
			_ = a.String() + a.SDDL()
		}
		d.ForChild(ntsd.ClassUser, nil, svc).Check(token, ntsd.Whole(ntsd.Delete))
	})
}
