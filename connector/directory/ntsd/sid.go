package ntsd

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// SID is a security identifier in its canonical text form, "S-1-5-32-544"; the
// empty SID is none. Two SIDs are the same account exactly when they are ==.
// Make one with ParseSID or SIDFromBytes, or as a constant written as they
// would write it.
type SID string

// Well-known SIDs, MS-DTYP 2.4.2.4.
const (
	Everyone           SID = "S-1-1-0"
	CreatorOwner       SID = "S-1-3-0"
	CreatorGroup       SID = "S-1-3-1"
	OwnerRights        SID = "S-1-3-4"
	Network            SID = "S-1-5-2"
	Anonymous          SID = "S-1-5-7"
	EnterpriseDCs      SID = "S-1-5-9"
	PrincipalSelf      SID = "S-1-5-10"
	AuthenticatedUsers SID = "S-1-5-11"
	ThisOrganization   SID = "S-1-5-15"
	LocalSystem        SID = "S-1-5-18"
	Administrators     SID = "S-1-5-32-544"
	BuiltinUsers       SID = "S-1-5-32-545"
	AccountOperators   SID = "S-1-5-32-548"
	PrintOperators     SID = "S-1-5-32-550"
	PreWindows2000     SID = "S-1-5-32-554"
)

// Relative identifiers of the accounts every domain has, MS-DTYP 2.4.2.4.
// Enterprise and Schema Admins exist in the root domain of the forest only.
const (
	RIDAdministrator     uint32 = 500
	RIDDomainAdmins      uint32 = 512
	RIDDomainUsers       uint32 = 513
	RIDDomainControllers uint32 = 516
	RIDCertPublishers    uint32 = 517
	RIDSchemaAdmins      uint32 = 518
	RIDEnterpriseAdmins  uint32 = 519
	RIDReadOnlyDCs       uint32 = 521
	RIDProtectedUsers    uint32 = 525
	RIDRASServers        uint32 = 553
)

// maxSubAuthorities is the limit of MS-DTYP 2.4.2.2.
const maxSubAuthorities = 15

// ParseSID reads the text form, MS-DTYP 2.4.2.1, in either case and with the
// authority in decimal or hexadecimal. It does not know the aliases of SDDL.
func ParseSID(text string) (SID, error) {
	fields := strings.Split(text, "-")
	if len(fields) < 3 || len(fields) > 3+maxSubAuthorities || !strings.EqualFold(fields[0], "S") || fields[1] != "1" {
		return "", fmt.Errorf("parse SID %q: not of the form S-1-…", text)
	}
	authority, err := parseAuthority(fields[2])
	if err != nil {
		return "", fmt.Errorf("parse SID %q: bad authority", text)
	}
	subs := make([]uint32, 0, maxSubAuthorities)
	for _, field := range fields[3:] {
		sub, err := parseDecimal(field, 32)
		if err != nil {
			return "", fmt.Errorf("parse SID %q: bad part %q", text, field)
		}
		subs = append(subs, uint32(sub))
	}
	return newSID(authority, subs), nil
}

func parseAuthority(field string) (uint64, error) {
	if hex, ok := strings.CutPrefix(strings.ToLower(field), "0x"); ok && len(hex) == 12 {
		return strconv.ParseUint(hex, 16, 48)
	}
	return parseDecimal(field, 48)
}

// parseDecimal refuses the signs that strconv would take.
func parseDecimal(field string, bits int) (uint64, error) {
	if field == "" || field[0] < '0' || field[0] > '9' {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseUint(field, 10, bits)
}

// SIDFromBytes reads the binary form, MS-DTYP 2.4.2.2, as objectSid and
// tokenGroups hold it. It refuses bytes that are left over.
func SIDFromBytes(b []byte) (SID, error) {
	sid, n, err := readSID(b)
	if err != nil {
		return "", err
	}
	if n != len(b) {
		return "", fmt.Errorf("read SID: %d bytes left over", len(b)-n)
	}
	return sid, nil
}

// readSID reads the SID at the start of b and says how long it was.
func readSID(b []byte) (SID, int, error) {
	if len(b) < 8 || b[0] != 1 || b[1] > maxSubAuthorities {
		return "", 0, fmt.Errorf("read SID: %w", errMalformed)
	}
	n := 8 + 4*int(b[1])
	if n > len(b) {
		return "", 0, fmt.Errorf("read SID: %w", errMalformed)
	}
	authority := uint64(binary.BigEndian.Uint16(b[2:]))<<32 | uint64(binary.BigEndian.Uint32(b[4:]))
	subs := make([]uint32, b[1])
	for i := range subs {
		subs[i] = binary.LittleEndian.Uint32(b[8+4*i:])
	}
	return newSID(authority, subs), n, nil
}

func newSID(authority uint64, subs []uint32) SID {
	text := []byte("S-1-")
	if authority < 1<<32 {
		text = strconv.AppendUint(text, authority, 10)
	} else {
		text = fmt.Appendf(text, "0x%012X", authority)
	}
	for _, sub := range subs {
		text = append(text, '-')
		text = strconv.AppendUint(text, uint64(sub), 10)
	}
	return SID(text)
}

// Bytes returns the binary form, or nil for a SID that ParseSID would refuse.
func (s SID) Bytes() []byte {
	sid, err := ParseSID(string(s))
	if err != nil {
		return nil
	}
	fields := strings.Split(string(sid), "-")[2:]
	authority, _ := parseAuthority(fields[0])
	b := binary.BigEndian.AppendUint64(nil, authority)
	b[0], b[1] = 1, byte(len(fields)-1)
	for _, field := range fields[1:] {
		sub, _ := parseDecimal(field, 32)
		b = binary.LittleEndian.AppendUint32(b, uint32(sub))
	}
	return b
}

// String returns the text form.
func (s SID) String() string { return string(s) }

// Domain returns the SID without its last part: the domain of an account. It
// is empty for a SID that belongs to no domain, such as S-1-5-18.
func (s SID) Domain() SID {
	if i := strings.LastIndexByte(string(s), '-'); i > 0 && strings.Count(string(s), "-") > 3 {
		return s[:i]
	}
	return ""
}

// RID returns the last part, the relative identifier; 0 when there is none.
func (s SID) RID() uint32 {
	if strings.Count(string(s), "-") < 3 {
		return 0
	}
	rid, _ := parseDecimal(string(s)[strings.LastIndexByte(string(s), '-')+1:], 32)
	return uint32(rid)
}

// With returns the account rid of the domain s.
func (s SID) With(rid uint32) SID {
	return s + SID("-"+strconv.FormatUint(uint64(rid), 10))
}
