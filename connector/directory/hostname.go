package directory

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"hire2retire-setup/connector/check"
)

// The limits of a DNS name in characters (RFC 1035 section 2.3.4).
const (
	maxLabel = 63
	maxName  = 253
)

// unescapeURL undoes percent encoding, as in ldaps://dc1/DC=corp%2CDC=com and
// in the zone of an IPv6 address; what is not encoded stays as it is.
func unescapeURL(s string) string {
	if t, err := url.PathUnescape(s); err == nil {
		return t
	}
	return s
}

// parseHostName returns the canonical form of a DNS name or an IP address.
func parseHostName(typed string) (string, []check.Text, error) {
	if typed == "" {
		return "", nil, hostSyntax(typed, 0, "", check.T("hosts.no-name", "There is a port, but no name before it."))
	}
	if addr, err := netip.ParseAddr(unescapeURL(typed)); err == nil {
		return judgeAddress(addr.Unmap())
	}
	name := strings.TrimSuffix(typed, ".")
	if p := looksLikeAddress(name); p != nil {
		return "", nil, p
	}
	ascii, err := toASCII(name)
	if err != nil {
		return "", nil, hostSyntax(typed, 0, "", check.T("hosts.idna", "“{{.host}}” is not a DNS name.", "host", check.Clean(typed)))
	}
	if err := checkLabels(typed, ascii); err != nil {
		return "", nil, err
	}
	return ascii, nameNotices(name, ascii), nil
}

// judgeAddress refuses addresses at which no domain controller can be.
func judgeAddress(a netip.Addr) (string, []check.Text, error) {
	s := a.String()
	if a.IsUnspecified() || a.IsMulticast() || s == "169.254.169.254" || s == "255.255.255.255" {
		return "", nil, hostSyntax(s, 0, "", check.T("hosts.address", "{{.address}} cannot be the address of a domain controller.", "address", s))
	}
	notices := []check.Text{check.T("hosts.is-address",
		"{{.address}} is an IP address. Certificates usually carry names, so the name of the domain controller is the better choice.", "address", s)}
	switch {
	case a.IsLoopback():
		notices = []check.Text{check.T("hosts.loopback", "{{.address}} is this computer itself.", "address", s)}
	case a.IsLinkLocalUnicast():
		notices = append(notices, check.T("hosts.link-local", "{{.address}} works on this network segment only.", "address", s))
	}
	return s, notices, nil
}

// looksLikeAddress refuses names that end in a number, such as 10.1, 0x7f.1 or
// 1.2.3.4.5: some programs read them as addresses, DNS has no such domains.
func looksLikeAddress(name string) error {
	last := name[strings.LastIndex(name, ".")+1:]
	hex := strings.TrimPrefix(strings.ToLower(last), "0x")
	digits := strings.Trim(last, "0123456789") == "" ||
		hex != strings.ToLower(last) && strings.Trim(hex, "0123456789abcdef") == ""
	if last == "" || !digits {
		return nil
	}
	return hostSyntax(name, 0, "", check.T("hosts.not-address", "“{{.host}}” is not a valid IP address, and no DNS name ends in a number.", "host", check.Clean(name)))
}

// lookup is the profile of a DNS query without the rule against underscores,
// which some domain controllers have in their names.
var lookup = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(false))

// errRoundTrip is punycode that stands for no name.
var errRoundTrip = errors.New("punycode does not round-trip")

func toASCII(name string) (string, error) {
	if isASCII(name) && !strings.Contains(strings.ToLower(name), "xn--") {
		return strings.ToLower(name), nil
	}
	ascii, err := lookup.ToASCII(name)
	if err != nil {
		return "", err
	}
	back, err := lookup.ToUnicode(ascii)
	if err != nil {
		return "", err
	}
	if again, err := lookup.ToASCII(back); err != nil || again != ascii {
		return "", errRoundTrip
	}
	return ascii, nil
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// checkLabels applies the rules of a host name (RFC 1123 section 2.1, with
// underscores).
func checkLabels(typed, ascii string) error {
	if len(ascii) > maxName {
		return hostSyntax(typed, maxName+1, "", check.T("hosts.long", "The name has {{.n}} characters; DNS allows {{.max}}.", "n", len(ascii), "max", maxName))
	}
	for label := range strings.SplitSeq(ascii, ".") {
		switch {
		case label == "":
			return hostSyntax(typed, strings.Index(typed, "..")+2, "", check.T("hosts.dots", "“{{.host}}” holds an empty part between dots.", "host", check.Clean(typed)))
		case len(label) > maxLabel:
			return hostSyntax(typed, 0, "", check.T("hosts.long-label", "The part “{{.label}}” has {{.n}} characters; DNS allows {{.max}}.", "label", check.Shorten(label, 30), "n", len(label), "max", maxLabel))
		case label[0] == '-' || label[len(label)-1] == '-':
			return hostSyntax(typed, 0, "", check.T("hosts.hyphen", "The part “{{.label}}” begins or ends with a hyphen.", "label", label))
		}
	}
	if bad, r := position(ascii, notInName); bad > 0 {
		at, _ := position(typed, func(t rune) bool { return t == r })
		if r == ' ' {
			return hostSyntax(typed, at, "", check.T("hosts.space", "“{{.host}}” holds a space, which no DNS name may have.", "host", check.Clean(typed)))
		}
		return hostSyntax(typed, at, "", check.T("hosts.not-in-name", "“{{.host}}” holds the character “{{.character}}”, which no DNS name may have.", "host", check.Clean(typed), "character", check.Clean(string(r))))
	}
	return nil
}

func notInName(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_')
}

// nameNotices tells what the admin would not expect from what was typed.
func nameNotices(typed, ascii string) []check.Text {
	var notices []check.Text
	if ascii != strings.ToLower(typed) {
		notices = append(notices, check.T("hosts.punycode", "“{{.typed}}” is looked up as {{.name}}.", "typed", check.Clean(typed), "name", ascii))
	}
	if name, err := lookup.ToUnicode(ascii); err == nil && strings.EqualFold(typed, ascii) && name != ascii {
		notices = append(notices, check.T("hosts.unicode", "{{.name}} stands for “{{.unicode}}”.", "name", ascii, "unicode", check.Clean(name)))
	}
	if strings.Contains(ascii, "_") {
		notices = append(notices, check.T("hosts.underscore", "{{.name}} holds an underscore, which some certificates cannot carry.", "name", ascii))
	}
	if ascii == "localhost" {
		notices = append(notices, check.T("hosts.loopback", "{{.address}} is this computer itself.", "address", ascii))
	}
	return notices
}
