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
		capped, err := b.tally(ctx, below, []kind{
			{people, &c.Users}, {equals(attrObjectClass, "group"), &c.Groups}, {equals(attrObjectClass, "organizationalUnit"), &c.OUs},
			{enabled, &c.Enabled}, {matched, &c.Matched},
		}, func() bool { return tell(c) })
		c.Capped = capped
		tell(c)
		return err
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

// matched have an employeeID that may be read. Windows lists people whose
// employeeID may not be read neither here nor in unmatched: a comparison with a
// hidden value is undefined, and so is its negation (MS-ADTS section
// 3.1.1.3.1.3.1). Samba lists them in unmatched.
var (
	matched   = allOf(enabled, present(attrEmployeeID))
	unmatched = allOf(enabled, not(present(attrEmployeeID)))
)

// present is true of objects that have the attribute and let it be read.
func present(attr string) filter { return filter("(" + attr + "=*)") }

// kind is a kind of object to count.
type kind struct {
	filter filter
	n      *int
}

// tally counts the objects of each kind below a DN and calls show after every
// page, until show returns false. No kind is counted beyond maxCount, which
// capped tells.
func (b *Browser) tally(ctx context.Context, below DN, kinds []kind, show func() bool) (capped bool, err error) {
	listening := true
	for _, k := range kinds {
		err := b.in.stream(ctx, query{base: below.String(), scope: subtree, filter: k.filter, attrs: []string{attrNone}}, func(page []*ldap.Entry) bool {
			*k.n += len(page)
			over := *k.n > maxCount
			*k.n, capped = min(*k.n, maxCount), capped || over
			listening = show()
			return listening && !over
		})
		if err != nil || !listening {
			return capped, b.missing(ctx, below, err)
		}
	}
	return capped, nil
}

// Coverage is how many people of an OU have an employeeID, by which the
// platform recognises them.
type Coverage struct {
	// Enabled are the users that are not disabled, Matched those of them whose
	// employeeID was seen.
	Enabled, Matched int
	// Capped means that the numbers are lower bounds.
	Capped bool
	// Hidden means that the account may not read what is asked of some users, or
	// that it is not certain: Matched is a lower bound then, and zero proves
	// nothing.
	Hidden bool
}

// Coverage counts the enabled users below a DN and those with an employeeID.
// The error is that of ctx or a *check.Problem.
func (b *Browser) Coverage(ctx context.Context, below DN) (Coverage, error) {
	var found Coverage
	err := ask(ctx, b, func(c Coverage) { found = c }, func(ctx context.Context, tell func(Coverage) bool) error {
		var c Coverage
		var users, readable, lacking int
		capped, err := b.tally(ctx, below, []kind{
			{people, &users}, {allOf(people, present(attrUAC)), &readable},
			{enabled, &c.Enabled}, {matched, &c.Matched}, {unmatched, &lacking},
		}, func() bool { return tell(c) })
		if err != nil {
			return err
		}
		unseen, err := b.unseen(ctx, below)
		c.Capped = capped && c.Enabled == maxCount
		c.Hidden = readable < users || c.Matched+lacking < c.Enabled || lacking > 0 && unseen
		tell(c)
		return err
	})
	return found, err
}

// unseen reports whether some of those without an employeeID may only seem to
// have none: the descriptors of a sample, for the account that signed in,
// decide.
func (b *Browser) unseen(ctx context.Context, below DN) (bool, error) {
	id, known := ntsd.AttributeNamed(attrEmployeeID)
	if !known || b.in.asMe {
		return true, nil // the token is that of the service account, the eyes are the admin's
	}
	sample, _, err := b.in.bound.session.search(ctx, query{base: below.String(), scope: subtree, filter: unmatched, limit: sampleSize, descriptor: true,
		attrs: []string{attrSID, attrDescriptor}})
	if err != nil {
		return true, b.in.bound.explain(err)
	}
	for _, e := range sample {
		sd, err := descriptorOf(e)
		if err != nil {
			return true, nil // what cannot be looked at is not certain
		}
		want := ntsd.Read(ntsd.ClassUser, id)
		if want.Self = oneSID(e); sd.Check(b.in.account.Token, want).Outcome != ntsd.Granted {
			return true, nil
		}
	}
	return false, nil
}

// Text says the coverage in one sentence.
func (c Coverage) Text() check.Text {
	switch {
	case c.Hidden:
		return check.T("coverage.hidden", "{{.matched}} of {{.enabled}} enabled users were seen to have an employeeID. It is not certain that the account can read it everywhere, so there may be more.", "enabled", c.Enabled, "matched", c.Matched)
	case c.Enabled == 0:
		return check.T("coverage.nobody", "There are no enabled users.")
	case c.Capped:
		return check.T("coverage.capped", "{{.matched}} of more than {{.enabled}} enabled users have an employeeID; counting stopped there.", "enabled", c.Enabled, "matched", c.Matched)
	}
	return check.T("coverage", "{{.matched}} of {{.enabled}} enabled users have an employeeID.", "enabled", c.Enabled, "matched", c.Matched)
}
