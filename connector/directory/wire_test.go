package directory

import (
	"errors"
	"strings"
	"testing"
)

func TestFrames(t *testing.T) {
	for name, c := range map[string]struct {
		bytes string
		want  error
	}{
		"short message":           {"\x30\x03abc", nil},
		"two messages":            {"\x30\x01a\x30\x01b", nil},
		"four bytes of length":    {"\x30\x84\x00\x00\x00\x01a\x30\x00", nil},
		"header cut":              {"\x30\x84\x00", nil},
		"not a sequence":          {"HTTP/1.1", errGarbled},
		"second is no sequence":   {"\x30\x01a\x02\x01", errGarbled},
		"indefinite length":       {"\x30\x80\x05\x00", errGarbled},
		"nine bytes of length":    {"\x30\x89", errGarbled},
		"one MiB and a bit":       {"\x30\x83\x10\x00\x01", errTooMuch},
		"two GiB":                 {"\x30\x84\x7f\xff\xff\xff", errTooMuch},
		"negative as an int64":    {"\x30\x88\xff\xff\xff\xff\xff\xff\xff\xff", errTooMuch},
		"content looks like rest": {"\x30\x04\x02\x80HT", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var whole, bytewise frames
			if err := whole.see([]byte(c.bytes)); !errors.Is(err, c.want) || c.want == nil && err != nil {
				t.Errorf("see(%q) = %v, want %v", c.bytes, err, c.want)
			}
			var err error
			for i := 0; i < len(c.bytes) && err == nil; i++ {
				err = bytewise.see([]byte(c.bytes[i : i+1]))
			}
			if !errors.Is(err, c.want) || c.want == nil && err != nil {
				t.Errorf("see byte by byte(%q) = %v, want %v", c.bytes, err, c.want)
			}
		})
	}
}

// A real answer of a Samba domain controller, dc1.corp.example.com.
const realPing = "\x17\x00\x00\x00\x9d\x11\x00\x00\xbb\x9fYC!k\x0eI\xaeI\xa4\xf0Wbh\xf8\x04corp\aexample\x03com\x00\xc0\x18\x03dc1\xc0\x18\x04CORP\x00\x03DC1\x00\x00\x17Default-First-Site-Name\x00\xc0>\x05\x00\x00\x00\xff\xff\xff\xff"

func TestParsePing(t *testing.T) {
	p, err := parsePing([]byte(realPing))
	want := ping{DomainGUID: "bb9f5943216b0e49ae49a4f0576268f8", Forest: "corp.example.com", Site: "Default-First-Site-Name", ClientSite: "Default-First-Site-Name",
		Names: DomainNames{DNS: "corp.example.com", NetBIOS: "CORP"}, Flags: 0x119d}
	if err != nil || p != want {
		t.Errorf("parsePing = %+v, %v, want %+v", p, err, want)
	}
	for name, b := range map[string]string{
		"empty": "", "short": realPing[:20], "cut in a name": realPing[:30], "other operation": "\x15" + realPing[1:],
		"pointer to itself": realPing[:24] + "\xc0\x18" + strings.Repeat("\x00", 20),
		"pointer forwards":  realPing[:24] + "\xc0\x30" + strings.Repeat("\x00", 40),
	} {
		if p, err := parsePing([]byte(b)); err == nil {
			t.Errorf("%s: parsePing = %+v, want an error", name, p)
		}
	}
}

func FuzzParsePing(f *testing.F) {
	f.Add([]byte(realPing))
	f.Fuzz(func(t *testing.T, b []byte) {
		if p, err := parsePing(b); err == nil && len(p.DomainGUID) != 32 {
			t.Errorf("parsePing = %+v", p)
		}
	})
}

// Values reach a filter escaped, once, whatever they hold.
func TestFilters(t *testing.T) {
	for got, want := range map[filter]string{
		equals("cn", "*)(objectClass=*"):                  `(cn=\2a\29\28objectClass=\2a)`,
		startsWith("ou", `a\b`):                           `(ou=a\5cb*)`,
		allOf(equals("a", "1"), not(equals("b", "\x00"))): `(&(a=1)(!(b=\00)))`,
		anyOf(equals("a", "é"), anything):                 `(|(a=\c3\a9)(objectClass=*))`,
	} {
		if string(got) != want {
			t.Errorf("filter = %s, want %s", got, want)
		}
	}
}

// The DNs of a server are fit to be shown and still name the same object.
func TestFromServer(t *testing.T) {
	for text, want := range map[string]string{
		"OU=Staff, DC=corp":     "OU=Staff, DC=corp",
		"OU=a\nb,DC=corp":       `OU=a\0Ab,DC=corp`,
		`OU=a\0Ab,DC=corp`:      `OU=a\0Ab,DC=corp`,
		"OU=a\u202eb,DC=corp":   `OU=a\E2\80\AEb,DC=corp`,
		"OU=a\x1b[31m,DC=corp":  `OU=a\1B[31m,DC=corp`,
		"\x1b]0;x\x07DC=\nevil": "]0;xDC=evil",
		"no\x1b DN":             "no DN",
		"O\nU=a,DC=corp":        "OU=a,DC=corp", // kept as a text: it has no parts
	} {
		d := fromServer(text)
		if got := d.String(); got != want {
			t.Errorf("fromServer(%q) = %q, want %q", text, got, want)
		}
	}
}
