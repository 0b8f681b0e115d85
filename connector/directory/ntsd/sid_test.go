package ntsd_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"hire2retire-setup/connector/directory/ntsd"
)

func TestParseSID(t *testing.T) {
	tests := []struct {
		text string
		want ntsd.SID // empty: refused
	}{
		{"S-1-5-32-544", "S-1-5-32-544"},
		{"s-1-5-32-544", "S-1-5-32-544"},
		{"S-1-1-0", ntsd.Everyone},
		{"S-1-5", "S-1-5"},
		{"S-1-5-21-4294967295-0-1-500", "S-1-5-21-4294967295-0-1-500"},
		{"S-1-0x000000000005-18", ntsd.LocalSystem},
		{"S-1-0xFFFFFFFFFFFF-1", "S-1-0xFFFFFFFFFFFF-1"},
		{"S-1-281474976710655-1", "S-1-0xFFFFFFFFFFFF-1"},
		{"S-1-4294967296-1", "S-1-0x000100000000-1"},
		{"S-1-5-007", "S-1-5-7"},
		{"S-1-5" + strings.Repeat("-1", 15), ntsd.SID("S-1-5" + strings.Repeat("-1", 15))},

		{"", ""},
		{"S-1", ""},
		{"S-2-5-18", ""},
		{"X-1-5-18", ""},
		{"S-1-5-", ""},
		{"S-1-5--1", ""},
		{"S-1-5-+1", ""},
		{"S-1-5-4294967296", ""},
		{"S-1-281474976710656-1", ""},
		{"S-1-0x5-18", ""},
		{"S-1-5-18 ", ""},
		{"DA", ""},
		{"S-1-5" + strings.Repeat("-1", 16), ""},
	}
	for _, tt := range tests {
		got, err := ntsd.ParseSID(tt.text)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("ParseSID(%q) = %q, %v, want %q", tt.text, got, err, tt.want)
		}
	}
}

func TestSIDBytes(t *testing.T) {
	tests := []struct {
		hex  string
		want ntsd.SID
	}{
		{"010200000000000520000000" + "20020000", ntsd.Administrators},
		{"010100000000000512000000", ntsd.LocalSystem},
		{"0100000000000005", "S-1-5"},
		{"0101ffffffffffff01000000", "S-1-0xFFFFFFFFFFFF-1"},
		{"010500000000000515000000e8030000d0070000b80b000000020000", "S-1-5-21-1000-2000-3000-512"},
	}
	for _, tt := range tests {
		raw, err := hex.DecodeString(tt.hex)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ntsd.SIDFromBytes(raw)
		if err != nil || got != tt.want {
			t.Errorf("SIDFromBytes(%s) = %q, %v, want %q", tt.hex, got, err, tt.want)
		}
		if back := tt.want.Bytes(); !bytes.Equal(back, raw) {
			t.Errorf("SID(%s).Bytes() = %x, want %s", tt.want, back, tt.hex)
		}
	}
}

func TestSIDFromBytesRefuses(t *testing.T) {
	tests := map[string]string{
		"nothing":              "",
		"a short header":       "01020000000000",
		"another revision":     "020100000000000512000000",
		"a part that is short": "0102000000000005200000002002",
		"bytes left over":      "01010000000000051200000000",
		"too many parts":       "0110000000000005" + strings.Repeat("01000000", 16),
	}
	for name, text := range tests {
		raw, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ntsd.SIDFromBytes(raw); err == nil {
			t.Errorf("SIDFromBytes(%s) = %q, want an error", name, got)
		}
	}
}

func TestSIDBytesOfNoSID(t *testing.T) {
	for _, s := range []ntsd.SID{"", "DA", "S-1-5-x"} {
		if b := s.Bytes(); b != nil {
			t.Errorf("SID(%q).Bytes() = %x, want none", string(s), b)
		}
	}
}

func TestSIDParts(t *testing.T) {
	tests := []struct {
		sid, domain ntsd.SID
		rid         uint32
	}{
		{"S-1-5-21-1-2-3-512", "S-1-5-21-1-2-3", 512},
		{"S-1-5-21-1-2-3", "S-1-5-21-1-2", 3},
		{"S-1-5-32-544", "S-1-5-32", 544},
		{"S-1-5-18", "", 18},
		{"S-1-1-0", "", 0},
		{"S-1-5", "", 0},
		{"", "", 0},
	}
	for _, tt := range tests {
		if got := tt.sid.Domain(); got != tt.domain {
			t.Errorf("SID(%q).Domain() = %q, want %q", string(tt.sid), string(got), string(tt.domain))
		}
		if got := tt.sid.RID(); got != tt.rid {
			t.Errorf("SID(%q).RID() = %d, want %d", string(tt.sid), got, tt.rid)
		}
		if tt.domain != "" && tt.domain.With(tt.rid) != tt.sid {
			t.Errorf("SID(%q).With(%d) = %q, want %q", string(tt.domain), tt.rid, string(tt.domain.With(tt.rid)), string(tt.sid))
		}
	}
}

func TestWellKnownSIDsAreCanonical(t *testing.T) {
	for _, s := range []ntsd.SID{
		ntsd.Everyone, ntsd.CreatorOwner, ntsd.CreatorGroup, ntsd.OwnerRights, ntsd.Network, ntsd.Anonymous, ntsd.EnterpriseDCs,
		ntsd.PrincipalSelf, ntsd.AuthenticatedUsers, ntsd.ThisOrganization, ntsd.LocalSystem, ntsd.Administrators, ntsd.BuiltinUsers,
		ntsd.AccountOperators, ntsd.PrintOperators, ntsd.PreWindows2000,
	} {
		if got, err := ntsd.ParseSID(s.String()); err != nil || got != s {
			t.Errorf("ParseSID(%q) = %q, %v, want itself", string(s), string(got), err)
		}
	}
}

func FuzzParseSID(f *testing.F) {
	for _, seed := range []string{"S-1-5-32-544", "S-1-0xFFFFFFFFFFFF-1", "s-1-5", "S-1-5-21-1-2-3-", "S-1-5-+1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ntsd.ParseSID(text)
		if err != nil {
			return
		}
		if again, err := ntsd.ParseSID(string(s)); err != nil || again != s {
			t.Fatalf("ParseSID(%q) = %q, which reads as %q, %v", text, s, again, err)
		}
		if back, err := ntsd.SIDFromBytes(s.Bytes()); err != nil || back != s {
			t.Fatalf("SIDFromBytes(%q.Bytes()) = %q, %v", s, back, err)
		}
	})
}

func TestParseGUID(t *testing.T) {
	const user = "bf967aba-0de6-11d0-a285-00aa003049e2"
	for _, text := range []string{user, strings.ToUpper(user), "{" + user + "}"} {
		g, err := ntsd.ParseGUID(text)
		if err != nil || g != ntsd.ClassUser || g.String() != user {
			t.Errorf("ParseGUID(%q) = %s, %v, want %s", text, g, err, user)
		}
	}
	for _, text := range []string{
		"", "{}", user[:35], user + "0", "{" + user, strings.ReplaceAll(user, "-", ""), "bf967ab-a0de6-11d0-a285-00aa003049e2",
		"gf967aba-0de6-11d0-a285-00aa003049e2", "bf967aba-0de6-11d0-a28500aa-003049e2-", "bf967aba-0de6-11d0-a285-00aa0030-9e2",
	} {
		if g, err := ntsd.ParseGUID(text); err == nil {
			t.Errorf("ParseGUID(%q) = %s, want an error", text, g)
		}
	}
}

// The order of the bytes is that of schemaIDGUID as a domain controller sends it.
func TestGUIDWireOrder(t *testing.T) {
	raw := []byte{0xba, 0x7a, 0x96, 0xbf, 0xe6, 0x0d, 0xd0, 0x11, 0xa2, 0x85, 0x00, 0xaa, 0x00, 0x30, 0x49, 0xe2}
	if g, err := ntsd.GUIDFromBytes(raw); err != nil || g != ntsd.ClassUser {
		t.Errorf("GUIDFromBytes(%x) = %s, %v, want %s", raw, g, err, ntsd.ClassUser)
	}
	if g, err := ntsd.GUIDFromBytes(raw[:15]); err == nil {
		t.Errorf("GUIDFromBytes(15 bytes) = %s, want an error", g)
	}
	if !(ntsd.GUID{}).IsZero() || ntsd.ClassUser.IsZero() {
		t.Error("IsZero: want true for the zero GUID alone")
	}
}

func FuzzParseGUID(f *testing.F) {
	f.Add("bf967aba-0de6-11d0-a285-00aa003049e2")
	f.Add("{00000000-0000-0000-0000-000000000000}")
	f.Add("------------------------------------")
	f.Fuzz(func(t *testing.T, text string) {
		g, err := ntsd.ParseGUID(text)
		if err != nil {
			return
		}
		if !strings.EqualFold(strings.Trim(text, "{}"), g.String()) {
			t.Fatalf("ParseGUID(%q).String() = %q", text, g)
		}
	})
}
