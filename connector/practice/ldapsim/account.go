package ldapsim

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hire2retire-setup/connector/directory/ntsd"
)

// Sub-codes of a refused bind: Windows error numbers in hexadecimal.
const (
	codeNameAmbiguous      = "57"
	codeUserNotFound       = "525"
	codeBadPassword        = "52e"
	codeRestricted         = "52f"
	codeLogonHours         = "530"
	codeWorkstation        = "531"
	codePasswordExpired    = "532"
	codeDisabled           = "533"
	codeAccountExpired     = "701"
	codeMustChangePassword = "773"
	codeLockedOut          = "775"
)

// Bits of userAccountControl, MS-ADTS 2.2.16.
const (
	controlDisabled             = 0x2
	controlPasswordNeverExpires = 0x10000
)

// attempts are the wrong passwords of one account.
type attempts struct {
	bad      int
	last     time.Time
	lockedAt time.Time
}

func (a attempts) count() string { return strconv.Itoa(a.bad) }

func (d *Directory) state(e *entry) attempts {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.attempts[e]
}

// lockedAt returns when the account was locked: here, or in the attributes it
// came with.
func (d *Directory) lockedAt(e *entry) time.Time {
	if at := d.state(e).lockedAt; !at.IsZero() {
		return at
	}
	return parseFileTime(e.one("lockoutTime"))
}

// locked reports whether the account is locked now. A lock that the account
// came with stays.
func (d *Directory) locked(e *entry, now time.Time) bool {
	if !parseFileTime(e.one("lockoutTime")).IsZero() {
		return true
	}
	at := d.state(e).lockedAt
	return !at.IsZero() && now.Before(at.Add(d.domain.LockoutWindow))
}

// wrong counts a wrong password and locks the account when it is one too many.
func (d *Directory) wrong(e *entry, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := d.attempts[e]
	if now.Sub(a.last) > d.domain.LockoutWindow {
		a = attempts{}
	}
	a.bad, a.last = a.bad+1, now
	if d.domain.LockoutThreshold > 0 && a.bad >= d.domain.LockoutThreshold {
		a.lockedAt = now
	}
	d.attempts[e] = a
}

// right forgets wrong passwords.
func (d *Directory) right(e *entry) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.attempts, e)
}

// admit judges a simple bind and returns the sub-code of a refusal. As on a
// domain controller, the state of an account shows only to those who know its
// password; a lock-out shows to all.
func (d *Directory) admit(e *entry, password string, now time.Time) string {
	if d.locked(e, now) {
		return codeLockedOut
	}
	if e.password.Reveal() != password {
		d.wrong(e, now)
		return codeBadPassword
	}
	if code := d.barred(e, now); code != "" {
		return code
	}
	d.right(e)
	return ""
}

func (d *Directory) barred(e *entry, now time.Time) string {
	control, _ := strconv.Atoi(e.one("userAccountControl"))
	expires := parseFileTime(e.one("accountExpires"))
	hours := e.one("logonHours")
	switch {
	case e.refuse != "":
		return e.refuse
	case d.domain.RefuseProtected && slices.Contains(d.groups(e), d.domain.SID.With(ntsd.RIDProtectedUsers)):
		return codeRestricted
	case control&controlDisabled != 0:
		return codeDisabled
	case !expires.IsZero() && now.After(expires):
		return codeAccountExpired
	case hours != "" && strings.Trim(hours, "\x00") == "":
		return codeLogonHours
	case e.one("userWorkstations") != "":
		return codeWorkstation
	case e.one("pwdLastSet") == "0":
		return codeMustChangePassword
	case d.passwordExpired(e, now):
		return codePasswordExpired
	}
	return ""
}

// passwordExpires is msDS-UserPasswordExpiryTimeComputed, MS-ADTS 3.1.1.4.5.37.
func (d *Directory) passwordExpires(e *entry) string {
	control, _ := strconv.Atoi(e.one("userAccountControl"))
	set := e.one("pwdLastSet")
	switch {
	case control&controlPasswordNeverExpires != 0, d.domain.MaxPasswordAge == 0:
		return never
	case set == "" || set == "0":
		return "0"
	}
	return fileTime(parseFileTime(set).Add(d.domain.MaxPasswordAge))
}

func (d *Directory) passwordExpired(e *entry, now time.Time) bool {
	at := d.passwordExpires(e)
	return at == "0" || at != never && now.After(parseFileTime(at))
}

// account finds who a bind name means. ambiguous is set when it means two; the
// order of the forms is that of MS-ADTS 5.1.1.1.1.
func (d *Directory) account(name string) (found *entry, ambiguous bool) {
	name = strings.TrimSpace(name)
	for _, form := range []func(string) []*entry{d.byDN, d.byUPN, d.byDownLevel, d.byCanonical, d.byObjectGUID, d.byDisplayName, d.bySIDText} {
		switch list := form(name); len(list) {
		case 0:
		case 1:
			return list[0], false
		default:
			return nil, true
		}
	}
	return nil, false
}

func (d *Directory) accounts(is func(*entry) bool) []*entry {
	var out []*entry
	for _, e := range d.order {
		if !e.password.Empty() && is(e) {
			out = append(out, e)
		}
	}
	return out
}

func (d *Directory) byDN(name string) []*entry {
	e := d.find(name)
	return d.accounts(func(o *entry) bool { return o == e })
}

// byUPN finds the userPrincipalName, else the implicit one: the account name
// at the DNS or NetBIOS name of the domain.
func (d *Directory) byUPN(name string) []*entry {
	if list := d.accounts(func(e *entry) bool { return same(e.one("userPrincipalName"), name) }); len(list) > 0 {
		return list
	}
	sam, domain, ok := cutLast(name, "@")
	if !ok || !same(domain, d.dns) && !same(domain, d.domain.NetBIOS) {
		return nil
	}
	return d.bySAM(sam)
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func (d *Directory) byDownLevel(name string) []*entry {
	domain, sam, ok := strings.Cut(name, `\`)
	if !ok || !same(domain, d.domain.NetBIOS) {
		return nil
	}
	return d.bySAM(sam)
}

func (d *Directory) bySAM(sam string) []*entry {
	return d.accounts(func(e *entry) bool { return same(e.one("sAMAccountName"), sam) })
}

func (d *Directory) byCanonical(name string) []*entry {
	return d.accounts(func(e *entry) bool { return same(e.name.canonical(), name) })
}

func (d *Directory) byObjectGUID(name string) []*entry {
	g, err := ntsd.ParseGUID(name)
	if err != nil {
		return nil
	}
	return d.accounts(func(e *entry) bool { return e.guid == g })
}

func (d *Directory) byDisplayName(name string) []*entry {
	return d.accounts(func(e *entry) bool { return same(e.one("displayName"), name) })
}

func (d *Directory) bySIDText(name string) []*entry {
	return d.accounts(func(e *entry) bool { return strings.EqualFold(string(e.sid), name) })
}

func same(a, b string) bool { return a != "" && fold(a) == fold(b) }
