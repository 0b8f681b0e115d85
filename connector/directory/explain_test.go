package directory

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
	"hire2retire-setup/connector/secret"
)

// Every error gets a complete problem that keeps its cause.
func TestExplain(t *testing.T) {
	peer := netproblem.Peer{Host: "dc1.corp.example.com", Port: 636, System: netproblem.LDAPS}
	for name, c := range map[string]struct {
		err      error
		code     check.Code
		severity check.Severity
	}{
		"too much":       {fmt.Errorf("%w (x)", errTooMuch), "ldap.malformed", check.Failure},
		"garbled":        {fmt.Errorf("%w: x", errGarbled), "ldap.malformed", check.Failure},
		"no rights":      {ldap.NewError(50, errors.New("00002098")), "ldap.no-access", check.Uncertain},
		"referral":       {ldap.NewError(10, errors.New("RefErr")), "ldap.referral", check.Uncertain},
		"busy":           {ldap.NewError(51, errors.New("")), "ldap.busy", check.Uncertain},
		"unavailable":    {ldap.NewError(52, errors.New("")), "ldap.busy", check.Uncertain},
		"operations":     {ldap.NewError(1, errors.New("000004DC")), "ldap.refused", check.Uncertain},
		"unknown number": {ldap.NewError(99, errors.New("?")), "ldap.refused", check.Uncertain},
		"deadline":       {os.ErrDeadlineExceeded, "net.timeout", check.Failure},
		"context":        {context.DeadlineExceeded, "net.timeout", check.Failure},
		"reset":          {&net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}, "net.interrupted", check.Failure},
		"EOF":            {fmt.Errorf("%w (x)", io.EOF), "net.interrupted", check.Failure},
		"anything else":  {errors.New("?"), check.Unexpected, check.Uncertain},
	} {
		t.Run(name, func(t *testing.T) {
			p := explain(peer, c.err)
			if p.Code != c.code || p.Severity != c.severity || !errors.Is(p, c.err) {
				t.Errorf("explain = %s, severity %d, %v, want %s, %d", p.Code, p.Severity, p.Err, c.code, c.severity)
			}
			if p.Detail.IsZero() || p.Advice.Do.IsZero() || p.Advice.Who == "" {
				t.Errorf("the problem is incomplete: %+v", p)
			}
		})
	}
	if p := explain(peer, nil); p != nil {
		t.Errorf("explain(nil) = %v", p)
	}
}

func TestSubCode(t *testing.T) {
	for message, want := range map[string]string{
		"80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 52e, v1db1": "52e",
		"80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 52E, v2580": "52e",
		"comment: AcceptSecurityContext error, data 775, v4f7c\x00":                               "775",
		"data 0, v1": "0", "no code": "", "": "", "metadata 52e": "", "data xyz": "",
	} {
		if got := subCode(message); got != want {
			t.Errorf("subCode(%q) = %q, want %q", message, got, want)
		}
	}
}

func TestGuard(t *testing.T) {
	g, at := NewGuard(), time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	if n := g.remember("svc@corp.example.com", secret.New("wrong"), at); n != 1 {
		t.Errorf("the first refusal is number %d", n)
	}
	if n := g.remember("SVC@corp.example.com", secret.New("also wrong"), at); n != 2 {
		t.Errorf("the second refusal is number %d", n)
	}
	for _, c := range []struct {
		account, password string
		want              bool
	}{
		{"svc@corp.example.com", "wrong", true},
		{"SVC@CORP.example.com", "wrong", true},
		{"svc@corp.example.com", "Wrong", false},
		{"svc@corp.example.com", "wrong ", false},
		{`CORP\svc`, "wrong", false}, // another name may be the right one
		{"svc@corp.example.co", "mwrong", false},
	} {
		if when, got := g.Refused(c.account, secret.New(c.password)); got != c.want || got && !when.Equal(at) {
			t.Errorf("Refused(%q, %q) = %v, %v, want %v", c.account, c.password, when, got, c.want)
		}
	}
	if _, known := NewGuard().Refused("svc@corp.example.com", secret.New("wrong")); known {
		t.Error("a new guard knows what another one saw")
	}
	if s := fmt.Sprintf("%+v %#v", g, g); len(s) == 0 || containsSecret(s) {
		t.Errorf("a printed guard shows a password: %s", s)
	}
}

func containsSecret(s string) bool {
	for _, form := range []string{"wrong", fmt.Sprintf("%x", "wrong"), fmt.Sprint([]byte("wrong"))} {
		if strings.Contains(s, form) {
			return true
		}
	}
	return false
}

func TestDialAny(t *testing.T) {
	fails := func(text string) error { return errors.New(text) }
	for name, c := range map[string]struct {
		answers map[string]error // nil connects
		addrs   []string
		want    string // address, or error
	}{
		"one":               {map[string]error{"a": nil}, []string{"a"}, "a"},
		"second":            {map[string]error{"a": fails("a is dead"), "b": nil}, []string{"a", "b"}, "b"},
		"all fail":          {map[string]error{"a": fails("a is dead"), "b": fails("b is dead")}, []string{"a", "b"}, "a is dead"},
		"first is enough":   {map[string]error{"a": nil, "b": nil}, []string{"a", "b"}, "a"},
		"IPv6 is bracketed": {map[string]error{"::1": nil}, []string{"::1"}, "::1"},
	} {
		t.Run(name, func(t *testing.T) {
			dial := func(_ context.Context, _, addr string) (net.Conn, error) {
				host, port, err := net.SplitHostPort(addr)
				if err != nil || port != "636" {
					t.Errorf("dialled %q", addr)
				}
				if err := c.answers[host]; err != nil {
					return nil, err
				}
				near, far := net.Pipe()
				t.Cleanup(func() { far.Close() })
				return near, nil
			}
			conn, addr, err := dialAny(t.Context(), dial, c.addrs, 636)
			got := addr
			if err != nil {
				got = err.Error()
			} else {
				conn.Close()
			}
			if got != c.want {
				t.Errorf("dialAny = %s, want %s", got, c.want)
			}
		})
	}
}
