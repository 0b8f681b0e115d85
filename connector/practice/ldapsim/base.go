package ldapsim

import (
	"encoding/hex"
	"strings"

	"hire2retire-setup/connector/directory/ntsd"
)

// resolve finds the object that a search starts from. When there is none the
// result says why.
func (s *session) resolve(base string) (*entry, result) {
	d := s.site.Directory
	e, err := d.named(base)
	if err != nil {
		return nil, badName(base)
	}
	if e != nil {
		if (view{d, s, e}).visible() {
			return e, result{}
		}
		return nil, noObject(e.name.parent())
	}
	name, _ := parseDN(base) // a form in brackets has no parent
	if domain, _ := name.domain(); len(domain) > 0 && !name.under(d.base) {
		return nil, elsewhere(name)
	}
	best := name.parent()
	for len(best) > 0 && d.byName[best.key()] == nil {
		best = best.parent()
	}
	return nil, noObject(best)
}

// wellKnownObjects are what <WKGUID=…> names, MS-ADTS 6.1.1.4.
var wellKnownObjects = map[string]string{
	"a9d1ca15768811d1aded00c04fd8d5cd": "CN=Users",
	"aa312825768811d1aded00c04fd8d5cd": "CN=Computers",
	"a361b2ffffd211d1aa4b00c04fd7d83a": "OU=Domain Controllers",
	"ab1d30f3768811d1aded00c04fd8d5cd": "CN=System",
}

// named finds an object by DN or by one of the forms <SID=…>, <GUID=…> and
// <WKGUID=…,DN>, MS-ADTS 3.1.1.3.1.2.4. It is nil when there is no such object,
// and an error when the name is none.
func (d *Directory) named(name string) (*entry, error) {
	inner, ok := strings.CutPrefix(name, "<")
	if !ok {
		parsed, err := parseDN(name)
		return d.byName[parsed.key()], err
	}
	kind, value, _ := strings.Cut(strings.TrimSuffix(inner, ">"), "=")
	switch strings.ToUpper(kind) {
	case "SID":
		sid, err := textOrHex(value, ntsd.ParseSID, ntsd.SIDFromBytes)
		return d.bySID[sid], err
	case "GUID":
		g, err := textOrHex(value, ntsd.ParseGUID, ntsd.GUIDFromBytes)
		return d.byGUID[g], err
	case "WKGUID":
		id, below, _ := strings.Cut(value, ",")
		if rdn, ok := wellKnownObjects[strings.ToLower(id)]; ok {
			return d.named(rdn + "," + below)
		}
		return nil, nil
	}
	return nil, errBadName
}

// textOrHex reads an identifier as text, else as its bytes in hexadecimal.
func textOrHex[T any](value string, fromText func(string) (T, error), fromBytes func([]byte) (T, error)) (T, error) {
	id, err := fromText(value)
	if err == nil {
		return id, nil
	}
	raw, hexErr := hex.DecodeString(value)
	if hexErr != nil {
		return id, err
	}
	return fromBytes(raw)
}
