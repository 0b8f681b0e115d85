package web

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
)

// fetch reads an answer through Patient.
func fetch(t *testing.T, p Patient, handler http.HandlerFunc) (status int, text string, err error) {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	base := &http.Transport{}
	t.Cleanup(base.CloseIdleConnections)
	p.Base = base
	resp, err := (&http.Client{Transport: p}).Get(s.URL)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), err
}

// TestSilence: a service that says nothing for too long is given up, before its
// answer and in the middle of it; one that is slow, but speaks, is not.
func TestSilence(t *testing.T) {
	wait := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	begun := func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"a":`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	for name, handler := range map[string]http.HandlerFunc{"no answer": wait, "half an answer": begun} {
		began := time.Now()
		_, _, err := fetch(t, Patient{Silence: 100 * time.Millisecond}, handler)
		if !errors.Is(err, ErrSilent) || time.Since(began) > 5*time.Second {
			t.Errorf("%s: %v after %v, want %v", name, err, time.Since(began), ErrSilent)
		}
		if p := Explain("https://login.example.com", err); p.Code != "net.timeout" {
			t.Errorf("%s is called %s, want net.timeout", name, p.Code)
		}
	}
	// Each word comes after a pause that is shorter than the silence; all of them
	// take longer than it.
	slow := func(w http.ResponseWriter, r *http.Request) {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for range 8 {
			<-tick.C
			io.WriteString(w, "word ")
			w.(http.Flusher).Flush()
		}
	}
	if _, text, err := fetch(t, Patient{Silence: 600 * time.Millisecond}, slow); err != nil || text != strings.Repeat("word ", 8) {
		t.Errorf("a slow answer = %q, %v", text, err)
	}
}

// TestPageInstead: a page is told from an answer by what it holds, never by its
// content type.
func TestPageInstead(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		kind   string
		body   string
		title  string
		page   bool
	}{
		"a gateway":                       {403, "text/html", "<!DOCTYPE html>\n<html><head><title>Blocked\nby policy</title>", "Blocked by policy", true},
		"a portal":                        {200, "text/plain", "\ufeff  <HTML><body>Accept the terms</body></HTML>", "", true},
		"an XHTML page":                   {200, "", `<?xml version="1.0"?><html xmlns="x"><title>Sign in</title>`, "Sign in", true},
		"JSON called a page":              {200, "text/html", `{"value":[]}`, "", false},
		"JSON that quotes a page":         {200, "application/json", `{"x":"<html>"}`, "", false},
		"XML":                             {200, "text/xml", `<error/>`, "", false},
		"nothing":                         {403, "text/html", "", "", false},
		"NUL bytes":                       {403, "application/json", strings.Repeat("\x00", 4096), "", false},
		"a service in trouble":            {503, "text/html", "<html>Service Unavailable</html>", "", false},
		"an address that nobody has":      {404, "text/html", "<html>Not Found</html>", "", false},
		"a title with hostile characters": {200, "", "<html><title>a\u202eb\x1bc</title>", "abc", true},
	} {
		t.Run(name, func(t *testing.T) {
			status, text, err := fetch(t, Patient{Tries: 1}, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", c.kind)
				w.WriteHeader(c.status)
				io.WriteString(w, c.body)
			})
			page, ok := errors.AsType[*PageError](err)
			if ok != c.page || (ok && (page.Title != c.title || page.Status != c.status)) {
				t.Fatalf("error = %v (%+v), want a page: %v, title %q", err, page, c.page, c.title)
			}
			if !ok && (status != c.status || text != c.body) {
				t.Errorf("the answer is %d %q, want it untouched", status, text)
			}
			if ok {
				p := Explain("https://outlook.example.com", err)
				if p.Code != "net.page-instead" || p.Advice.Who != check.Network || !strings.Contains(p.Detail.String(), c.title) || !strings.Contains(p.Detail.String(), "127.0.0.1") {
					t.Errorf("it is explained as %v", p)
				}
			}
		})
	}
}
