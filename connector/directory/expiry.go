package directory

import (
	"context"
	"math"
	"time"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
)

// soon is how long before an end the admin is warned.
const soon = 30 * 24 * time.Hour

// expiry looks when the account and its password end.
func (e *examination) expiry(ctx context.Context) (check.Finding, error) {
	who := e.in.account
	if who.entry == nil {
		return check.Finding{}, check.Skip{Why: check.T("account.expiry.elsewhere", "Not known: the account is in another domain.")}
	}
	password, passwordKnown := fileTime(who.entry, attrPasswordExpiry)
	end, endKnown := fileTime(who.entry, attrExpires)
	if !passwordKnown && !endKnown {
		return check.Finding{}, check.Skip{Why: check.T("account.expiry.hidden", "Not known: {{.account}} may not read its own dates.", "account", who.name())}
	}
	f := check.Finding{Facts: check.Facts{}, Found: check.T("account.expiry.found", "Password {{.passwordEnds}}, account {{.accountEnds}}.",
		"passwordEnds", until(password, passwordKnown), "accountEnds", until(end, endKnown))}
	if policy := e.in.readLockout(ctx); policy.known {
		f.Facts["lockoutThreshold"] = policy.threshold
		if policy.threshold > 0 {
			f.Facts["wrongPasswordsLeft"] = policy.left()
		}
		f.Found = check.T("account.expiry.and", "{{.first}} {{.second}}", "first", f.Found, "second", policy.text())
	}
	var ps check.Problems
	for _, ends := range []struct {
		fact string
		at   time.Time
		what *check.Problem
	}{
		{"passwordExpires", password, e.passwordEnds(password)}, {"accountExpires", end, e.accountEnds(end)},
	} {
		if ends.at.IsZero() {
			continue
		}
		f.Facts[ends.fact] = ends.at.UTC().Format(time.RFC3339)
		if left := ends.at.Sub(e.in.conf.Now()); left >= 0 && left < soon {
			ps = append(ps, check.Warn(ends.what))
		}
	}
	return f, ps.Err()
}

func (e *examination) passwordEnds(at time.Time) *check.Problem {
	return &check.Problem{Code: "account.expiry",
		Detail: check.T("account.expiry.password", "The password of {{.account}} expires on {{.date}}. The connection stops then.", "account", e.in.account.name(), "date", at.Format(time.DateOnly)),
		Advice: check.Advice{Who: check.AD, Field: FieldUsername, Do: check.T("account.expiry.password.do", "Set a new password before that day and save the connection again, or exempt the account by a fine-grained password policy.")}}
}

func (e *examination) accountEnds(at time.Time) *check.Problem {
	return &check.Problem{Code: "account.expiry",
		Detail: check.T("account.expiry.account", "The account {{.account}} expires on {{.date}}. The connection stops then.", "account", e.in.account.name(), "date", at.Format(time.DateOnly)),
		Advice: check.Advice{Who: check.AD, Field: FieldUsername, Command: "Clear-ADAccountExpiration -Identity " + psLiteral(string(e.in.account.SID)),
			Do: check.T("account.expiry.account.do", "Move the end date of the account, or remove it. The command removes it.")}}
}

func until(at time.Time, known bool) check.Text {
	switch {
	case !known:
		return check.T("account.expiry.unknown", "not known")
	case at.IsZero():
		return check.T("account.expiry.never", "does not expire")
	}
	return check.T("account.expiry.until", "valid until {{.date}}", "date", at.Format(time.DateOnly))
}

// fileTime reads a Windows FILETIME: 100 ns since 1601 (MS-DTYP section 2.3.3).
// 0 and the largest number mean never, which is the zero time; for the end of a
// password 0 is no date, and a negative number never is one.
func fileTime(e *ldap.Entry, attr string) (at time.Time, known bool) {
	n, known := number(e, attr)
	if !known || n < 0 || n == 0 && attr == attrPasswordExpiry { // it has to be changed first
		return time.Time{}, false
	}
	if n == 0 || n == math.MaxInt64 {
		return time.Time{}, true
	}
	const fromUnix = 11_644_473_600 // seconds from 1601 to 1970
	return time.Unix(n/1e7-fromUnix, n%1e7*100).UTC(), true
}
