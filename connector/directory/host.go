package directory

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"hire2retire-setup/connector/check"
)

// Host is one domain controller as the form names it.
type Host struct {
	// Name is the DNS name (lower case, punycode, no dot at the end) or the IP
	// address in its canonical form.
	Name string `json:"name"`
	Port uint16 `json:"port"`
	// VerifyAs is the name in the certificate that the admin picked for this
	// host; empty means Name. The host is always dialled by Name.
	VerifyAs string `json:"verifyAs,omitempty"`
}

// String returns "name:port", with brackets around an IPv6 address. It can be
// dialled.
func (h Host) String() string { return net.JoinHostPort(h.Name, strconv.Itoa(int(h.Port))) }

// ServerName is the name that the certificate has to carry.
func (h Host) ServerName() string {
	if h.VerifyAs != "" {
		return h.VerifyAs
	}
	return h.Name
}

// judgeServerName refuses a name that no certificate can carry. With such a name
// this computer breaks the handshake off itself, which looks like a fault of the
// network.
func (h Host) judgeServerName() *check.Problem {
	name := h.ServerName()
	read, _, err := parseHostName(name)
	_, noAddress := netip.ParseAddr(name)
	if err == nil && (noAddress == nil || strings.EqualFold(read, strings.TrimSuffix(name, "."))) {
		return nil
	}
	field := FieldHosts
	if h.VerifyAs != "" {
		field = FieldVerifyAs
	}
	p := refuse("hosts.syntax", field,
		check.T("hosts.server-name", "“{{.name}}” is not a name that a certificate can carry.", "name", check.Clean(name)),
		check.T("hosts.server-name.do", "Choose a name of the certificate of {{.host}}, exactly as it stands there.", "host", check.Clean(h.Name)))
	p.Err = &Typo{Text: name}
	return p
}

// ParseHost reads one host: a DNS name or an IP address, with or without port,
// also as an ldaps:// URL. port is used when none was typed. What was
// understood differently from what was typed comes back as notices. The error
// is a *check.Problem of the field "hosts" that wraps a *Typo.
func ParseHost(s string, port uint16) (Host, []check.Text, error) {
	typed := joinPort(trim(s))
	if p := hostUser(typed); p != nil {
		return Host{}, nil, p
	}
	if err := hostText(typed); err != nil {
		return Host{}, nil, err
	}
	rest, notices, err := cutURL(typed)
	if err != nil {
		return Host{}, nil, err
	}
	name, number, err := splitPort(rest)
	if err != nil {
		return Host{}, nil, err
	}
	if number != "" {
		p, seen, err := parsePort(number, FieldHosts)
		if err != nil {
			return Host{}, nil, withoutPort(err, typed, name)
		}
		port, notices = p, append(notices, seen...)
	} else if _, _, err := judgePort(port, FieldPort); err != nil {
		return Host{}, nil, err
	}
	name, seen, err := parseHostName(name)
	if err != nil {
		return Host{}, nil, err
	}
	return Host{Name: name, Port: port}, append(notices, seen...), nil
}

// withoutPort makes the name alone the correction of a host with a bad port.
func withoutPort(err error, typed, name string) error {
	if p, ok := err.(*check.Problem); ok {
		p.Err = &Typo{Text: typed, At: 1 + utf8.RuneCountInString(typed[:strings.LastIndexByte(typed, ':')+1]), Suggest: name}
	}
	return err
}

// hostUser refuses a host with a user name before anything of it is shown: a
// password may stand beside it. The DN in a URL may hold an "@".
func hostUser(typed string) *check.Problem {
	at := strings.LastIndexByte(typed, '@')
	if at < 0 {
		return nil
	}
	if _, rest, isURL := strings.Cut(typed, "://"); isURL {
		name, dn, _ := strings.Cut(rest, "/")
		if before, _, _ := strings.Cut(dn, "@"); !strings.Contains(name, "@") && strings.Contains(before, "=") {
			return nil
		}
	}
	host := typed[at+1:]
	suggest := ""
	if _, _, err := ParseHost(host, DefaultPort); err == nil {
		suggest = host
	}
	p := hostSyntax(host, 0, suggest, check.T("hosts.userinfo", "This host holds a user name. User name and password have fields of their own."))
	p.Advice.Do = check.T("hosts.userinfo.do", "Type the name of the domain controller alone. If you typed a password here, make sure that nobody saw it.")
	return p
}

// hostText refuses what no form of a host may hold, before anything is cut.
func hostText(typed string) error {
	if typed == "" {
		return noHost()
	}
	if at, r := position(typed, invisible); at > 0 {
		return hostSyntax(typed, at, without(typed, invisible),
			check.T("hosts.character", "“{{.host}}” holds the character {{.character}}, which cannot be seen.",
				"host", check.Clean(typed), "character", characterName(r)))
	}
	return nil
}

func noHost() *check.Problem {
	return refuse("hosts.empty", FieldHosts,
		check.T("hosts.empty", "No host was given."),
		check.T("hosts.empty.do", "Type the name of at least one domain controller, for example dc1.corp.example.com."))
}

// cutURL takes an ldaps:// URL apart. A Base DN in it is offered by a notice
// with the argument "dn".
func cutURL(typed string) (string, []check.Text, error) {
	scheme, rest, isURL := strings.Cut(typed, "://")
	if !isURL {
		rest = typed
	} else if !strings.EqualFold(scheme, "ldaps") {
		return "", nil, wrongScheme(typed, scheme, rest)
	}
	var notices []check.Text
	if isURL {
		var path string
		rest, path, _ = strings.Cut(rest, "/")
		path, _, _ = strings.Cut(path, "?") // attributes, scope and filter of an LDAP URL (RFC 4516)
		if dn, _, err := ParseDN(unescapeURL(path)); err == nil && strings.Contains(path, "=") {
			notices = append(notices, check.T("hosts.url-dn", "The address {{.url}} also names a Base DN: {{.dn}}", "url", check.Clean(typed), "dn", dn.String()))
		}
	}
	if strings.ContainsAny(rest, "/\\?#") {
		at, _ := position(typed, func(r rune) bool { return strings.ContainsRune("/\\?#", r) })
		return "", nil, hostSyntax(typed, at, "", check.T("hosts.path", "“{{.host}}” holds a path. Only a name or an address is needed.", "host", check.Clean(typed)))
	}
	return rest, notices, nil
}

func wrongScheme(typed, scheme, rest string) error {
	name, _, _ := strings.Cut(rest, "/")
	if strings.EqualFold(scheme, "ldap") || strings.EqualFold(scheme, "gc") {
		p := refuse("hosts.plain-ldap", FieldHosts,
			check.T("hosts.plain-ldap", "“{{.url}}” asks for LDAP without encryption. This connection uses LDAPS only.", "url", check.Clean(typed)),
			check.T("hosts.plain-ldap.do", "Type the name alone; port 636 is used."))
		p.Err = &Typo{Text: typed, At: 1, Suggest: strings.TrimSuffix(strings.TrimSuffix(name, ":389"), ":3268")}
		return p
	}
	return hostSyntax(typed, 1, "", check.T("hosts.scheme", "“{{.url}}” is not the address of a domain controller.", "url", check.Clean(typed)))
}

// splitPort cuts the port from a name, an IPv4 address or an IPv6 address in
// brackets. A bare IPv6 address has no port.
func splitPort(s string) (name, port string, err error) {
	switch colons := strings.Count(s, ":"); {
	case strings.HasPrefix(s, "["):
		name, port, found := strings.Cut(s[1:], "]")
		if found && port == ":" {
			return "", "", emptyPort(s, "["+name+"]")
		}
		if !found || port != "" && port[0] != ':' {
			return "", "", hostSyntax(s, 1, "", check.T("hosts.brackets", "“{{.host}}” is not an IPv6 address in brackets.", "host", check.Clean(s)))
		}
		return name, strings.TrimPrefix(port, ":"), nil
	case colons == 1:
		name, port, _ := strings.Cut(s, ":")
		if port == "" {
			return "", "", emptyPort(s, name)
		}
		return name, port, nil
	case colons > 1:
		if _, err := netip.ParseAddr(unescapeURL(s)); err != nil {
			return "", "", hostSyntax(s, 0, "", check.T("hosts.ipv6", "“{{.host}}” is not an IPv6 address.", "host", check.Clean(s)))
		}
	}
	return s, "", nil
}

func emptyPort(s, name string) *check.Problem {
	return hostSyntax(s, 1+utf8.RuneCountInString(name), name, check.T("hosts.empty-port", "“{{.host}}” has a colon, but no port after it.", "host", check.Clean(s)))
}

func hostSyntax(typed string, at int, suggest string, detail check.Text) *check.Problem {
	p := refuse("hosts.syntax", FieldHosts, detail,
		check.T("hosts.syntax.do", "Type the full DNS name of the domain controller, for example dc1.corp.example.com."))
	p.Err = &Typo{Text: typed, At: at, Suggest: suggest}
	return p
}
