package tenant

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// deviceLife is how long a device code is good, as at Microsoft.
const deviceLife = 15 * time.Minute

// deviceEndpoint begins a device code sign-in.
func (t *Tenant) deviceEndpoint(w http.ResponseWriter, r *http.Request) {
	world, path, client := t.world.Load(), r.PathValue("tenant"), r.PostFormValue("client_id")
	_, e := resolve(path)
	if e == nil {
		e = world.application(client, path)
	}
	if e == nil {
		e = world.sts[onDevice]
	}
	asked, bad := parseScopes(r.PostFormValue("scope"))
	if e == nil && bad != "" {
		e = sts(70011, "scope", bad)
	}
	if e != nil {
		e.about(&grant{client: client}, exchangeAPI.uri).write(w, r)
		return
	}
	life := deviceLife
	if world.deviceLife > 0 {
		life = world.deviceLife
	}
	d := &device{code: opaque("DAQABAAEAAAD", 48), userCode: userCode(), client: client, path: path, scopes: append(asked.long(), asked.identity...), expires: time.Now().Add(life)}
	t.state.keepDevice(d)
	where := t.pageOrigin() + "/common/oauth2/deviceauth"
	writeJSON(w, http.StatusOK, map[string]any{
		"user_code": d.userCode, "device_code": d.code, "verification_uri": where, "expires_in": int(life.Seconds()), "interval": 5,
		"message": fmt.Sprintf("To sign in, use a web browser to open the page %s and enter the code %s to authenticate.", where, d.userCode),
	})
}

// userCode returns nine characters that cannot be mistaken for one another.
func userCode() string {
	const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	b := make([]byte, 9)
	_, _ = rand.Read(b)
	for i := range b {
		b[i] = alphabet[int(b[i])%len(alphabet)]
	}
	return string(b)
}

// redeemDevice answers a poll.
func (t *Tenant) redeemDevice(r *http.Request, world *world) (*grant, *stsError) {
	d, ok := t.state.poll(r.PostFormValue("device_code"))
	switch {
	case !ok:
		return nil, sts(70018)
	case time.Now().After(d.expires):
		return nil, sts(70020)
	case d.declined:
		e := sts(70018)
		e.oauth, e.text = "authorization_declined", "The end user denied the authorization request."
		return nil, e
	case d.grant == nil:
		return nil, sts(70016)
	}
	return d.grant, world.challenge(onPoll, d.grant, r)
}

// poll returns how it stands with a device code. An approved or declined one
// is told once.
func (s *state) poll(code string) (device, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.devices[code]
	if d == nil {
		return device{}, false
	}
	if d.grant != nil || d.declined {
		delete(s.devices, code)
	}
	return *d, true
}

// devicePage takes the code a person read on the other device and goes on with
// an ordinary sign-in. The code may stand in the address as otc.
func (t *Tenant) devicePage(w http.ResponseWriter, r *http.Request) {
	code := r.FormValue("otc")
	if r.Method != http.MethodPost {
		t.show(w, page{Kind: "code", Title: "Enter code", Code: code})
		return
	}
	d := t.state.deviceFor(code)
	if d == nil {
		t.show(w, page{Kind: "code", Title: "Enter code", Problem: "That code didn’t work. Check the code and try again."})
		return
	}
	s := &signIn{id: opaque("rQQIARAA", 24), purpose: toDevice, path: d.path, device: d, query: url.Values{"client_id": {d.client}, "scope": {strings.Join(d.scopes, " ")}}}
	t.state.keep(s)
	t.advance(w, r, s)
}

func (s *state) keepDevice(d *device) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.devices[d.code] = d
}

// deviceFor returns the device code sign-in that waits for this user code.
func (s *state) deviceFor(user string) *device {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.devices {
		waiting := d.grant == nil && !d.declined && time.Now().Before(d.expires)
		if waiting && strings.EqualFold(d.userCode, strings.TrimSpace(user)) {
			return d
		}
	}
	return nil
}
