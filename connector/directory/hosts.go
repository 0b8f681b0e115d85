package directory

import (
	"regexp"
	"strings"
	"unicode"

	"hire2retire-setup/connector/check"
)

// MaxHosts is how many hosts one connection may have. Nobody has checked more
// by hand, and every one is a connection of its own.
const MaxHosts = 64

// ParseHosts reads a pasted list: separated by commas, semicolons, spaces or
// line breaks, in any form that ParseHost takes. Duplicates are merged and what
// is beyond MaxHosts is left out, both with a notice. The hosts that could be
// read come back even if others could not; err is check.Problems then, one for
// each that could not, in the order of the list.
func ParseHosts(pasted string, port uint16) ([]Host, []check.Text, error) {
	var hosts []Host
	var notices []check.Text
	var problems check.Problems
	items := splitHosts(pasted)
	for _, item := range items {
		h, told, err := ParseHost(item, port)
		switch {
		case err == nil:
			hosts, notices = append(hosts, h), append(notices, told...)
		case len(problems) < MaxHosts:
			problems = append(problems, err.(*check.Problem))
		}
	}
	if len(items) == 0 {
		problems = append(problems, noHost())
	}
	hosts, merged := MergeHosts(hosts)
	return hosts, append(notices, merged...), problems.Err()
}

// MergeHosts leaves out hosts that are listed a second time and what is beyond
// MaxHosts, and says so.
func MergeHosts(hosts []Host) ([]Host, []check.Text) {
	var kept []Host
	var notices []check.Text
	seen := map[string]bool{}
	dropped := 0
	for _, h := range hosts {
		switch {
		case seen[h.String()]:
			notices = append(notices, check.T("hosts.duplicate", "{{.host}} was listed more than once; it is used once.", "host", h.Name))
		case len(kept) == MaxHosts:
			dropped++
		default:
			seen[h.String()] = true
			kept = append(kept, h)
		}
	}
	if dropped > 0 {
		notices = append(notices, check.N("hosts.too-many", dropped, "One more host was left out: a connection has at most {{.max}}.",
			"{{.n}} more hosts were left out: a connection has at most {{.max}}.", "max", MaxHosts))
	}
	return kept, notices
}

// spacedPort is a port that stands apart from its host: "dc1 : 636".
var spacedPort = regexp.MustCompile(`([\pL\pN\]])[ \t]*:[ \t]+(\d{1,5})\b|([\pL\pN\]])[ \t]+:(\d{1,5})\b`)

// joinPort puts a port that stands apart to its host.
func joinPort(s string) string {
	if !strings.Contains(s, ":") || !strings.ContainsAny(s, " \t") {
		return s // the expression is slow on a long list
	}
	return spacedPort.ReplaceAllString(s, "$1$3:$2$4")
}

// listMark is what stands before the items of a list in a document.
var listMark = regexp.MustCompile(`^([-*•–]|\d{1,3}[.)])$`)

// comment is the rest of a line, as in a hosts file or an inventory.
var comment = regexp.MustCompile(`(?m)(^|[\t ])#.*$`)

func withoutComments(s string) string {
	if !strings.Contains(s, "#") {
		return s // the expression is slow on a long list
	}
	return comment.ReplaceAllString(s, "")
}

// splitHosts splits a list. The commas of the DN in an ldaps:// URL do not
// separate hosts.
func splitHosts(pasted string) []string {
	var items []string
	for _, item := range strings.FieldsFunc(joinPort(withoutComments(pasted)), func(r rune) bool {
		return strings.ContainsRune(",;|，；、", r) || unicode.IsSpace(r)
	}) {
		item = strings.Trim(item, `"'`)
		if n := len(items); n > 0 && strings.Contains(item, "=") && strings.Contains(items[n-1], "=") && strings.Contains(items[n-1], "://") {
			items[n-1] += "," + item
			continue
		}
		if item != "" && !(len(item) <= 4 && listMark.MatchString(item)) {
			items = append(items, item)
		}
	}
	return items
}
