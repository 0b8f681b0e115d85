package adtest

import (
	"encoding/binary"
	"fmt"
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
