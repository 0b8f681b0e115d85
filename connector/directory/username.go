package directory

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"hire2retire-setup/connector/check"
)

// DomainNames is what a domain is called. It is known once a domain controller
// has answered; before that it is the zero value.
type DomainNames struct {
	// DNS is the DNS name: "corp.example.com".
	DNS string `json:"dns,omitempty"`
	// NetBIOS is the short name: "CORP".
	NetBIOS string `json:"netbios,omitempty"`
}

// NameForm is the way in which an account was named.
type NameForm int

// The forms of a name that a simple bind takes (MS-ADTS section 5.1.1.1.1), and
// Bare, which it does not take.
const (
	Bare      NameForm = iota // svc-h2r
	UPN                       // svc-h2r@corp.example.com
	DownLevel                 // CORP\svc-h2r
	ByDN                      // CN=svc-h2r,OU=…,DC=corp,DC=example,DC=com
	Canonical                 // corp.example.com/Service Accounts/svc-h2r
)

// Name is the name of an account as it was typed, understood.
type Name struct {
	Form NameForm
	// User is the part without the domain; of ByDN and Canonical the whole.
	User string
	// Domain is what was typed beside it: a UPN suffix or a NetBIOS name.
	Domain string
}

// String returns the name as it was understood, for the field and for reports.
func (n Name) String() string {
	switch n.Form {
	case UPN:
		return n.User + "@" + n.Domain
	case DownLevel:
		return n.Domain + `\` + n.User
	}
	return n.User
}

// Sent returns what a bind sends: a bare name gets the DNS name of the domain
// (the implicit UPN, which every account has), all else goes as it is. Without
// the domain a bare name stays bare, and no domain controller takes it.
func (n Name) Sent(domain DomainNames) string {
	if n.Form == Bare && domain.DNS != "" {
		return n.User + "@" + domain.DNS
	}
	return n.String()
}

const (
	maxUsername = 256
	// notInAccount are the characters that sAMAccountName may not hold
	// (MS-SAMR section 3.1.1.6) and that mean something else in a name.
	notInAccount = `"/\[]:;|=,+*?<>`
	// notInUPN is the same for user principal names, which may hold a plus.
	notInUPN = `"/\[]:;|,*?<>`
)

var sidPattern = regexp.MustCompile(`(?i)^S-1-\d`)

// schemePattern is the beginning of a URL: "mailto:", "LDAP://".
var schemePattern = regexp.MustCompile(`^[A-Za-z]{2,}:(//)?`)

// bareName is the account in the rest of a URL, when it is one: LDAP URLs may
// have a host before it.
func bareName(rest string) string {
	if host, dn, found := strings.Cut(rest, "/"); found && !strings.Contains(host, "=") && strings.Contains(dn, "=") {
		rest = dn
	}
	if _, p := readName(rest, DomainNames{}); p != nil {
		return ""
	}
	return rest
}

// ParseUsername reads the name of the account in any form. The name is trimmed
// and composed (NFC); what is sent in the end is told in a notice whenever it
// is not what was typed. domain may be zero. The error is a *check.Problem of
// the field "username" that wraps a *Typo.
func ParseUsername(s string, domain DomainNames) (Name, []check.Text, error) {
	typed := trim(s)
	if p := usernameText(typed); p != nil {
		return Name{}, nil, p
	}
	n, p := readName(nfc(typed), domain)
	if p != nil {
		return Name{}, nil, p
	}
	var notices []check.Text
	switch sent := n.Sent(domain); {
	case n.Form == Bare && domain.DNS == "":
		notices = append(notices, check.T("username.bare", "“{{.user}}” is sent with the name of the domain, as soon as a domain controller has told it.", "user", n.User))
	case sent != s:
		notices = append(notices, check.T("username.sent", "This is sent as {{.name}}", "name", sent))
	}
	return n, append(notices, nameWarnings(n, domain)...), nil
}

// usernameText refuses what no form of a name may hold.
func usernameText(typed string) *check.Problem {
	if typed == "" {
		return refuse("username.empty", FieldUsername, check.T("username.empty", "No user name was given."),
			check.T("username.empty.do", "Type the name of the service account, for example svc-h2r@corp.example.com."))
	}
	if utf8.RuneCountInString(typed) > maxUsername {
		return usernameSyntax(typed, maxUsername+1, "", check.T("username.long", "The user name has more than {{.max}} characters.", "max", maxUsername))
	}
	if at, r := position(typed, invisible); at > 0 {
		return usernameSyntax(typed, at, without(typed, invisible), check.T("username.character", "Character {{.at}} of the user name is {{.character}}, which cannot be seen.", "at", at, "character", characterName(r)))
	}
	if at, r := position(typed, lookAlike); at > 0 {
		plain := strings.Map(func(r rune) rune {
			if lookAlike(r) {
				return '-'
			}
			return r
		}, typed)
		return usernameSyntax(typed, at, plain, check.T("username.hyphen", "Character {{.at}} of the user name is {{.character}}, not the plain hyphen.", "at", at, "character", characterName(r)))
	}
	if scheme := schemePattern.FindString(typed); scheme != "" {
		return usernameSyntax(typed, 1, bareName(typed[len(scheme):]), check.T("username.url", "“{{.name}}” is an address. Only the name of the account in it is needed.", "name", check.Clean(typed)))
	}
	if sidPattern.MatchString(typed) {
		return usernameSyntax(typed, 0, "", check.T("username.sid", "This is a SID. Type the name of the account."))
	}
	return nil
}

// readName tells the forms apart.
func readName(s string, domain DomainNames) (Name, *check.Problem) {
	at := strings.LastIndexByte(s, '@')
	switch {
	case strings.ContainsRune(s, '=') && strings.ContainsRune(s, ','):
		if d, err := splitDN(s); err == nil && len(d) > 1 {
			return Name{Form: ByDN, User: s}, nil
		}
		return Name{}, usernameSyntax(s, 0, "", check.T("username.dn", "“{{.name}}” is not a DN and no other form of a user name.", "name", check.Clean(s)))
	case strings.Contains(s, `\`):
		return readDownLevel(s, domain)
	case strings.Contains(s, "/"):
		return readSlash(s, domain)
	case at >= 0:
		return readUPN(s, s[:at], s[at+1:])
	}
	if p := accountName(s, s, notInAccount); p != nil {
		return Name{}, p
	}
	return Name{Form: Bare, User: s}, nil
}

func readUPN(s, user, suffix string) (Name, *check.Problem) {
	if first := strings.IndexByte(user, '@'); first >= 0 {
		return Name{}, usernameSyntax(s, 1+utf8.RuneCountInString(user[:first]), "", check.T("username.two-at", "“{{.name}}” holds “@” more than once.", "name", check.Clean(s)))
	}
	suffix = strings.TrimSuffix(suffix, ".")
	if user == "" || suffix == "" {
		return Name{}, usernameSyntax(s, 0, "", check.T("username.upn", "“{{.name}}” lacks a part: a user principal name has a name before “@” and a domain after it.", "name", check.Clean(s)))
	}
	if p := accountName(s, user+suffix, notInUPN); p != nil {
		return Name{}, p
	}
	return Name{Form: UPN, User: user, Domain: suffix}, nil
}

// readDownLevel reads DOMAIN\user. Only the NetBIOS name of a domain works
// before the backslash in a simple bind: the DNS name and "." give the same
// answer as a wrong password, and count for the lock-out.
func readDownLevel(s string, domain DomainNames) (Name, *check.Problem) {
	before, user, _ := strings.Cut(s, `\`)
	user = strings.TrimPrefix(user, `\`) // DOMAIN\\user, as copied from a configuration file
	if before == "" || user == "" {
		return Name{}, usernameSyntax(s, 0, user, check.T("username.down-level", "“{{.name}}” lacks a part: write DOMAIN\\user.", "name", check.Clean(s)))
	}
	if n, p := readUPN(user, user[:max(0, strings.LastIndexByte(user, '@'))], user[strings.LastIndexByte(user, '@')+1:]); p == nil && before != "" {
		return Name{}, usernameSyntax(s, 1, n.String(), check.T("username.two-forms", "“{{.name}}” names the domain twice: before the backslash and after “@”.", "name", check.Clean(s)))
	}
	if p := accountName(s, user, notInAccount); p != nil {
		return Name{}, p
	}
	switch {
	case before == ".":
		return Name{}, usernameSyntax(s, 1, Name{User: user}.Sent(domain), check.T("username.local", "“.\\” means an account of this computer. The account has to be one of the domain."))
	case strings.Contains(before, "."):
		return Name{}, usernameSyntax(s, 1, user+"@"+strings.ToLower(before), check.T("username.dns-domain", "“{{.domain}}” is a DNS name. Before a backslash stands the short name of the domain, such as CORP.", "domain", check.Clean(before)))
	}
	if p := accountName(s, before, notInAccount); p != nil {
		return Name{}, p
	}
	return Name{Form: DownLevel, User: user, Domain: before}, nil
}

// readSlash reads a canonical name, and DOMAIN/user as DOMAIN\user when it can
// mean nothing else.
func readSlash(s string, domain DomainNames) (Name, *check.Problem) {
	before, user, _ := strings.Cut(s, "/")
	if strings.Contains(before, ".") && user != "" {
		return Name{Form: Canonical, User: s}, nil
	}
	if n, p := readDownLevel(before+`\`+user, domain); p == nil {
		return n, nil
	}
	at, _ := position(s, func(r rune) bool { return r == '/' })
	return Name{}, usernameSyntax(s, at, "", check.T("username.slash", "“{{.name}}” has a slash; domain and user are separated by a backslash.", "name", check.Clean(s)))
}

// accountName refuses characters that no account name may have; part is the
// piece of typed to look at.
func accountName(typed, part, never string) *check.Problem {
	_, r := position(part, func(r rune) bool { return strings.ContainsRune(never, r) })
	if r == 0 {
		return nil
	}
	at, _ := position(typed, func(t rune) bool { return t == r })
	suggest := ""
	if plain := strings.Trim(typed, `"`); r == '"' && !strings.Contains(plain, `"`) {
		suggest = plain
	}
	return usernameSyntax(typed, at, suggest, check.T("username.not-in-name", "“{{.name}}” holds “{{.character}}”, which no user name may have.", "name", check.Clean(typed), "character", string(r)))
}

// nameWarnings tells what is allowed, but worth a second look.
func nameWarnings(n Name, domain DomainNames) []check.Text {
	var notices []check.Text
	if n.Form == UPN && !strings.Contains(n.Domain, ".") {
		notices = append(notices, shortSuffix(n, domain))
	}
	if n.Form == Bare && strings.Contains(n.User, " ") {
		notices = append(notices, check.T("username.display-name", "“{{.name}}” holds a space. If it is the display name, nobody can sign in with it: use the user logon name.", "name", n.User))
	}
	if n.Form == DownLevel && domain.NetBIOS != "" && !strings.EqualFold(n.Domain, domain.NetBIOS) {
		notices = append(notices, check.T("username.other-domain", "“{{.domain}}” is not the short name of this domain, which is {{.netbios}}. A wrong one is refused like a wrong password.", "domain", n.Domain, "netbios", domain.NetBIOS))
	}
	if strings.HasSuffix(n.User, "$") {
		notices = append(notices, check.T("username.managed", "“{{.name}}” is a computer or a group managed service account. Nobody knows the password of one, so it cannot be used here: make an ordinary user account for this connection.", "name", n.String()))
	}
	if strings.EqualFold(n.User, "Administrator") {
		notices = append(notices, check.T("username.administrator", "The built-in Administrator cannot be locked out or limited. Use an account made for this connection."))
	}
	return notices
}

// shortSuffix tells the full name where the domain is known, and invents none.
func shortSuffix(n Name, domain DomainNames) check.Text {
	if domain.DNS == "" {
		return check.T("username.short-suffix.unknown", "“{{.domain}}” is a short domain name. The full DNS name is safer.", "domain", n.Domain)
	}
	return check.T("username.short-suffix.known", "“{{.domain}}” is a short domain name. The full one is safer: {{.name}}", "domain", n.Domain, "name", n.User+"@"+domain.DNS)
}

func usernameSyntax(typed string, at int, suggest string, detail check.Text) *check.Problem {
	p := refuse("username.syntax", FieldUsername, detail,
		check.T("username.syntax.do", "Type the user principal name of the account, for example svc-h2r@corp.example.com, or CORP\\svc-h2r."))
	if suggest != "" {
		p.Advice.Do = check.T("username.type.do", "Type {{.name}}", "name", check.Clean(suggest))
	}
	p.Err = &Typo{Text: typed, At: at, Suggest: suggest}
	return p
}
