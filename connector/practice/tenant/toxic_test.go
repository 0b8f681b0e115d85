package tenant_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/practice/tenant"
)

// TestPoison is what each poison does to an answer, seen by a plain client.
func TestPoison(t *testing.T) {
	whole := func(a answered) bool { return a.err == nil && a.status == 401 && json.Valid(a.body) }
	for name, is := range map[string]func(answered) bool{
		"mute":      func(a answered) bool { return a.status == 0 && timedOut(a.err) },
		"stalls":    func(a answered) bool { return a.status == 401 && len(a.body) > 0 && timedOut(a.err) },
		"cut-short": func(a answered) bool { return errors.Is(a.err, io.ErrUnexpectedEOF) && len(a.body) > 0 },
		"half-json": func(a answered) bool { return a.err == nil && len(a.body) > 0 && !json.Valid(a.body) },
		"proxy-page": func(a answered) bool {
			return a.status == 403 && strings.Contains(string(a.body), "Example Web Gateway")
		},
		"wrong-type":  func(a answered) bool { return whole(a) && strings.HasPrefix(a.kind, "text/html") },
		"floods":      func(a answered) bool { return len(a.body) == enough },
		"busy-silent": func(a answered) bool { return a.status == 429 && a.header.Get("Retry-After") == "" },
		"diverts": func(a answered) bool {
			return a.status == 307 && strings.Contains(a.header.Get("Location"), "stranger")
		},
	} {
		t.Run(name, func(t *testing.T) {
			tn := with(t, "graph-"+name)
			if a := look(t, tn); !is(a) {
				t.Errorf("the answer is %+v", a)
			}
			if err := tn.SetFaults(); err != nil {
				t.Fatal(err)
			}
			if a := look(t, tn); !whole(a) || strings.HasPrefix(a.kind, "text/html") {
				t.Errorf("after healing the answer is %+v", a)
			}
		})
	}
}

// TestPoisonStaysInItsPlace: of the sign-in service only the calls of programs
// are spoiled, and no other service.
func TestPoisonStaysInItsPlace(t *testing.T) {
	tn := with(t, "sign-in-proxy-page")
	c := httpClient(t, tn)
	for _, address := range []string{tn.Cloud().Authority + "/" + tenant.ID + "/v2.0/.well-known/openid-configuration", tn.Cloud().Graph + "/v1.0/me"} {
		resp, err := c.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusForbidden {
			t.Errorf("%s is spoiled too", address)
		}
	}
	resp, err := c.PostForm(tn.Cloud().Authority+"/"+tenant.ID+"/oauth2/v2.0/token", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("the token endpoint answers %d, want the gateway's 403", resp.StatusCode)
	}
}

// enough is where a reader of a flood stops.
const enough = 8 << 20

// answered is what a client got.
type answered struct {
	status int
	kind   string
	header http.Header
	body   []byte
	err    error
}

// look asks Graph for the account without a token.
func look(t *testing.T, tn *tenant.Tenant) answered {
	t.Helper()
	c := httpClient(t, tn)
	c.Timeout = 2 * time.Second
	resp, err := c.Get(tn.Cloud().Graph + "/v1.0/me")
	if err != nil {
		return answered{err: err}
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, enough))
	return answered{resp.StatusCode, resp.Header.Get("Content-Type"), resp.Header, b, err}
}

func timedOut(err error) bool {
	var late interface{ Timeout() bool }
	return errors.As(err, &late) && late.Timeout()
}

// TestEveryFaultIsTold: a fault can be chosen by its name and says what it is.
func TestEveryFaultIsTold(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range tenant.Faults() {
		if f.Name == "" || seen[f.Name] || strings.Contains(f.Says.String(), "{{") || !strings.HasSuffix(f.Says.String(), ".") {
			t.Errorf("fault %q says %q", f.Name, f.Says)
		}
		seen[f.Name] = true
		tn, err := tenant.Start(tenant.Options{Faults: []string{f.Name}})
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
			continue
		}
		tn.Close()
	}
	if len(seen) < 90 {
		t.Errorf("%d faults", len(seen))
	}
}
