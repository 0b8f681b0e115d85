package tenant

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// poison is how a service spoils its answers.
type poison int

const (
	healthy poison = iota
	// muting takes the call and never answers.
	muting
	// stalling begins an answer that never goes on.
	stalling
	// cutting promises a whole answer and ends the connection in its middle.
	cutting
	// halving sends half of the JSON as if it were all.
	halving
	// paging lets a gateway on the way answer with a page of its own.
	paging
	// mislabelling calls the JSON a page.
	mislabelling
	// flooding sends an answer without end.
	flooding
	// silencing throttles without saying for how long.
	silencing
	// diverting sends the caller on to an address that is not Microsoft's.
	diverting
)

// poisons are the faults of one service after another, with the rest of their
// names.
var poisons = []struct {
	kind poison
	name string
	says func(service check.Text) check.Text
}{
	{muting, "mute", func(s check.Text) check.Text {
		return check.T("practice.tenant.mute", "{{.service}} takes calls and never answers them.", "service", s)
	}},
	{stalling, "stalls", func(s check.Text) check.Text {
		return check.T("practice.tenant.stalls", "{{.service}} begins its answers and never ends them.", "service", s)
	}},
	{cutting, "cut-short", func(s check.Text) check.Text {
		return check.T("practice.tenant.cut-short", "{{.service}} loses the connection in the middle of its answers.", "service", s)
	}},
	{halving, "half-json", func(s check.Text) check.Text {
		return check.T("practice.tenant.half-json", "{{.service}} sends half of its answers as if they were whole.", "service", s)
	}},
	{paging, "proxy-page", func(s check.Text) check.Text {
		return check.T("practice.tenant.proxy-page", "A gateway on the way answers with a page of its own in place of {{.service}}.", "service", s)
	}},
	{mislabelling, "wrong-type", func(s check.Text) check.Text {
		return check.T("practice.tenant.wrong-type", "{{.service}} calls its answers pages. They are good.", "service", s)
	}},
	{flooding, "floods", func(s check.Text) check.Text {
		return check.T("practice.tenant.floods", "{{.service}} sends answers without end.", "service", s)
	}},
	{silencing, "busy-silent", func(s check.Text) check.Text {
		return check.T("practice.tenant.busy-silent", "{{.service}} throttles every call and does not say for how long.", "service", s)
	}},
	{diverting, "diverts", func(s check.Text) check.Text {
		return check.T("practice.tenant.diverts", "{{.service}} sends calls on to an address that is not Microsoft's.", "service", s)
	}},
}

// toxicFaults poison the services: "exchange-stalls" and so on.
var toxicFaults = func() []Fault {
	var out []Fault
	for _, service := range []struct {
		prefix, door string
		name         check.Text
	}{
		{"sign-in", authorityName, check.T("practice.tenant.sign-in-service", "Microsoft's sign-in service")},
		{"exchange", regionName, check.Verbatim("Exchange Online")},
		{"graph", graphName, check.Verbatim("Microsoft Graph")},
	} {
		for _, p := range poisons {
			out = append(out, Fault{service.prefix + "-" + p.name, p.says(service.name), func(w *world) {
				if w.poisoned == nil {
					w.poisoned = map[string]poison{}
				}
				w.poisoned[service.door] = p.kind
			}})
		}
	}
	return out
}()

// poisonable spoils the answers of a service while a fault says so. Of the
// sign-in service only the calls of programs are spoiled: its pages are for
// people, and what it tells of a tenant is in reach of other faults.
func (t *Tenant) poisonable(name string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		world := t.world.Load()
		if world.clock != 0 {
			w.Header().Set("Date", time.Now().Add(world.clock).UTC().Format(http.TimeFormat))
		}
		kind := world.poisoned[name]
		if kind == healthy || (name == authorityName && !strings.HasSuffix(r.URL.Path, "/oauth2/v2.0/token")) {
			next.ServeHTTP(w, r)
			return
		}
		t.spoil(kind, w, r, next)
	})
}

// gatewayPage is what a gateway shows to a person.
const gatewayPage = "<!DOCTYPE html>\n<html><head><title>Example Web Gateway: access denied</title></head><body><h1>Access denied</h1><p>The category of this site is blocked by policy.</p></body></html>\n"

func (t *Tenant) spoil(kind poison, w http.ResponseWriter, r *http.Request, next http.Handler) {
	switch kind {
	case muting:
		t.wait(r)
	case paging:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, gatewayPage)
		return
	case silencing:
		w.WriteHeader(http.StatusTooManyRequests)
		return
	case diverting:
		w.Header().Set("Location", "https://"+stranger+r.URL.RequestURI())
		w.WriteHeader(http.StatusTemporaryRedirect)
		return
	case flooding:
		w.Header().Set("Content-Type", "application/json")
		flood(w)
		return
	}
	whole := &held{header: http.Header{}}
	r.Header.Del("Accept-Encoding") // half of a compressed answer is another fault
	next.ServeHTTP(whole, r)
	t.spoilWhole(kind, w, r, whole)
}

// spoilWhole sends what is left of an answer.
func (t *Tenant) spoilWhole(kind poison, w http.ResponseWriter, r *http.Request, whole *held) {
	for name, values := range whole.header {
		w.Header()[name] = values
	}
	b := whole.body.Bytes()
	switch kind {
	case mislabelling:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	case halving:
		b = b[:len(b)/2]
	case cutting:
		w.Header().Set("Content-Length", strconv.Itoa(len(b)))
		b = b[:len(b)/2]
	}
	w.WriteHeader(max(whole.status, http.StatusOK))
	if kind == stalling {
		_, _ = w.Write(b[:min(len(b), 10)])
		_ = http.NewResponseController(w).Flush()
		t.wait(r)
	}
	_, _ = w.Write(b)
}

// wait ends when the caller has gone, or the practice ends. It gives the
// connection up, so that nobody takes what was sent for a whole answer.
func (t *Tenant) wait(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-t.ctx.Done():
	}
	panic(http.ErrAbortHandler)
}

// flood writes until the caller has enough.
func flood(w io.Writer) {
	line := []byte(strings.Repeat(`{"value":[`, 6<<10))
	for began := time.Now(); time.Since(began) < time.Minute; {
		if _, err := w.Write(line); err != nil {
			return
		}
	}
}

// held is an answer that was not sent yet.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (h *held) Header() http.Header { return h.header }

// WriteHeader implements http.ResponseWriter.
func (h *held) WriteHeader(status int) { h.status = status }

// Write implements http.ResponseWriter.
func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }
