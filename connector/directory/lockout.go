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
}

// readLockout reads the policy that is in force for the account.
func (i *Inspection) readLockout(ctx context.Context) lockout {
	s, root := i.bound.session, i.bound.root.DefaultNC
	settings := root.Child("CN", "System").Child("CN", "Password Settings Container")
	e, err := s.read(ctx, settings.String(), attrDN)
	if err != nil || value(e, attrDN) == "" {
		return lockout{}
	}
	e, err = s.read(ctx, i.account.DN.String(), "msDS-ResultantPSO")
	if err != nil {
		return lockout{}
	}
	from, attr := root.String(), "lockoutThreshold"
	if pso := value(e, "msDS-ResultantPSO"); pso != "" {
		from, attr = pso, "msDS-LockoutThreshold"
	}
	e, err = s.read(ctx, from, attr)
	if err != nil {
		return lockout{}
	}
	n, known := number(e, attr)
	return lockout{known: known, threshold: n}
}

// text says the policy, or nothing when it is not known.
func (l lockout) text() check.Text {
	switch {
	case !l.known:
		return check.Text{}
	case l.threshold == 0:
		return check.T("account.lockout.never", "Wrong passwords do not lock it.")
	}
	return check.N("account.lockout", int(l.threshold), "One wrong password locks it.", "{{.n}} wrong passwords in a row lock it.")
}
