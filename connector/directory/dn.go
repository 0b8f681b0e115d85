package directory

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hire2retire-setup/connector/check"
)

// DN is a distinguished name (RFC 4514), the leaf first. The zero value names
// nothing.
//
// A DN that came from a domain controller keeps the text it sent: the server's
// own spelling is the only one that is certainly understood.
type DN struct {
	rdns []RDN
	text string
}

// RDN is one part of a DN, for example OU and "Sales, EMEA". The value is not
// escaped.
type RDN struct{ Type, Value string }

// String returns the DN as it can be sent and shown: the server's own text, or
// the parts with as few escapes as RFC 4514 allows, plus "=", which Samba
// refuses unescaped.
func (d DN) String() string {
	if d.text != "" {
		return d.text
	}
	parts := make([]string, len(d.rdns))
	for i, r := range d.rdns {
		parts[i] = r.String()
	}
	return strings.Join(parts, ",")
}

// String returns the RDN with its value escaped.
func (r RDN) String() string { return r.Type + "=" + escapeValue(r.Value) }

// MarshalText makes JSON of a DN its text.
func (d DN) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// IsZero reports whether d names nothing.
func (d DN) IsZero() bool { return len(d.rdns) == 0 && d.text == "" }

// RDNs returns the parts, the leaf first.
func (d DN) RDNs() []RDN { return slices.Clone(d.rdns) }

// Name returns the value of the leaf: "Sales" of OU=Sales,DC=….
func (d DN) Name() string {
	if len(d.rdns) == 0 {
		return d.text
	}
	return d.rdns[0].Value
}

// Parent returns the DN without its leaf; of a DN of one part, the zero value.
func (d DN) Parent() DN {
	if len(d.rdns) < 2 {
		return DN{}
	}
	return DN{rdns: d.rdns[1:]}
}

// Domain returns the DNS name of the DC parts, "corp.example.com"; empty when
// there are none.
func (d DN) Domain() string {
	var labels []string
	for _, r := range d.rdns {
		if strings.EqualFold(r.Type, "DC") {
			labels = append(labels, r.Value)
		}
	}
	return strings.ToLower(strings.Join(labels, "."))
}

// DomainDN returns the DC parts at the end: the naming context of the domain.
func (d DN) DomainDN() DN {
	i := len(d.rdns)
	for i > 0 && strings.EqualFold(d.rdns[i-1].Type, "DC") {
		i--
	}
	return DN{rdns: d.rdns[i:]}
}

// Equal compares without case. Two spellings that only the server knows to be
// the same object (composed and decomposed characters, say) are not equal.
func (d DN) Equal(o DN) bool { return len(d.rdns) == len(o.rdns) && d.Under(o) }

// Under reports whether d is o or below it.
func (d DN) Under(o DN) bool {
	n := len(d.rdns) - len(o.rdns)
	if n < 0 || len(o.rdns) == 0 {
		return false
	}
	return slices.EqualFunc(d.rdns[n:], o.rdns, func(a, b RDN) bool {
		return strings.EqualFold(a.Type, b.Type) && strings.EqualFold(a.Value, b.Value)
	})
}

// Child returns the DN of the object of that type and name below d.
func (d DN) Child(rdnType, name string) DN {
	return DN{rdns: append([]RDN{{rdnType, name}}, d.rdns...)}
}

// BaseDNOf returns the DN of a domain by its DNS name: DC=corp,DC=example,DC=com
// of corp.example.com. The error is a *check.Problem of the field "base-dn".
func BaseDNOf(domain string) (DN, error) {
	typed := strings.TrimSuffix(trim(domain), ".")
	d, ok := domainDN(typed)
	if !ok {
		p := refuse("dn.syntax", FieldBaseDN,
			check.T("dn.not-domain", "“{{.domain}}” is not the DNS name of a domain.", "domain", check.Clean(domain)),
			check.T("dn.not-domain.do", "Type the DNS name of the Active Directory domain, for example corp.example.com."))
		p.Err = &Typo{Text: domain}
		return DN{}, p
	}
	return d, nil
}

// domainDN builds the DN of a DNS name, and reports whether it is one.
func domainDN(name string) (DN, bool) {
	if at, _ := position(name, notInDomain); at > 0 || looksLikeAddress(name) != nil || len(name) > maxName {
		return DN{}, false
	}
	var d DN
	for label := range strings.SplitSeq(nfc(name), ".") {
		if label == "" || len(label) > maxLabel {
			return DN{}, false
		}
		d.rdns = append(d.rdns, RDN{"DC", label})
	}
	return d, true
}

// notInDomain reports characters that no name of a domain has. Active Directory
// allows letters of every script (MS-ADTS section 3.1.1.1.4).
func notInDomain(r rune) bool {
	return !(unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("-._", r))
}

// escapeValue escapes an attribute value (RFC 4514 section 2.4). Non-ASCII
// stays readable, except what ParseDN refuses unescaped: characters that cannot
// be seen or that change how others are drawn.
func escapeValue(v string) string {
	return escapeWith(v, badInDN)
}

// escapeWith escapes a value and writes the characters for which hex holds in
// hexadecimal, byte by byte.
func escapeWith(v string, hex func(rune) bool) string {
	var b strings.Builder
	for i, r := range v {
		last := i+utf8.RuneLen(r) == len(v)
		switch {
		case hex(r):
			for _, o := range []byte(string(r)) {
				b.WriteString(hexEscape(o))
			}
		case strings.ContainsRune(`,+"\<>;=`, r), r == '#' && i == 0, r == ' ' && (i == 0 || last):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func hexEscape(c byte) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{'\\', digits[c>>4], digits[c&15]})
}

// fromServer reads a DN that a domain controller sent and keeps its text, unless
// that holds characters that are not fit to be shown: they are written in
// hexadecimal then, which every domain controller reads too. A DN in a form that
// this package does not know (a multi-valued RDN, say) is kept without such
// characters: what cannot be taken apart is under nothing and equal to nothing.
func fromServer(text string) DN {
	rdns, err := splitDN(text)
	if err != nil || slices.ContainsFunc(rdns, func(r RDN) bool { return strings.ContainsFunc(r.Type, badInDN) }) {
		return DN{text: without(text, badInDN)}
	}
	if strings.ContainsFunc(text, badInDN) {
		return DN{rdns: rdns}
	}
	return DN{rdns: rdns, text: text}
}

// namesDomain reports whether d is what a domain is called: DC parts and
// nothing else, each a label that a DNS name can have.
func (d DN) namesDomain() bool {
	bad := func(r RDN) bool {
		return !strings.EqualFold(r.Type, "DC") || len(r.Value) > maxLabel || strings.Contains(r.Value, ".") || strings.ContainsFunc(r.Value, notInDomain)
	}
	return len(d.rdns) > 0 && !slices.ContainsFunc(d.rdns, bad) && len(d.Domain()) <= maxName
}
