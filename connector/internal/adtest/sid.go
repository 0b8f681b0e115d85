package adtest

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// FormatSID writes a binary SID as S-1-5-21-… ([MS-DTYP] section 2.4.2). It is on purpose not the codec of the product:
// a test that reads tokens with it does not depend on what it tests. It panics when the bytes are no SID.
func FormatSID(raw []byte) string {
	if len(raw) < 8 || len(raw) != 8+4*int(raw[1]) {
		panic(fmt.Sprintf("adtest: %x is no SID", raw))
	}
	authority := binary.BigEndian.Uint64(append([]byte{0, 0}, raw[2:8]...))
	var b strings.Builder
	fmt.Fprintf(&b, "S-%d-%d", raw[0], authority)
	for part := raw[8:]; len(part) > 0; part = part[4:] {
		fmt.Fprintf(&b, "-%d", binary.LittleEndian.Uint32(part))
	}
	return b.String()
}

// RawSID is the opposite of FormatSID, as an attribute value for Entry and DomainController. It panics when the text is
// no SID.
func RawSID(sid string) string {
	parts := strings.Split(sid, "-")
	raw := []byte{1, byte(len(parts) - 3), 0, 0, 0, 0, 0, 0}
	for i, part := range parts[2:] {
		n, err := strconv.ParseUint(part, 10, 32)
		if err != nil {
			panic(fmt.Sprintf("adtest: %q is no SID: %v", sid, err))
		}
		if i == 0 {
			raw[7] = byte(n)
			continue
		}
		raw = binary.LittleEndian.AppendUint32(raw, uint32(n))
	}
	return string(raw)
}
