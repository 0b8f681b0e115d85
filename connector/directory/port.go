package directory

import (
	"strconv"

	"hire2retire-setup/connector/check"
)

// The ports of a domain controller (MS-ADTS section 3.1.1.3).
const (
	// DefaultPort is LDAPS.
	DefaultPort uint16 = 636
	// CatalogPort is LDAPS of the Global Catalog: a read-only copy with a part
	// of the attributes.
	CatalogPort      uint16 = 3269
	plainPort        uint16 = 389
	plainCatalogPort uint16 = 3268
)

// ParsePort reads the port field. Empty is DefaultPort. The ports of LDAP
// without encryption are refused, the Global Catalog's gets a notice. The error
// is a *check.Problem of the field "port".
func ParsePort(s string) (uint16, []check.Text, error) { return parsePort(s, FieldPort) }

func parsePort(typed, field string) (uint16, []check.Text, error) {
	s := trim(typed)
	if s == "" {
		return DefaultPort, nil, nil
	}
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || n == 0 {
		return 0, nil, portSyntax(typed, field)
	}
	return judgePort(uint16(n), field)
}

func portSyntax(typed, field string) *check.Problem {
	p := refuse("port.syntax", field,
		check.T("port.syntax", "“{{.typed}}” is not a port number.", "typed", check.Clean(typed)),
		check.T("port.syntax.do", "Type a number from 1 to 65535. The LDAPS port of a domain controller is 636."))
	p.Err = &Typo{Text: typed, Suggest: "636"}
	return p
}

// judgePort says what a port number means for LDAPS.
func judgePort(port uint16, field string) (uint16, []check.Text, error) {
	switch port {
	case 0:
		return 0, nil, portSyntax("0", field)
	case DefaultPort:
		return port, nil, nil
	case CatalogPort:
		return port, []check.Text{check.T("port.catalog",
			"Port 3269 is the Global Catalog: a read-only copy with a part of the attributes. Use 636 unless you were told otherwise.")}, nil
	case plainPort, plainCatalogPort:
		p := refuse("port.plain-ldap", field,
			check.T("port.plain-ldap", "Port {{.port}} is LDAP without encryption. This connection uses LDAPS only.", "port", int(port)),
			check.T("port.plain-ldap.do", "Use the LDAPS port, 636."))
		p.Err = &Typo{Text: strconv.Itoa(int(port)), Suggest: "636"}
		return 0, nil, p
	}
	return port, []check.Text{check.T("port.unusual",
		"Domain controllers answer LDAPS on port 636. Port {{.port}} is used because you typed it.", "port", int(port))}, nil
}
