package profile

import (
	"errors"
	"fmt"

	"github.com/zalando/go-keyring"

	"hire2retire-setup/connector/check"
)

// Reason is why the keyring could not be used.
type Reason int

// The reasons. Other is zero: the original text is in the cause.
const (
	Other     Reason = iota
	NoBus            // no session bus to reach a keyring by
	NoService        // no keyring runs, or none exists on this system
	Locked           // it is locked and was not unlocked
	Denied           // the system or a policy refused
	TooBig           // the secret is larger than the keyring takes
	Hangs            // no answer within the time limit
	Dropped          // it reported success and kept nothing
)

// Unavailable is the cause of the problems keyring.unavailable and
// keyring.too-big.
type Unavailable struct {
	Reason Reason
	Err    error // may be nil
}

// Error returns the original text, if there is one.
func (u Unavailable) Error() string {
	if u.Err == nil {
		return fmt.Sprintf("keyring unavailable, reason %d", u.Reason)
	}
	return u.Err.Error()
}

// Unwrap returns the original error.
func (u Unavailable) Unwrap() error { return u.Err }

// errDropped is what reading back found after a Set that did not fail.
var errDropped = errors.New("the keyring reported success, but does not hold the value")

// explain names what the backend said.
func (k *Keyring) explain(err error) error {
	switch {
	case err == nil, errors.Is(err, ErrNotKept):
		return err
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return k.unavailable(TooBig, err)
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return k.unavailable(NoService, err)
	case errors.Is(err, errDropped):
		return k.unavailable(Dropped, err)
	}
	return k.unavailable(systemReason(err), err)
}

// unavailable returns the problem: always a warning, because the connection
// works without a kept password.
func (k *Keyring) unavailable(r Reason, err error) error {
	p := &check.Problem{Code: "keyring.unavailable", Severity: check.Warning, Err: Unavailable{r, err},
		Detail: whyUnavailable(r, k.Name()),
		Advice: check.Advice{Who: check.You, Field: "keep-password", Do: whatToDo(r, k.Name())}}
	if r == TooBig {
		p.Code = "keyring.too-big"
	}
	return p
}

func whyUnavailable(r Reason, store string) check.Text {
	switch r {
	case NoBus:
		return check.T("keyring.no-bus", "This session has no message bus, so {{.store}} cannot be reached.", "store", store)
	case NoService:
		return check.T("keyring.no-service", "{{.store}} is not running or not installed.", "store", store)
	case Locked:
		return check.T("keyring.locked", "{{.store}} is locked and was not unlocked.", "store", store)
	case Denied:
		return check.T("keyring.denied", "{{.store}} refused to keep the password for this session.", "store", store)
	case TooBig:
		return check.T("keyring.too-big", "The password is longer than {{.store}} can keep.", "store", store)
	case Hangs:
		return check.T("keyring.hangs", "{{.store}} did not answer in time.", "store", store)
	case Dropped:
		return check.T("keyring.dropped", "{{.store}} said that it kept the password, but does not hold it. A prompt may have been dismissed.", "store", store)
	}
	return check.T("keyring.other", "{{.store}} could not be used.", "store", store)
}

// whatToDo always names the way out that needs no keyring. There is no way to
// keep the password anywhere else.
func whatToDo(r Reason, store string) check.Text {
	switch r {
	case NoBus, NoService:
		return check.T("keyring.do.start", "Start a desktop keyring such as GNOME Keyring or KWallet and check again, or go on without keeping the password: it is asked for when it is needed.")
	case Locked, Dropped:
		return check.T("keyring.do.unlock", "Unlock {{.store}} and check again, or go on without keeping the password: it is asked for when it is needed.", "store", store)
	case Denied:
		return check.T("keyring.do.policy", "A remote session or a policy may forbid it. Sign in at the console, or go on without keeping the password: it is asked for when it is needed.")
	}
	return check.T("keyring.do.without", "Check again, or go on without keeping the password: it is asked for when it is needed.")
}
