package directory

import (
	"context"

	"hire2retire-setup/connector/check"
)

// lockout is after how many wrong passwords the account is locked, if that is
// certain: a password settings object can override the policy of the domain,
// and an account that may not see these objects cannot know
// (MS-ADTS section 3.1.1.4.5.36).
type lockout struct {
	known     bool
	threshold int64 // 0 means never
	// counted are the wrong passwords that the domain controller has counted
	// since the last right one.
	counted int64
	on      string
}

// readLockout reads the policy that is in force for the account.
func (i *Inspection) readLockout(ctx context.Context) lockout {
	s, root := i.bound.session, i.bound.root.DefaultNC
	settings := root.Child("CN", "System").Child("CN", "Password Settings Container")
	e, err := s.read(ctx, settings.String(), attrDN)
	if err != nil || value(e, attrDN) == "" {
		return lockout{}
	}
	e, err = s.read(ctx, i.account.DN.String(), "msDS-ResultantPSO", "badPwdCount")
	if err != nil {
		return lockout{}
	}
	counted, _ := number(e, "badPwdCount")
	from, attr := root.String(), "lockoutThreshold"
	if pso := value(e, "msDS-ResultantPSO"); pso != "" {
		from, attr = pso, "msDS-LockoutThreshold"
	}
	e, err = s.read(ctx, from, attr)
	if err != nil {
		return lockout{}
	}
	n, known := number(e, attr)
	return lockout{known: known, threshold: n, counted: counted, on: i.bound.name()}
}

// left is how many wrong passwords more lock the account.
func (l lockout) left() int64 { return max(0, l.threshold-l.counted) }

// text says the policy, or nothing when it is not known.
func (l lockout) text() check.Text {
	switch {
	case !l.known:
		return check.Text{}
	case l.threshold == 0:
		return check.T("account.lockout.never", "Wrong passwords do not lock it.")
	case l.counted > 0:
		return check.N("account.lockout.left", int(l.left()), "{{.dc}} has counted {{.counted}} wrong passwords; one more locks it.", "{{.dc}} has counted {{.counted}} wrong passwords; {{.n}} more lock it.", "dc", l.on, "counted", l.counted)
	}
	return check.N("account.lockout", int(l.threshold), "One wrong password locks it.", "{{.n}} wrong passwords in a row lock it.")
}
