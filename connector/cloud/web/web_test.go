package web_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/cloud/web"
	"hire2retire-setup/connector/netproblem"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// service answers with one status after the other, the last for good, and
// keeps what it was asked.
type service struct {
	answers []int
	header  http.Header
	bodies  []string
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	status := s.answers[min(len(s.bodies), len(s.answers)-1)]
	s.bodies = append(s.bodies, string(b))
	for k, v := range s.header {
		w.Header()[k] = v
	}
	w.WriteHeader(status)
	io.WriteString(w, strings.Repeat("x", 100))
}

// ask sends one POST through p and returns the status, the body and the waits.
func ask(t *testing.T, s *service, p web.Patient) (int, string, []web.Wait, error) {
	t.Helper()
	srv := httptest.NewServer(s)
	defer srv.Close()
	tr := &http.Transport{}
	defer tr.CloseIdleConnections()
	p.Base = tr
	if p.Sleep == nil {
		p.Sleep = func(context.Context, time.Duration) error { return nil }
	}
	var waits []web.Wait
	ctx := web.Announce(t.Context(), func(w web.Wait) { waits = append(waits, w) })
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, srv.URL, strings.NewReader("question"))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := p.RoundTrip(req)
	if err != nil {
		return 0, "", waits, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), waits, err
}

func TestPatient(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	after := func(v string) http.Header { return http.Header{"Retry-After": {v}} }
	for name, c := range map[string]struct {
		service service
		status  int
		waits   []time.Duration
	}{
		"an answer at once":                 {service{answers: []int{200}}, 200, nil},
		"an error that no waiting cures":    {service{answers: []int{400}}, 400, nil},
		"500 is not repeated":               {service{answers: []int{500}}, 500, nil},
		"429 with seconds":                  {service{answers: []int{429, 200}, header: after("7")}, 200, []time.Duration{7 * time.Second}},
		"503 with a date":                   {service{answers: []int{503, 200}, header: after("Sun, 01 Mar 2026 12:00:09 GMT")}, 200, []time.Duration{9 * time.Second}},
		"a date in the past":                {service{answers: []int{503, 200}, header: after("Sun, 01 Mar 2026 11:00:00 GMT")}, 200, []time.Duration{0}},
		"without Retry-After it grows":      {service{answers: []int{504, 502, 200}}, 200, []time.Duration{3 * time.Second, 6 * time.Second}},
		"Retry-After that is no time":       {service{answers: []int{429, 200}, header: after("soon")}, 200, []time.Duration{3 * time.Second}},
		"it gives up after four tries":      {service{answers: []int{429}, header: after("1")}, 429, []time.Duration{time.Second, time.Second, time.Second}},
		"it does not wait for half an hour": {service{answers: []int{429, 200}, header: after("1800")}, 429, nil},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, waits, err := ask(t, &c.service, web.Patient{Now: func() time.Time { return now }})
			if err != nil || status != c.status {
				t.Fatalf("status = %d, %v, want %d", status, err, c.status)
			}
			if len(waits) != len(c.waits) {
				t.Fatalf("waits = %v, want %v", waits, c.waits)
			}
			for i, w := range waits {
				if w.For != c.waits[i] || w.Try != i+2 || w.Host == "" || w.Status != c.service.answers[min(i, len(c.service.answers)-1)] {
					t.Errorf("wait %d = %+v, want %v", i, w, c.waits[i])
				}
			}
			for i, b := range c.service.bodies {
				if b != "question" {
					t.Errorf("try %d sent the body %q", i+1, b)
				}
			}
		})
	}
}

func TestPatientStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := &service{answers: []int{429}, header: http.Header{"Retry-After": {"20"}}}
	sleep := func(_ context.Context, d time.Duration) error {
		cancel()
		return web.Sleep(ctx, d)
	}
	start := time.Now()
	if _, _, _, err := ask(t, s, web.Patient{Sleep: sleep}); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want cancelled", err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it waited %v after it was cancelled", took)
	}
}

func TestPatientReadsNoMoreThanItsLimit(t *testing.T) {
	if _, body, _, err := ask(t, &service{answers: []int{200}}, web.Patient{MaxBody: 100}); err != nil || len(body) != 100 {
		t.Errorf("an answer of the limit = %d bytes, %v", len(body), err)
	}
	if _, _, _, err := ask(t, &service{answers: []int{200}}, web.Patient{MaxBody: 99}); !errors.Is(err, web.ErrTooLong) {
		t.Errorf("an answer above the limit = %v, want ErrTooLong", err)
	}
}

func TestManualProxy(t *testing.T) {
	for in, want := range map[string]string{
		"proxy.example.com:8080":         "http://proxy.example.com:8080",
		"http://proxy.example.com:8080/": "http://proxy.example.com:8080",
		"https://proxy.example.com:8443": "https://proxy.example.com:8443",
		"[2001:db8::1]:3128":             "http://[2001:db8::1]:3128",
		"":                               "",
		"http://me:secret@proxy.example": "",
		"ftp://proxy.example.com":        "",
		"http://proxy.example.com/x":     "",
		"http://proxy example":           "",
	} {
		f, err := web.ManualProxy(in)
		if want == "" {
			if err == nil {
				t.Errorf("ManualProxy(%q) is accepted", in)
			}
			continue
		}
		if err != nil {
			t.Errorf("ManualProxy(%q) = %v, want %s", in, err, want)
			continue
		}
		u, err := f(httptest.NewRequest(http.MethodGet, "https://login.microsoftonline.com", nil))
		if err != nil || u.String() != want {
			t.Errorf("ManualProxy(%q) gives %v, %v, want %s", in, u, err, want)
		}
	}
}

func TestManualProxyKeepsAPasswordToItself(t *testing.T) {
	_, err := web.ManualProxy("http://me:hunter2@proxy.example.com")
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("error = %v, want one without the password", err)
	}
}

// TestProxyRefusal asks a real proxy that refuses, and expects its status.
func TestProxyRefusal(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			t.Errorf("the proxy was asked with %s", r.Method)
		}
		w.Header().Set("Proxy-Authenticate", "Negotiate")
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer proxy.Close()
	f, err := web.ManualProxy(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	tr := web.Transport(cloud.Cloud{}, f)
	defer tr.CloseIdleConnections()
	_, err = (&http.Client{Transport: tr}).Get("https://login.example.com/")
	refusal, ok := errors.AsType[*netproblem.ProxyRefusal](err)
	if !ok || refusal.Status != http.StatusProxyAuthRequired || "http://"+refusal.Proxy != proxy.URL {
		t.Errorf("error = %v, want the refusal of %s", err, proxy.URL)
	}
}

func TestTransport(t *testing.T) {
	srv := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer srv.Close()
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	unused := func(*http.Request) (*url.URL, error) { return nil, errors.New("the practice tenant was to be proxied") }
	for name, c := range map[string]struct {
		cloud cloud.Cloud
		ok    bool
	}{
		"a cloud with its own CA":          {cloud.Cloud{CA: roots}, true},
		"a CA that the system knows not":   {cloud.Cloud{CA: x509.NewCertPool()}, false},
		"a proxy is asked in other clouds": {cloud.Cloud{}, false},
	} {
		tr := web.Transport(c.cloud, unused)
		resp, err := (&http.Client{Transport: tr}).Get(srv.URL)
		if (err == nil) != c.ok {
			t.Errorf("%s: Get = %v", name, err)
		}
		if err == nil {
			resp.Body.Close()
		}
		tr.CloseIdleConnections()
	}
}

func TestPeer(t *testing.T) {
	for in, want := range map[string]netproblem.Peer{
		"https://login.microsoftonline.com": {Host: "login.microsoftonline.com", Port: 443, System: netproblem.Microsoft},
		"https://127.0.0.47:8443":           {Host: "127.0.0.47", Port: 8443, System: netproblem.Microsoft},
		"https://[::1]:99999":               {Host: "::1", Port: 443, System: netproblem.Microsoft},
		":":                                 {Port: 443, System: netproblem.Microsoft},
	} {
		if got := web.Peer(in); got != want {
			t.Errorf("Peer(%q) = %+v, want %+v", in, got, want)
		}
	}
}
