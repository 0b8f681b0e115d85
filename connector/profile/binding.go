package profile

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// Binding names what a kept password was typed for. Each field is a digest, so
// that a change can be told without keeping the old values.
type Binding struct {
	Hosts    string `json:"hosts"`    // names and ports; the order does not matter
	Trust    string `json:"trust"`    // CA files, pins, names to verify
	Username string `json:"username"` // in any case
}

// Kept says that the password is in the keyring of this computer.
type Kept struct {
	Binding Binding `json:"binding"`
	// Store is the name of the keyring, as it was shown.
	Store string    `json:"store"`
	At    time.Time `json:"at"`
}

// Binding returns what a password typed for p now would be bound to.
func (p Profile) Binding() Binding {
	var hosts, trust []string
	for _, d := range p.Directories {
		for _, h := range d.Hosts {
			at := digest(strings.ToLower(h.Name), string(binary.BigEndian.AppendUint16(nil, h.Port)))
			hosts = append(hosts, at)
			trust = append(trust, digest(at, strings.ToLower(h.VerifyAs), h.Pin, strings.TrimSpace(d.CA)))
		}
	}
	slices.Sort(hosts)
	slices.Sort(trust)
	return Binding{
		Hosts:    digest(hosts...),
		Trust:    digest(trust...),
		Username: digest(strings.ToLower(strings.TrimSpace(p.Username))),
	}
}

// Rebind returns why the kept password cannot be used for p any more, or nil
// when it can, or when none is kept. The password has to be typed again.
func (p Profile) Rebind() *check.Problem {
	if p.Kept == nil {
		return nil
	}
	return p.Kept.Binding.rebind(p.Binding())
}

func (b Binding) rebind(now Binding) *check.Problem {
	var why check.Text
	switch {
	case b == now:
		return nil
	case b.Hosts != now.Hosts:
		why = check.T("profile.password-bound.hosts", "The password was kept for other hosts or another port.")
	case b.Username != now.Username:
		why = check.T("profile.password-bound.username", "The password was kept for another username.")
	default:
		why = check.T("profile.password-bound.trust", "The password was kept for another certificate, CA file or name to verify.")
	}
	return &check.Problem{Code: "profile.password-bound", Detail: why,
		Advice: check.Advice{Who: check.You, Field: "password",
			Do: check.T("profile.password-bound.do", "Type the password again. It is never sent to a host it was not typed for.")}}
}

// digest hashes the parts with their lengths, so that no two lists of parts
// give the same bytes.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(p))))
		h.Write([]byte(p))
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}
