package ntsd

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// GUID is an identifier of the schema or of an object, in the byte order in
// which Active Directory sends it (the first three groups little-endian,
// MS-DTYP 2.3.4.2). The zero GUID is none.
type GUID [16]byte

// ParseGUID reads "bf967aba-0de6-11d0-a285-00aa003049e2", in either case and
// with or without braces.
func ParseGUID(text string) (GUID, error) {
	bare := text
	if strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}") {
		bare = text[1 : len(text)-1]
	}
	groups := strings.Split(bare, "-")
	if len(bare) != 36 || len(groups) != 5 || len(groups[0]) != 8 || len(groups[1]) != 4 || len(groups[2]) != 4 || len(groups[3]) != 4 {
		return GUID{}, fmt.Errorf("parse GUID %q: not of the form 8-4-4-4-12", text)
	}
	b, err := hex.DecodeString(strings.Join(groups, ""))
	if err != nil {
		return GUID{}, fmt.Errorf("parse GUID %q: not hexadecimal", text)
	}
	return GUID(b).swapped(), nil
}

// GUIDFromBytes reads the 16 bytes of objectGUID or schemaIDGUID.
func GUIDFromBytes(b []byte) (GUID, error) {
	if len(b) != len(GUID{}) {
		return GUID{}, fmt.Errorf("read GUID: %d bytes, want 16", len(b))
	}
	return GUID(b), nil
}

// mustGUID is for the tables of this package.
func mustGUID(text string) GUID {
	g, err := ParseGUID(text)
	if err != nil {
		panic(err)
	}
	return g
}

// swapped turns wire order into the order of the text form, and back.
func (g GUID) swapped() GUID {
	out := g
	binary.BigEndian.PutUint32(out[0:], binary.LittleEndian.Uint32(g[0:]))
	binary.BigEndian.PutUint16(out[4:], binary.LittleEndian.Uint16(g[4:]))
	binary.BigEndian.PutUint16(out[6:], binary.LittleEndian.Uint16(g[6:]))
	return out
}

// String returns the text form in lower case and without braces.
func (g GUID) String() string {
	s := g.swapped()
	return fmt.Sprintf("%x-%x-%x-%x-%x", s[0:4], s[4:6], s[6:8], s[8:10], s[10:16])
}

// IsZero reports whether g is no GUID.
func (g GUID) IsZero() bool { return g == GUID{} }
