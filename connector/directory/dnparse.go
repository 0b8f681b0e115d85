package directory

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hire2retire-setup/connector/check"
)

const (
	// maxDN is far above every DN of a real directory.
	maxDN = 1000
	// maxOU is the longest name of an OU (attribute ou, rangeUpper 64).
	maxOU = 64
)

// rdnTypes are the types by which Active Directory names containers.
var rdnTypes = []string{"DC", "OU", "CN", "O", "C", "L", "ST"}

// ParseDN reads a Base DN or the DN of an OU as it was typed or picked. It is
// stricter than a domain controller: the DN has to end in the DC parts of a
// domain. The DNS name of a domain is read as its DN. Other forms that mean
// something else (a canonical name, a URL) are refused with a correction in the
// *Typo and in the advice. Whenever the DN is not what was typed, a notice says
// how it was read. The error is a *check.Problem of the field "base-dn".
func ParseDN(s string) (DN, []check.Text, error) { return parseDN(s, FieldBaseDN) }

func parseDN(typed, field string) (DN, []check.Text, error) {
	s, notices := afterMark(typed)
	if p := dnText(s, field); p != nil {
		return DN{}, nil, p
	}
	if d, ok := namedDomain(s); ok {
		return d, append(notices, understood(d)), nil
	}
	if p := otherForm(s, field); p != nil {
		return DN{}, nil, p
	}
	d, told, err := readDN(s, field)
	if err != nil {
		return DN{}, nil, err
	}
	notices = append(notices, told...)
	if d.String() != typed {
		notices = append(notices, understood(d))
	}
	return d, notices, nil
}

// afterMark trims s and leaves out the byte order mark that some editors put
// before a text.
func afterMark(typed string) (string, []check.Text) {
	s := trim(typed)
	rest, marked := strings.CutPrefix(s, "\uFEFF")
	if !marked {
		return s, nil
	}
	return trim(rest), []check.Text{check.T("dn.mark", "The byte order mark before the DN was left out.")}
}

// namedDomain reads corp.example.com as the DN of that domain. A name without a
// dot may mean anything.
func namedDomain(s string) (DN, bool) {
	if strings.ContainsAny(s, "=/") || !strings.Contains(strings.TrimSuffix(s, "."), ".") {
		return DN{}, false
	}
	return domainDN(strings.TrimSuffix(s, "."))
}

func understood(d DN) check.Text {
	return check.T("dn.understood", "This was read as {{.dn}}", "dn", d.String())
}

// readDN reads what has the form of a DN.
func readDN(s, field string) (DN, []check.Text, error) {
	var notices []check.Text
	if t, changed := commas(s); changed {
		s, notices = t, append(notices, check.T("dn.semicolons", "The semicolons were read as commas."))
	}
	sc := &dnScanner{s: s}
	parts, err := sc.all()
	if err != nil {
		return DN{}, nil, dnSyntax(s, field, err)
	}
	if sc.quoted {
		notices = append(notices, check.T("dn.quotes", "The quotation marks were read as escapes."))
	}
	if p := judgeDN(s, parts, field); p != nil {
		return DN{}, nil, p
	}
	d := DN{rdns: rdnsOf(parts)}
	for i, r := range d.rdns {
		d.rdns[i].Type = strings.ToUpper(r.Type)
		if d.rdns[i].Type == "OU" && utf8.RuneCountInString(r.Value) > maxOU {
			notices = append(notices, check.T("dn.long-ou", "The OU name “{{.name}}” is longer than the 64 characters that Active Directory allows.", "name", check.Shorten(r.Value, 40)))
		}
	}
	return d, notices, nil
}

// dnText refuses what no DN may hold, before it is taken apart.
func dnText(s, field string) *check.Problem {
	switch at, r := position(s, badInDN); {
	case s == "":
		return refuse("dn.empty", field, check.T("dn.empty", "No Base DN was given."),
			check.T("dn.empty.do", "Type the DN of the domain or of a container in it, for example DC=corp,DC=example,DC=com."))
	case at > 0:
		detail := check.T("dn.character", "Character {{.at}} is {{.character}}, which cannot be part of a DN.", "at", at, "character", characterName(r))
		return dnRefuse(s, at, field, detail, strings.ReplaceAll(without(s, invisible), "\uFF0C", ","))
	case utf8.RuneCountInString(s) > maxDN:
		return dnRefuse(s, maxDN+1, field, check.T("dn.long", "The DN has more than {{.max}} characters.", "max", maxDN), "")
	}
	return nil
}

// badInDN reports invisible characters, except the joiners that some scripts
// and emoji need, and the full-width signs that look like separators.
func badInDN(r rune) bool {
	return r == 0xFF0C || r == 0xFF1D || invisible(r) && r != 0x200C && r != 0x200D
}

// commas turns semicolons that separate parts into commas. A semicolon inside a
// name stays, because what follows it is no "type=".
func commas(s string) (string, bool) {
	if !strings.Contains(s, ";") {
		return s, false
	}
	b := []byte(s)
	changed := false
	for i, c := range b {
		if c != ';' || i > 0 && b[i-1] == '\\' {
			continue
		}
		name, _, found := strings.Cut(s[i+1:], "=")
		if found && slices.Contains(rdnTypes, strings.ToUpper(trim(name))) {
			b[i], changed = ',', true
		}
	}
	return string(b), changed
}

// judgeDN applies the rules of Active Directory to a DN that could be read.
func judgeDN(s string, parts []scannedRDN, field string) *check.Problem {
	d := DN{rdns: rdnsOf(parts)}
	inDomain := false
	for _, r := range parts {
		if p := judgeRDN(s, d, r, field); p != nil {
			return p
		}
		isDC := strings.EqualFold(r.Type, "DC")
		if inDomain && !isDC {
			return dnRefuse(s, place(s, r.typeAt), field, check.T("dn.order", "“{{.part}}” stands after a DC part. The DC parts come last.", "part", r.String()), dcLast(d))
		}
		inDomain = inDomain || isDC
	}
	if !inDomain {
		p := dnRefuse(s, 0, field, check.T("dn.no-domain", "“{{.dn}}” does not say in which domain it is: the DC parts are missing.", "dn", d.String()), "")
		p.Advice.Do = check.T("dn.no-domain.do", "Put a comma and the DC parts of your domain after it. For the domain corp.example.com these are DC=corp,DC=example,DC=com.")
		p.Err = &Typo{Text: s, Suggest: d.String(), NeedsDomain: true}
		return p
	}
	if d.Under(d.DomainDN().Child("CN", "Configuration")) {
		return dnRefuse(s, 0, field, check.T("dn.configuration", "“{{.dn}}” belongs to the configuration of the forest and holds no accounts.", "dn", d.String()), d.DomainDN().String())
	}
	return nil
}

func judgeRDN(s string, d DN, r scannedRDN, field string) *check.Problem {
	switch {
	case !slices.Contains(rdnTypes, strings.ToUpper(r.Type)):
		return wrongType(s, r, field)
	case strings.EqualFold(r.Type, "DC") && strings.Contains(r.Value, "."):
		return dottedDC(s, d, r, field)
	case strings.EqualFold(r.Type, "DC") && strings.ContainsFunc(r.Value, notInDomain):
		return dnRefuse(s, place(s, r.valueAt), field, check.T("dn.label", "“{{.part}}” cannot be a part of the name of a domain.", "part", check.Clean(r.String())), "")
	case r.plusAt >= 0:
		return dnRefuse(s, place(s, r.plusAt), field, check.T("dn.plus", "Active Directory has no parts joined by “+”. A plus inside a name is written “\\+”."), s[:r.plusAt]+`\`+s[r.plusAt:])
	case s[r.valueAt] == '#':
		return dnRefuse(s, place(s, r.valueAt), field, check.T("dn.hex", "“{{.value}}” is a value in hexadecimal. Type the name itself; if “#” is its first character, write “\\#”.", "value", check.Clean(r.Value)), s[:r.valueAt]+`\`+s[r.valueAt:])
	}
	// Other controls may be there in escaped form: the names of OUs hold them,
	// and a domain controller marks conflicts with a line break.
	if strings.ContainsRune(r.Value, 0) {
		return dnRefuse(s, place(s, r.valueAt), field, check.T("dn.control", "The name “{{.name}}” holds {{.character}}.", "name", check.Clean(r.Value), "character", characterName(0)), "")
	}
	return nil
}

// place turns a byte offset into the number of the character, counted from 1.
func place(s string, offset int) int { return 1 + utf8.RuneCountInString(s[:offset]) }

func wrongType(s string, r scannedRDN, field string) *check.Problem {
	at := place(s, r.typeAt)
	if i, c := position(r.Type, func(r rune) bool { return r > 0x7F }); i > 0 {
		at += i - 1
		return dnRefuse(s, at, field, check.T("dn.type-letter", "Character {{.at}}: “{{.type}}” holds {{.character}}, which is not the Latin letter it looks like.", "at", at, "type", check.Clean(r.Type), "character", characterName(c)), latinType(s, r))
	}
	return dnRefuse(s, at, field, check.T("dn.type", "Character {{.at}}: “{{.type}}” is not a type of a container in Active Directory. The usual ones are OU, CN and DC.", "at", at, "type", check.Clean(r.Type)), "")
}

// latinLetters are those of other scripts that look like the letters of OU, CN
// and DC.
var latinLetters = strings.NewReplacer("О", "O", "о", "o", "С", "C", "с", "c", "Ο", "O", "ο", "o", "Ν", "N", "Ս", "U", "υ", "u")

// latinType offers the DN with the type in Latin letters, when that is one.
func latinType(s string, r scannedRDN) string {
	name := latinLetters.Replace(norm.NFKC.String(r.Type))
	if !slices.Contains(rdnTypes, strings.ToUpper(name)) {
		return ""
	}
	return s[:r.typeAt] + name + s[r.typeAt+len(r.Type):]
}

// dottedDC offers DC=corp,DC=example,DC=com for DC=corp.example.com.
func dottedDC(s string, d DN, bad scannedRDN, field string) *check.Problem {
	var split DN
	for _, r := range d.rdns {
		if !strings.EqualFold(r.Type, "DC") {
			split.rdns = append(split.rdns, r)
			continue
		}
		for label := range strings.SplitSeq(r.Value, ".") {
			split.rdns = append(split.rdns, RDN{"DC", label})
		}
	}
	return dnRefuse(s, place(s, bad.valueAt), field, check.T("dn.dots", "“{{.part}}” holds dots. Each label of the domain is a DC part of its own.", "part", bad.String()), split.String())
}

// dcLast returns the same parts with the DC parts at the end.
func dcLast(d DN) string {
	rdns := slices.Clone(d.rdns)
	slices.SortStableFunc(rdns, func(a, b RDN) int { return dcRank(a) - dcRank(b) })
	return DN{rdns: rdns}.String()
}

func dcRank(r RDN) int {
	if strings.EqualFold(r.Type, "DC") {
		return 1
	}
	return 0
}

func dnRefuse(s string, at int, field string, detail check.Text, suggest string) *check.Problem {
	p := refuse("dn.syntax", field, detail, check.T("dn.syntax.do", "Write it like OU=Staff,DC=corp,DC=example,DC=com."))
	if suggest == s {
		suggest = ""
	}
	if suggest != "" {
		p.Advice.Do = check.T("dn.type.do", "Type {{.dn}}", "dn", check.Clean(suggest))
	}
	p.Err = &Typo{Text: s, At: at, Suggest: suggest}
	return p
}

// dnSyntax words a fault of the scanner with its place, and offers an escape
// for a comma, a quotation mark or an angle bracket inside a name.
func dnSyntax(s, field string, err error) *check.Problem {
	var fault *dnFault
	if !errors.As(err, &fault) {
		return dnRefuse(s, 0, field, check.Verbatim(err.Error()), "")
	}
	at := place(s, fault.at)
	detail := check.T("dn.at", "Character {{.at}}: {{.what}}", "at", at, "what", fault.detail)
	return dnRefuse(s, at, field, detail, repair(s, fault.at))
}
