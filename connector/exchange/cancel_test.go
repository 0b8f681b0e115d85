package exchange_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/web"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/secret"
)

// TestCancel ends the proof in every state it can be in, within 200 ms.
func TestCancel(t *testing.T) {
	for name, c := range map[string]struct {
		faults []string
		path   string // of the call that says that the state is reached
		sleeps bool
		begins bool // the state is reached when its answer begins
	}{
		"the module file is asked for":      {faults: []string{"exchange-mute"}, path: "EXOModuleFile"},
		"the module file comes slowly":      {faults: []string{"exchange-stalls"}, path: "EXOModuleFile", begins: true},
		"Exchange asks for patience":        {faults: []string{"exchange-busy-silent"}, sleeps: true},
		"role assignments are asked for":    {path: "InvokeCommand"},
		"Graph is asked for the account":    {faults: []string{"graph-mute"}, path: "/v1.0/me"},
		"Graph is asked for the tenant":     {faults: []string{"graph-mute"}, path: "/v1.0/organization"},
		"Graph is asked for roles":          {faults: []string{"graph-mute"}, path: "/roleManagement/directory/roleAssignmentScheduleInstances"},
		"Graph answers slowly":              {faults: []string{"graph-stalls"}, path: "/v1.0/me", begins: true},
		"Exchange is on its way to regions": {path: "EXOModuleFile"},
	} {
		t.Run(name, func(t *testing.T) {
			graph := []string{"User.Read", "RoleManagement.Read.Directory"}
			in := practice(t, c.faults, graph...)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			there, at := make(chan struct{}), make(chan time.Time, 1)
			reached := sync.OnceFunc(func() { close(there) })
			go func() {
				select {
				case <-there:
				case <-t.Context().Done():
				}
				at <- time.Now()
				cancel()
			}()
			o := in.options(graph...)
			o.Transport = telling{in.transport, c.path, c.begins, reached}
			if c.sleeps {
				o.Sleep = nil
				ctx = web.Announce(ctx, func(web.Wait) { reached() })
			}
			r := runIn(ctx, t, exchange.New(o))
			took := time.Since(<-at)
			if took > 200*time.Millisecond {
				t.Errorf("it ended %v after it was cancelled, want 200 ms at most", took)
			}
			t.Logf("ended %v after Cancel", took.Round(time.Microsecond))
			for _, res := range r.Results {
				if res.Status == check.Failed || res.Status == check.Unknown {
					t.Errorf("%s: %s, although somebody left: %v", res.ID, res.Status, res.Problem())
				}
			}
		})
	}
}

// TestCancelWhileTheTokenComes: the token function belongs to somebody else, and
// may take its time.
func TestCancelWhileTheTokenComes(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in := practice(t, nil)
	o := in.options()
	o.Token = func(ctx context.Context, _ bool) (secret.Text, error) {
		cancel()
		<-ctx.Done()
		return secret.Text{}, ctx.Err()
	}
	began := time.Now()
	r := runIn(ctx, t, exchange.New(o))
	if took := time.Since(began); took > 200*time.Millisecond {
		t.Errorf("it took %v", took)
	}
	if got := r.Outcome(); got == check.Failed || got == check.Unknown {
		t.Errorf("outcome %s, although somebody left", got)
	}
}

// runIn runs all checks in a context of their own.
func runIn(ctx context.Context, t *testing.T, s *exchange.Session) check.Report {
	t.Helper()
	t.Cleanup(s.Close)
	signIn := check.Check{ID: "entra.sign-in", Run: func(context.Context) (check.Finding, error) { return check.Finding{}, nil }}
	return check.Run(ctx, append([]check.Check{signIn}, exchange.Checks(s, all)...), nil)
}

// telling tells when a call whose path holds a part is sent, or answered.
type telling struct {
	http.RoundTripper
	part    string
	answers bool
	reached func()
}

func (w telling) RoundTrip(r *http.Request) (*http.Response, error) {
	switch {
	case w.part == "" || !strings.Contains(r.URL.Path, w.part):
	case w.answers:
		defer w.reached()
	default:
		w.reached()
	}
	return w.RoundTripper.RoundTrip(r)
}
