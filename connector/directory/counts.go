package directory

import (
	"context"
	"maps"
	"slices"
	"time"

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
		capped, err := b.in.tally(ctx, below, []kind{
			{people, &c.Users}, {equals(attrObjectClass, "group"), &c.Groups}, {equals(attrObjectClass, "organizationalUnit"), &c.OUs},
			{enabled, &c.Enabled}, {matched, &c.Matched},
		}, func() bool { return tell(c) })
		c.Capped = capped
		tell(c)
		return b.missing(ctx, below, err)
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
func (i *Inspection) tally(ctx context.Context, below DN, kinds []kind, show func() bool) (capped bool, err error) {
	listening := true
	for _, k := range kinds {
		err := i.stream(ctx, query{base: below.String(), scope: subtree, filter: k.filter, attrs: []string{attrNone}}, func(page []*ldap.Entry) bool {
			*k.n += len(page)
			over := *k.n > maxCount
			*k.n, capped = min(*k.n, maxCount), capped || over
			listening = show()
			return listening && !over
		})
		if err != nil || !listening {
			return capped, err
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
		_, err := b.in.coverage(ctx, below, tell)
		return b.missing(ctx, below, err)
	})
	return found, err
}

// coverage counts as long as tell returns true; whole means that it was to the
// end.
func (i *Inspection) coverage(ctx context.Context, below DN, tell func(Coverage) bool) (whole bool, err error) {
	var c Coverage
	var users, readable, lacking int
	whole = true
	capped, err := i.tally(ctx, below, []kind{
		{people, &users}, {allOf(people, present(attrUAC)), &readable},
		{enabled, &c.Enabled}, {matched, &c.Matched}, {unmatched, &lacking},
	}, func() bool { whole = tell(c); return whole })
	if err != nil || !whole {
		return false, err
	}
	unseen, err := i.unseen(ctx, below)
	c.Capped = capped && c.Enabled == maxCount
	c.Hidden = readable < users || c.Matched+lacking < c.Enabled || lacking > 0 && unseen
	tell(c)
	return err == nil, err
}

// noteTime is how long the people are counted beside a check that is about
// something else.
const noteTime = 2 * time.Second

// note adds the coverage below the Base DN to the result about it, where it is
// counted in time; who needs it for a large domain asks a Browser. It comes when
// everything else is proved, so that a domain controller that is too slow for it
// spoils nothing. It tells the end of that result, which untilNoted held back.
func (i *Inspection) note(ctx context.Context, report check.Report, progress func(check.Result)) {
	n := slices.IndexFunc(report.Results, func(r check.Result) bool { return r.ID == CheckBaseDN && r.Status == check.Passed })
	if n < 0 {
		return
	}
	if progress != nil {
		defer func() { progress(report.Results[n]) }()
	}
	var found Coverage
	until := time.Now().Add(noteTime)
	whole, err := i.coverage(ctx, i.base, func(c Coverage) bool {
		found = c
		return time.Now().Before(until)
	})
	if err != nil || !whole {
		return
	}
	r := report.Results[n]
	r.Facts = maps.Clone(r.Facts)
	r.Facts["employeeID"] = map[string]any{"enabled": found.Enabled, "matched": found.Matched, "capped": found.Capped, "hidden": found.Hidden}
	r.Found = check.T("directory.base-dn.and", "{{.first}} {{.second}}", "first", r.Found, "second", found.Text())
	report.Results[n] = r
	i.keep(r)
}

// untilNoted passes on everything but the end of the result that note adds to:
// each end is told once, as it stands in the report.
func untilNoted(progress func(check.Result)) func(check.Result) {
	if progress == nil {
		return nil
	}
	return func(r check.Result) {
		if r.ID != CheckBaseDN || r.Status != check.Passed {
			progress(r)
		}
	}
}

// unseen reports whether some of those without an employeeID may only seem to
// have none: the descriptors of a sample, for the account that signed in,
// decide.
func (i *Inspection) unseen(ctx context.Context, below DN) (bool, error) {
	id, known := ntsd.AttributeNamed(attrEmployeeID)
	if !known || i.asMe {
		return true, nil // the token is that of the service account, the eyes are the admin's
	}
	sample, _, err := i.bound.session.search(ctx, query{base: below.String(), scope: subtree, filter: unmatched, limit: sampleSize, descriptor: true,
		attrs: []string{attrSID, attrDescriptor}})
	if err != nil {
		return true, i.bound.explain(err)
	}
	for _, e := range sample {
		sd, err := descriptorOf(e)
		if err != nil {
			return true, nil // what cannot be looked at is not certain
		}
		want := ntsd.Read(ntsd.ClassUser, id)
		if want.Self = oneSID(e); sd.Check(i.account.Token, want).Outcome != ntsd.Granted {
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
