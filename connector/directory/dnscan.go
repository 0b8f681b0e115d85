package directory

import (
	"strings"
	"unicode/utf8"

	"hire2retire-setup/connector/check"
)

// dnFault is where and why a DN cannot be read. at is a byte offset.
type dnFault struct {
	at     int
	detail check.Text
}

// Error returns the detail in English.
func (f *dnFault) Error() string { return f.detail.String() }

// dnScanner reads a DN from left to right (RFC 4514 section 3, and the quoted
// values of RFC 2253 section 4, which domain controllers take too).
type dnScanner struct {
	s   string
	pos int
	// plusAt is the first plus of the value that is being read.
	plusAt int
	quoted bool // a quoted value was met
}

// scannedRDN is an RDN and the byte offsets where it stands in the text.
type scannedRDN struct {
	RDN
	typeAt, valueAt int
	// plusAt is the first "+" that is not escaped, or -1: a multi-valued RDN.
	plusAt int
}

// splitDN takes a DN apart. Types and values are not judged, except that
// neither is empty. The error is a *dnFault.
func splitDN(s string) ([]RDN, error) {
	parts, err := (&dnScanner{s: s}).all()
	return rdnsOf(parts), err
}

func rdnsOf(parts []scannedRDN) []RDN {
	rdns := make([]RDN, len(parts))
	for i, p := range parts {
		rdns[i] = p.RDN
	}
	return rdns
}

func (sc *dnScanner) all() ([]scannedRDN, error) {
	var parts []scannedRDN
	for {
		r, err := sc.rdn()
		if err != nil {
			return nil, err
		}
		parts = append(parts, r)
		if sc.pos == len(sc.s) {
			return parts, nil
		}
		sc.pos++ // the comma
		if strings.Trim(sc.s[sc.pos:], " ") == "" {
			return nil, sc.fault(sc.pos-1, check.T("dn.comma-end", "There is nothing after the last comma."))
		}
	}
}

func (sc *dnScanner) fault(at int, detail check.Text) error { return &dnFault{at, detail} }

// rdn reads "type=value" up to a comma or the end.
func (sc *dnScanner) rdn() (scannedRDN, error) {
	start := sc.pos
	end := strings.IndexAny(sc.s[start:], ",=")
	part := sc.s[start:]
	if end >= 0 {
		part = part[:end]
	}
	name := strings.Trim(part, " ")
	start += strings.Index(part, name)
	switch {
	case end < 0 || sc.s[sc.pos+end] == ',':
		if name == "" {
			return scannedRDN{}, sc.fault(start, check.T("dn.empty-part", "There is nothing between two commas."))
		}
		return scannedRDN{}, sc.fault(start, check.T("dn.no-equals", "“{{.part}}” has no “=”. A part of a DN looks like OU=Sales; a comma inside a name is written “\\,”.", "part", check.Clean(name)))
	case name == "":
		return scannedRDN{}, sc.fault(start, check.T("dn.no-type", "There is no type before “=”, such as OU or DC."))
	}
	sc.pos += end + 1
	sc.plusAt = -1
	value, at, err := sc.value()
	return scannedRDN{RDN{name, value}, start, at, sc.plusAt}, err
}

// value reads an attribute value up to the comma that ends it. Spaces around
// it do not belong to it unless they are escaped.
func (sc *dnScanner) value() (value string, at int, err error) {
	for sc.pos < len(sc.s) && sc.s[sc.pos] == ' ' {
		sc.pos++
	}
	start := sc.pos
	if sc.pos < len(sc.s) && sc.s[sc.pos] == '"' {
		value, err := sc.quotedValue()
		return value, start, err
	}
	var b strings.Builder
	keep := 0 // how long b is up to its last character that is no unescaped space
	for sc.pos < len(sc.s) && sc.s[sc.pos] != ',' {
		c := sc.s[sc.pos]
		if c == '\\' {
			if err := sc.escape(&b); err != nil {
				return "", start, err
			}
			keep = b.Len()
			continue
		}
		if strings.IndexByte(`"<>`, c) >= 0 {
			return "", start, sc.fault(sc.pos, check.T("dn.must-escape", "“{{.character}}” inside a name is written “\\{{.character}}”.", "character", string(c)))
		}
		if c == '+' && sc.plusAt < 0 {
			sc.plusAt = sc.pos
		}
		sc.pos++
		b.WriteByte(c)
		if c != ' ' {
			keep = b.Len()
		}
	}
	value, err = sc.finish(b.String()[:keep], start)
	return value, start, err
}

// finish refuses a value that is empty or not UTF-8.
func (sc *dnScanner) finish(value string, start int) (string, error) {
	if value == "" {
		return "", sc.fault(max(start-1, 0), check.T("dn.empty-value", "There is nothing after “=”."))
	}
	if !utf8.ValidString(value) {
		return "", sc.fault(start, check.T("dn.not-utf8", "The bytes of this part are not UTF-8 text."))
	}
	return value, nil
}

// escape reads a backslash and what it protects: one special character or two
// hexadecimal digits.
func (sc *dnScanner) escape(b *strings.Builder) error {
	rest := sc.s[sc.pos+1:]
	if len(rest) >= 2 && isHex(rest[0]) && isHex(rest[1]) {
		b.WriteByte(unhex(rest[0])<<4 | unhex(rest[1]))
		sc.pos += 3
		return nil
	}
	if rest == "" || strings.IndexByte(` ,+"\<>;=#/`, rest[0]) < 0 {
		return sc.fault(sc.pos, check.T("dn.bad-escape", "“\\” protects a special character or stands before two hexadecimal digits. A backslash inside a name is written “\\\\”."))
	}
	b.WriteByte(rest[0])
	sc.pos += 2
	return nil
}

// quotedValue reads a value in double quotes.
func (sc *dnScanner) quotedValue() (string, error) {
	start := sc.pos
	sc.quoted = true
	sc.pos++
	var b strings.Builder
	for sc.pos < len(sc.s) && sc.s[sc.pos] != '"' {
		if sc.s[sc.pos] == '\\' {
			if err := sc.escape(&b); err != nil {
				return "", err
			}
			continue
		}
		b.WriteByte(sc.s[sc.pos])
		sc.pos++
	}
	if sc.pos == len(sc.s) {
		return "", sc.fault(start, check.T("dn.open-quote", "This quotation mark is never closed."))
	}
	sc.pos++
	for sc.pos < len(sc.s) && sc.s[sc.pos] == ' ' {
		sc.pos++
	}
	if sc.pos < len(sc.s) && sc.s[sc.pos] != ',' {
		return "", sc.fault(sc.pos, check.T("dn.after-quote", "There is text after the closing quotation mark."))
	}
	return sc.finish(b.String(), start)
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}
