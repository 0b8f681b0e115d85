package directory

import (
	"context"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
)

// Node is an OU or a container in the tree of a domain.
type Node struct {
	// DN is spelled as the domain controller does.
	DN DN
	// Name is the last part of the DN.
	Name string
}

// containers are what the tree shows: where accounts can be, without what
// Windows itself hides.
var containers = allOf(
	anyOf(equals(attrObjectClass, "organizationalUnit"), equals(attrObjectClass, "container"), equals(attrObjectClass, "builtinDomain")),
	not(equals("showInAdvancedViewOnly", "TRUE")))

// children streams the OUs and containers directly below a DN, in pages of at
// most 1,000. prefix, which may be empty, keeps those whose name begins with it:
// the server filters. It stops when show returns false or ctx ends.
func (i *Inspection) children(ctx context.Context, parent DN, prefix string, show func([]Node) bool) error {
	f := containers
	if prefix != "" {
		f = allOf(containers, startsWith("name", prefix))
	}
	return i.stream(ctx, query{base: parent.String(), scope: oneLevel, filter: f, attrs: []string{attrNone}}, func(entries []*ldap.Entry) bool {
		return show(nodes(entries))
	})
}

// findOUs returns OUs and containers anywhere below a DN whose name holds the
// text, at most limit, and whether there are more.
func (i *Inspection) findOUs(ctx context.Context, below DN, text string, limit int) (found []Node, more bool, err error) {
	entries, more, err := i.bound.session.search(ctx, query{base: below.String(), scope: subtree, limit: limit,
		filter: allOf(containers, contains("name", text)), attrs: []string{attrNone}})
	if err != nil {
		return nil, false, i.bound.unread(err)
	}
	return nodes(entries), more, nil
}

// attrNone asks for no attribute (RFC 4511 section 4.5.1.8); the DN comes
// anyway.
const attrNone = "1.1"

func nodes(entries []*ldap.Entry) []Node {
	out := make([]Node, len(entries))
	for n, e := range entries {
		dn := fromServer(e.DN)
		out[n] = Node{DN: dn, Name: check.Clean(dn.Name())}
	}
	return out
}

// maxEmptyPages is how many pages in a row may hold nothing. A domain controller
// sends some when a filter finds little and it does not want to go on searching;
// one that goes on for ever is none.
const maxEmptyPages = 100

// stream pages through a query until take returns false.
func (i *Inspection) stream(ctx context.Context, q query, take func([]*ldap.Entry) bool) error {
	var cookie []byte
	for empty := 0; empty < maxEmptyPages; empty++ {
		entries, next, err := i.bound.session.page(ctx, q, cookie)
		if err != nil {
			return i.bound.unread(err)
		}
		if !take(entries) || len(next) == 0 {
			return nil
		}
		if cookie = next; len(entries) > 0 {
			empty = -1
		}
	}
	return i.bound.unread(errTooMuch)
}

func notSignedIn() *check.Problem {
	return check.CouldNot(&check.Problem{Code: "account.not-signed-in",
		Detail: check.T("browse.not-signed-in", "Nobody is signed in, so the directory cannot be read."),
		Advice: check.Advice{Who: check.You, Field: FieldPassword, Do: check.T("browse.not-signed-in.do", "Check the service account first.")}})
}

// maxCount is where counting stops: a page of 1,000 takes about a tenth of a
// second.
const maxCount = 50_000

// Counts is what is below a DN. A field that reached the limit of 50,000 means
// that many or more.
type Counts struct {
	Users, Groups, OUs int
	// Enabled are the users that are not disabled; Matched those of them that
	// have an employeeID, by which the platform recognises people.
	Enabled, Matched int
	// Capped means that some number is a lower bound.
	Capped bool
}

// people are the accounts of persons and services, without computers.
var people = allOf(equals("objectCategory", "person"), equals(attrObjectClass, "user"))

// Text says the counts in one sentence.
func (c Counts) Text() check.Text {
	if c.Capped {
		return check.T("counts.capped", "At least {{.users}} users, {{.groups}} groups and {{.ous}} OUs were seen. Of {{.enabled}} enabled users {{.matched}} have an employeeID.",
			"users", c.Users, "groups", c.Groups, "ous", c.OUs, "enabled", c.Enabled, "matched", c.Matched)
	}
	return check.T("counts", "{{.users}} users, {{.groups}} groups and {{.ous}} OUs. Of {{.enabled}} enabled users {{.matched}} have an employeeID.",
		"users", c.Users, "groups", c.Groups, "ous", c.OUs, "enabled", c.Enabled, "matched", c.Matched)
}
