package tenant

import (
	"net/http"
	"strings"
)

// Call is one request that reached the tenant. It holds no token, no code and
// no form, so that it can be printed.
type Call struct {
	// Host is the service by its name, such as "outlook.practice.example".
	Host string
	// Method and Path are as sent; Path is without query.
	Method, Path string
	// Grant is the grant_type of a call to the token service.
	Grant string
	// Cmdlet is what an InvokeCommand asked for.
	Cmdlet string
	// Status is what was answered; 0 when the caller left first.
	Status int
}

// Calls returns what reached the tenant, in the order in which it was
// answered.
func (t *Tenant) Calls() []Call {
	t.state.mu.Lock()
	defer t.state.mu.Unlock()
	return append([]Call(nil), t.state.calls...)
}

// record writes every call into the journal.
func (t *Tenant) record(name string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &observed{ResponseWriter: w}
		defer func() {
			c := Call{Host: name, Method: r.Method, Path: r.URL.Path, Cmdlet: seen.cmdlet, Status: seen.status}
			if strings.HasSuffix(r.URL.Path, "/oauth2/v2.0/token") {
				c.Grant = r.PostFormValue("grant_type")
			}
			t.state.mu.Lock()
			defer t.state.mu.Unlock()
			t.state.calls = append(t.state.calls, c)
		}()
		next.ServeHTTP(seen, r)
	})
}

// observed remembers what was answered.
type observed struct {
	http.ResponseWriter
	status int
	cmdlet string
}

// Unwrap lets http.ResponseController reach the writer behind.
func (o *observed) Unwrap() http.ResponseWriter { return o.ResponseWriter }

// WriteHeader implements http.ResponseWriter.
func (o *observed) WriteHeader(status int) {
	o.status = status
	o.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (o *observed) Write(b []byte) (int, error) {
	if o.status == 0 {
		o.status = http.StatusOK
	}
	return o.ResponseWriter.Write(b)
}
