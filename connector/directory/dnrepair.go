package directory

import (
	"errors"
	"regexp"
	"strings"

	"hire2retire-setup/connector/check"
)

// otherForm recognises what is not a DN but means a place in the directory,
// and offers the DN for it.
func otherForm(s, field string) *check.Problem {
	switch scheme, rest, isURL := strings.Cut(s, "://"); {
	case isURL && !strings.Contains(scheme, "="):
		_, path, _ := strings.Cut(rest, "/")
		return dnRefuse(s, 1, field, check.T("dn.url", "This is a URL. Only the DN in it is needed."), suggestDN(unescapeURL(path)))
	case strings.HasPrefix(s, "<"):
		return dnRefuse(s, 1, field, check.T("dn.well-known", "“{{.text}}” is an internal name. Type the DN itself.", "text", check.Clean(s)), wellKnownDN(s))
	case strings.Contains(s, "="):
		if p := slashes(s, field); p != nil {
			return p
		}
		return otherSeparators(s, field)
	case colonsForEquals.MatchString(s):
		return dnRefuse(s, 0, field, check.T("dn.colons", "Between the type and the name of a part of a DN stands “=”, not a colon."), readable(colonsForEquals.ReplaceAllString(s, "$1=")))
	case strings.Contains(s, "@"):
		d, _ := domainDN(s[strings.LastIndexByte(s, '@')+1:])
		return dnRefuse(s, 0, field, check.T("dn.account", "“{{.text}}” is the name of an account, not a DN.", "text", check.Clean(s)), d.String())
	case strings.Contains(s, "/"):
		return dnRefuse(s, 0, field, check.T("dn.canonical", "“{{.text}}” is a canonical name. The Base DN is written the other way round.", "text", check.Clean(s)), canonicalDN(s))
	}
	if _, ok := domainDN(s); ok {
		return dnRefuse(s, 0, field, check.T("dn.name", "“{{.text}}” is a name, not a DN.", "text", check.Clean(s)), "")
	}
	return nil
}

// slashes recognises DC=corp/DC=com and /DC=com/DC=corp.
func slashes(s, field string) *check.Problem {
	parts := strings.Split(strings.Trim(s, "/"), "/")
	if len(parts) < 2 || strings.Contains(s, ",") {
		return nil
	}
	for _, p := range parts {
		if !strings.Contains(p, "=") {
			return nil
		}
	}
	if strings.HasPrefix(s, "/") { // the OpenSSL way: the root first
		for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
			parts[i], parts[j] = parts[j], parts[i]
		}
	}
	at, _ := position(s, func(r rune) bool { return r == '/' })
	return dnRefuse(s, at, field, check.T("dn.slashes", "The parts of a DN are separated by commas, not by slashes."), suggestDN(strings.Join(parts, ",")))
}

// colonsForEquals are the types of a DN in a text such as DC:corp,DC:com.
var colonsForEquals = regexp.MustCompile(`(?i)\b(DC|OU|CN)\s*:\s*`)

// noComma is where a part of a DN begins behind something else than a comma:
// DC=corp.DC=com, "DC=corp DC=com". An equals sign that belongs to a name is
// escaped.
var noComma = regexp.MustCompile(`(?i)[ .|/]+((?:DC|OU|CN) *=)`)

// otherSeparators offers commas for dots and spaces between the parts of a DN.
func otherSeparators(s, field string) *check.Problem {
	for _, at := range noComma.FindAllStringIndex(s, -1) {
		if before := strings.TrimRight(s[:at[0]], " "); strings.HasSuffix(before, ",") || strings.HasSuffix(before, ";") || before == "" {
			continue
		}
		if offered := readable(noComma.ReplaceAllString(s, ",$1")); offered != "" {
			return dnRefuse(s, place(s, at[0]), field, check.T("dn.separators", "The parts of a DN are separated by commas."), offered)
		}
	}
	return nil
}

// readable returns the DN in s when it is one that ParseDN takes, else nothing.
func readable(s string) string {
	s = strings.ReplaceAll(s, ",,", ",")
	parts, err := (&dnScanner{s: s}).all()
	if err != nil || judgeDN(s, parts, FieldBaseDN) != nil {
		return ""
	}
	return DN{rdns: rdnsOf(parts)}.String()
}

// domainTail offers DC parts for the name of a domain that stands at the end of
// a DN: OU=Staff,corp.example.com, or DC=corp,example,com. at is where it begins.
func domainTail(s string, at int) string {
	head, tail := s[:at], s[at:]
	inDomain := endsInDC.FindStringIndex(head) != nil
	if strings.Contains(tail, "=") || !inDomain && !strings.Contains(tail, ".") {
		return ""
	}
	d, ok := domainDN(strings.Join(strings.FieldsFunc(tail, func(r rune) bool { return r == ',' || r == '.' || r == ' ' }), "."))
	if !ok {
		return ""
	}
	return readable(head + d.String())
}

// endsInDC is a text that ends in a DC part and its comma.
var endsInDC = regexp.MustCompile(`(?i)(^|,) *DC *=[^,=]*, *$`)

// suggestDN returns the DN when s is one, else nothing.
func suggestDN(s string) string {
	rdns, err := splitDN(trim(s))
	if err != nil {
		return ""
	}
	d := DN{rdns: rdns}
	return d.String()
}

// wellKnownContainers are where the containers of a domain are by default
// (MS-ADTS section 6.1.1.4), by the GUID that stands for them.
var wellKnownContainers = map[string]RDN{
	"a9d1ca15768811d1aded00c04fd8d5cd": {"CN", "Users"},
	"aa312825768811d1aded00c04fd8d5cd": {"CN", "Computers"},
	"a361b2ffffd211d1aa4b00c04fd7d83a": {"OU", "Domain Controllers"},
	"ab1d30f3768811d1aded00c04fd8d5cd": {"CN", "System"},
}

// wellKnownDN offers CN=Users,DC=… for <WKGUID=…,DC=…>. An admin may have
// redirected the container, which is why it is only offered.
func wellKnownDN(s string) string {
	guid, domain, found := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">"), ",")
	key, guid, _ := strings.Cut(guid, "=")
	rdn, known := wellKnownContainers[strings.ToLower(trim(guid))]
	rdns, err := splitDN(trim(domain))
	if !found || !known || err != nil || !strings.EqualFold(trim(key), "WKGUID") {
		return ""
	}
	return DN{rdns: rdns}.Child(rdn.Type, rdn.Value).String()
}

// canonicalDN turns corp.example.com/Staff/Sales into
// OU=Sales,OU=Staff,DC=corp,DC=example,DC=com. That its parts are OUs is a
// guess, which is why it is only offered.
func canonicalDN(s string) string {
	domain, path, _ := strings.Cut(s, "/")
	d, ok := domainDN(domain)
	if !ok {
		return ""
	}
	for _, name := range splitCanonical(path) {
		if name != "" {
			d = d.Child(canonicalType(d, name), name)
		}
	}
	return d.String()
}

// canonicalType knows the containers that every domain has and that are no OUs.
func canonicalType(parent DN, name string) string {
	if parent.DomainDN().Equal(parent) {
		for _, cn := range []string{"Users", "Computers", "Builtin", "System"} {
			if strings.EqualFold(cn, name) {
				return "CN"
			}
		}
	}
	return "OU"
}

// splitCanonical splits at slashes; a slash inside a name is written "\/".
func splitCanonical(s string) []string {
	const inside = "\x00"
	parts := strings.Split(strings.ReplaceAll(s, `\/`, inside), "/")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(p, inside, "/")
	}
	return parts
}

// maxRepairs is how many characters of one DN are escaped or removed before it
// is taken for something else.
const maxRepairs = 4

// repair offers the DN with the characters at fault removed or escaped, when
// that makes it readable. at is a byte offset.
func repair(s string, at int) string {
	if offered := domainTail(s, at); offered != "" {
		return offered
	}
	return repairMore(s, at, maxRepairs)
}

func repairMore(s string, at, left int) string {
	for _, c := range repairs(s, at) {
		parts, err := (&dnScanner{s: c}).all()
		if err == nil && judgeDN(c, parts, FieldBaseDN) == nil {
			return c
		}
		fault, ok := errors.AsType[*dnFault](err)
		if !ok || left <= 1 || fault.at <= at { // no nearer to the end
			continue
		}
		if found := repairMore(c, fault.at, left-1); found != "" {
			return found
		}
	}
	return ""
}

// repairs are the ways to mend one fault.
func repairs(s string, at int) []string {
	ways := []string{strings.Trim(s, ", ")}
	if at < len(s) && s[at] == ',' {
		ways = append(ways, s[:at]+s[at+1:])
	}
	ways = append(ways, s[:at]+`\`+s[at:])
	if comma := strings.LastIndexByte(s[:at], ','); comma >= 0 {
		ways = append(ways, s[:comma]+`\`+s[comma:])
	}
	return ways
}
