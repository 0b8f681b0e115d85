package setup

import (
	"errors"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/secret"
)

// TreeNeeds reports whether Tree could be opened with the answers as they are,
// and what cannot be used. It makes no copy of the password.
func (f *Flow) TreeNeeds() (ready bool, bad check.Problems) {
	_, _, all := f.answers.Directory(Account)
	bad = only(all, FieldHosts, FieldPort, FieldCA, FieldUsername)
	bad = append(bad, only(f.answers.accountFaults(), FieldPassword)...)
	return len(bad) == 0, bad
}

// PathOf says where a line of the tree is, from the domain down: "Staff /
// Berlin". It is empty for what lies directly in the domain.
func PathOf(n TreeNode) string {
	var names []string
	for parent := n.DN.Parent(); !parent.IsZero() && !parent.Equal(n.DN.DomainDN()); parent = parent.Parent() {
		names = append([]string{parent.Name()}, names...)
	}
	return strings.Join(names, " / ")
}

// FaultAt returns where in the typed text a problem is, counted in characters
// from 1; 0 when it is about the whole.
func FaultAt(p *check.Problem) (typed string, at int) {
	typo, ok := errors.AsType[*directory.Typo](p)
	if !ok {
		return "", 0
	}
	return typo.Text, typo.At
}

// OUs reads a list of DNs, one in each line, as the target OUs are typed. What
// cannot be read is left out.
func OUs(text string) []TreeNode {
	var nodes []TreeNode
	for line := range strings.Lines(text) {
		if dn, _, err := directory.ParseDN(line); err == nil {
			nodes = append(nodes, TreeNode{DN: dn, Name: dn.Name()})
		}
	}
	return nodes
}

// WithOU returns a list of DNs with one more, unless it is there, and WithoutOU
// without it. Other lines stay as they were typed.
func WithOU(text string, n TreeNode) string {
	for _, known := range OUs(text) {
		if known.DN.Equal(n.DN) {
			return text
		}
	}
	if text = strings.TrimRight(text, "\r\n"); text == "" {
		return n.DN.String()
	}
	return text + "\n" + n.DN.String()
}

// WithoutOU is the opposite of WithOU.
func WithoutOU(text string, n TreeNode) string {
	var kept []string
	for line := range strings.Lines(text) {
		dn, _, err := directory.ParseDN(line)
		if err != nil && strings.TrimSpace(line) == "" || err == nil && dn.Equal(n.DN) {
			continue
		}
		kept = append(kept, strings.TrimRight(line, "\r\n"))
	}
	return strings.Join(kept, "\n")
}

// The fields of whoever checks with an account of their own.
const (
	FieldMyUsername = "my-username"
	FieldMyPassword = "my-password"
)

// MyFaults returns what cannot be used in the name and the password of an admin
// who checks with an account of their own. It makes no copy of the password.
func MyFaults(username string, password secret.Text) check.Problems {
	var bad faults
	name, _, err := directory.ParseUsername(username, directory.DomainNames{})
	if err != nil {
		bad.addAt(FieldMyUsername, err)
	}
	if _, err = directory.CheckPassword(password, name); err != nil {
		bad.addAt(FieldMyPassword, err)
	}
	for _, p := range bad {
		p.Advice.Do = check.T("as-me.own", "Type the name and the password of your own account.")
	}
	return check.Problems(bad)
}
