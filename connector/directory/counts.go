package directory

import (
	"context"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// Count counts users, groups and OUs below a DN, the DN itself included, and
// tells progress after every page, on the goroutine of the caller; progress may
// be nil. No attribute of anybody is read: the server filters. Enabled and
// Matched are as Coverage has them. The error is that of ctx or a
// *check.Problem.
func (b *Browser) Count(ctx context.Context, below DN, progress func(Counts)) (Counts, error) {
	var total Counts
	err := ask(ctx, b, func(c Counts) {
		if total = c; progress != nil {
			progress(c)
		}
	}, func(ctx context.Context, tell func(Counts) bool) error {
		var c Counts
		for _, kind := range []struct {
			filter filter
			n      *int
		}{
			{people, &c.Users}, {equals(attrObjectClass, "group"), &c.Groups}, {equals(attrObjectClass, "organizationalUnit"), &c.OUs},
			{enabled, &c.Enabled}, {allOf(enabled, present(attrEmployeeID)), &c.Matched},
		} {
			capped, err := b.tally(ctx, below, kind.filter, func(n int) bool { *kind.n = n; return tell(c) })
			if err != nil {
				return err
			}
			c.Capped = c.Capped || capped
		}
		tell(c)
		return nil
	})
	return total, err
}

const (
	attrEmployeeID = "employeeID"
	attrUAC        = "userAccountControl"
	// bitAnd is LDAP_MATCHING_RULE_BIT_AND (MS-ADTS section 3.1.1.3.4.4.1).
	bitAnd = ":1.2.840.113556.1.4.803:"
	// accountDisable is ADS_UF_ACCOUNTDISABLE (MS-ADTS section 2.2.16).
	accountDisable = "2"
)

// enabled are people who can sign in. An account whose userAccountControl may
// not be read is none of them.
var enabled = allOf(people, present(attrUAC), not(equals(attrUAC+bitAnd, accountDisable)))

// present is true of objects that have the attribute and let it be read.
func present(attr string) filter { return filter("(" + attr + "=*)") }

// tally counts the objects below a DN that a filter matches, until show returns
// false. It stops at maxCount, and says so.
func (b *Browser) tally(ctx context.Context, below DN, f filter, show func(n int) bool) (capped bool, err error) {
	n := 0
	err = b.in.stream(ctx, query{base: below.String(), scope: subtree, filter: f, attrs: []string{attrNone}}, func(page []*ldap.Entry) bool {
		capped = n+len(page) > maxCount
		n = min(n+len(page), maxCount)
		return show(n) && !capped
	})
	return capped, b.missing(ctx, below, err)
}

// Coverage is how many people of an OU have an employeeID, by which the
// platform recognises them.
type Coverage struct {
	// Enabled are the users that are not disabled, Matched those of them whose
	// employeeID was seen.
	Enabled, Matched int
	// Capped means that the numbers are lower bounds.
	Capped bool
	// Hidden means that the account may not read the employeeID of some users,
	// or that it is not certain: Matched is a lower bound then, and zero proves
	// nothing.
	Hidden bool
}

// Coverage counts the enabled users below a DN and those with an employeeID.
// The error is that of ctx or a *check.Problem.
func (b *Browser) Coverage(ctx context.Context, below DN) (Coverage, error) {
	var found Coverage
	err := ask(ctx, b, func(c Coverage) { found = c }, func(ctx context.Context, tell func(Coverage) bool) error {
		var c Coverage
		all, err := b.tally(ctx, below, enabled, func(n int) bool { c.Enabled = n; return tell(c) })
		if err != nil {
			return err
		}
		some, err := b.tally(ctx, below, allOf(enabled, present(attrEmployeeID)), func(n int) bool { c.Matched = n; return tell(c) })
		if err != nil {
			return err
		}
		c.Capped = all || some
		if c.Matched < c.Enabled {
			c.Hidden, err = b.hidden(ctx, below, attrEmployeeID)
		}
		tell(c)
		return err
	})
	return found, err
}

// hidden reports whether an attribute of users cannot be told from one that
// they do not have: the descriptor of some of them, for the account that signed
// in, decides.
func (b *Browser) hidden(ctx context.Context, below DN, attr string) (bool, error) {
	a, known := ntsd.AttributeNamed(attr)
	if !known || b.in.asMe {
		return true, nil // the token is that of the service account, the eyes are the admin's
	}
	sample, _, err := b.in.bound.session.search(ctx, query{base: below.String(), scope: subtree, filter: people, limit: sampleSize, descriptor: true,
		attrs: []string{attrSID, attrDescriptor}})
	if err != nil {
		return true, b.in.bound.explain(err)
	}
	for _, e := range sample {
		sd, err := descriptorOf(e)
		if err != nil {
			return true, nil
		}
		want := ntsd.Read(ntsd.ClassUser, a)
		if want.Self = oneSID(e); sd.Check(b.in.account.Token, want).Outcome != ntsd.Granted {
			return true, nil
		}
	}
	return false, nil
}

// Text says the coverage in one sentence.
func (c Coverage) Text() check.Text {
	switch {
	case c.Enabled == 0:
		return check.T("coverage.nobody", "No enabled users were seen.")
	case c.Hidden:
		return check.T("coverage.hidden", "{{.matched}} of {{.enabled}} enabled users were seen to have an employeeID. The account may not read it everywhere, so there may be more.", "enabled", c.Enabled, "matched", c.Matched)
	case c.Capped:
		return check.T("coverage.capped", "{{.matched}} of more than {{.enabled}} enabled users have an employeeID; counting stopped there.", "enabled", c.Enabled, "matched", c.Matched)
	}
	return check.T("coverage", "{{.matched}} of {{.enabled}} enabled users have an employeeID.", "enabled", c.Enabled, "matched", c.Matched)
}
