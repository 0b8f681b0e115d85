package ldapsim_test

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/practice/ldapsim"
)

func TestWritesAreRefused(t *testing.T) {
	w := start(t)
	const dn = "CN=Person 002,OU=Lisbon,OU=Staff,DC=practice,DC=example"
	writes := map[string]func(*ldap.Conn) error{
		"modify": func(c *ldap.Conn) error {
			r := ldap.NewModifyRequest(dn, nil)
			r.Replace("title", []string{"x"})
			return c.Modify(r)
		},
		"add": func(c *ldap.Conn) error {
			r := ldap.NewAddRequest("CN=new,"+ldapsim.UserOUs[0], nil)
			r.Attribute("objectClass", []string{"user"})
			return c.Add(r)
		},
		"delete": func(c *ldap.Conn) error { return c.Del(ldap.NewDelRequest(dn, nil)) },
		"modify DN": func(c *ldap.Conn) error {
			return c.ModifyDN(ldap.NewModifyDNRequest(dn, "CN=x", true, ""))
		},
	}
	var kinds []string
	for kind, write := range writes {
		kinds = append(kinds, kind)
		// Not even an administrator changes anything here.
		if err := write(signIn(t, w, ldapsim.AdminAccount)); !ldap.IsErrorWithCode(err, ldap.LDAPResultInsufficientAccessRights) {
			t.Errorf("%s = %v, want insufficientAccessRights", kind, err)
		}
	}
	got := w.Journal(ldapsim.Hosts[0]).Writes
	slices.Sort(got)
	slices.Sort(kinds)
	if !slices.Equal(got, kinds) {
		t.Errorf("Journal().Writes = %v, want %v", got, kinds)
	}
	if err := writes["modify"](dial(t, w)); !ldap.IsErrorWithCode(err, ldap.LDAPResultOperationsError) {
		t.Errorf("anonymous modify = %v, want operationsError", err)
	}
}

func TestOtherOperations(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	if _, err := conn.Compare(serviceDN, "cn", "x"); !ldap.IsErrorWithCode(err, ldap.LDAPResultUnwillingToPerform) {
		t.Errorf("Compare = %v, want unwillingToPerform", err)
	}
	if _, err := conn.Extended(ldap.NewExtendedRequest("1.3.6.1.4.1.1466.20037", nil)); !ldap.IsErrorWithCode(err, ldap.LDAPResultOperationsError) {
		t.Errorf("StartTLS = %v, want operationsError", err)
	}
	if _, err := conn.Extended(ldap.NewExtendedRequest("1.2.3.4", nil)); !ldap.IsErrorWithCode(err, ldap.LDAPResultProtocolError) {
		t.Errorf("unknown extended operation = %v, want protocolError", err)
	}
	if err := conn.Unbind(); err != nil {
		t.Errorf("Unbind = %v", err)
	}
}

func TestListenOnLoopbackOnly(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "nonsense", "localhost:0"} {
		if s, err := ldapsim.Listen(address, ldapsim.Site{}); err == nil {
			s.Close()
			t.Errorf("Listen(%q) = no error, want one", address)
		}
	}
}

// hang takes every search and never answers; the channel tells of the first.
func hang(asked chan<- struct{}) ldapsim.Hook {
	var once sync.Once
	return func(r ldapsim.Request) ldapsim.Action {
		if r.Kind != ldapsim.Search {
			return ldapsim.Action{}
		}
		once.Do(func() { close(asked) })
		return ldapsim.Action{Then: ldapsim.Hang}
	}
}

// site is a directory with the domain alone, a hook and a door.
func site(t *testing.T, hook ldapsim.Hook, door ldapsim.Door) ldapsim.Site {
	t.Helper()
	a, err := authority()
	if err != nil {
		t.Fatal(err)
	}
	conf, err := a.TLSConfig("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	return ldapsim.Site{Directory: newDirectory(t), Host: ldapsim.Host{Name: "dc1"}, TLS: conf, Hook: hook, Door: door}
}

// TestCloseAtOnce closes servers whose clients are in every state that could
// hold them up. goleak sees to the rest.
func TestCloseAtOnce(t *testing.T) {
	asked := make(chan struct{})
	tests := map[string]struct {
		site   ldapsim.Site
		client func(t *testing.T, addr string)
	}{
		"no client": {site(t, nil, ldapsim.Open), func(*testing.T, string) {}},
		"a client that says nothing": {site(t, nil, ldapsim.Open), func(t *testing.T, addr string) {
			connect(t, addr)
		}},
		"a silent door": {site(t, nil, ldapsim.Silent), func(t *testing.T, addr string) {
			connect(t, addr)
		}},
		"a hanging search": {site(t, hang(asked), ldapsim.Open), func(t *testing.T, addr string) {
			conn := connectLDAP(t, addr)
			go func() {
				_, _ = conn.Search(ldap.NewSearchRequest("", 0, 0, 0, 0, false, "(objectClass=*)", nil, nil))
			}()
			<-asked
		}},
		"a slow answer": {site(t, func(ldapsim.Request) ldapsim.Action { return ldapsim.Action{Wait: time.Hour} }, ldapsim.Open), func(t *testing.T, addr string) {
			conn := connectLDAP(t, addr)
			go func() {
				_, _ = conn.Search(ldap.NewSearchRequest("", 0, 0, 0, 0, false, "(objectClass=*)", nil, nil))
			}()
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := ldapsim.Listen("127.0.0.1:0", tt.site)
			if err != nil {
				t.Fatal(err)
			}
			tt.client(t, s.Addr())
			began := time.Now()
			if err := s.Close(); err != nil {
				t.Errorf("Close() = %v", err)
			}
			if took := time.Since(began); took > time.Second {
				t.Errorf("Close() took %v, want at once", took)
			}
			if _, err := net.Dial("tcp", s.Addr()); err == nil {
				t.Error("the port still answers after Close")
			}
			if err := s.Close(); err != nil {
				t.Errorf("second Close() = %v, want none", err)
			}
		})
	}
}

func connect(t *testing.T, addr string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func connectLDAP(t *testing.T, addr string) *ldap.Conn {
	t.Helper()
	a, err := authority()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := ldap.DialURL("ldaps://"+addr, ldap.DialWithTLSConfig(&tls.Config{RootCAs: a.Pool()}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func TestDoors(t *testing.T) {
	tests := []struct {
		name string
		door ldapsim.Door
		want func(error) bool
	}{
		{"slammed", ldapsim.Slammed, func(err error) bool { return errors.Is(err, syscall.ECONNRESET) }},
		{"hang up", ldapsim.HangUp, func(err error) bool { return errors.Is(err, io.EOF) }},
	}
	for _, tt := range tests {
		s, err := ldapsim.Listen("127.0.0.1:0", site(t, nil, tt.door))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		err = tls.Client(connect(t, s.Addr()), &tls.Config{ServerName: "127.0.0.1"}).Handshake()
		if !tt.want(err) {
			t.Errorf("%s door: handshake = %v", tt.name, err)
		}
	}
}

func TestDeeds(t *testing.T) {
	do := func(then ldapsim.Deed) ldapsim.Hook {
		return func(ldapsim.Request) ldapsim.Action { return ldapsim.Action{Then: then} }
	}
	tests := []struct {
		name string
		then ldapsim.Deed
		want func(error) bool
	}{
		{"answer", ldapsim.Answer, func(err error) bool { return err == nil }},
		{"cut", ldapsim.Cut, func(err error) bool { return err != nil && strings.Contains(err.Error(), "EOF") }},
		{"garble", ldapsim.Garble, func(err error) bool { return err != nil && strings.Contains(err.Error(), "length") }},
		{"busy", ldapsim.SayBusy, func(err error) bool { return ldap.IsErrorWithCode(err, ldap.LDAPResultBusy) }},
	}
	for _, tt := range tests {
		s, err := ldapsim.Listen("127.0.0.1:0", site(t, do(tt.then), ldapsim.Open))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		conn := connectLDAP(t, s.Addr())
		conn.SetTimeout(5 * time.Second)
		if _, err := (query{}).run(t, conn); !tt.want(err) {
			t.Errorf("%s: search = %v", tt.name, err)
		}
	}
}

func TestSayYesSignsInNobody(t *testing.T) {
	conn := dial(t, start(t, "ldap.identity-not-proved"))
	if err := conn.Bind(ldapsim.Account, "anything"); err != nil {
		t.Fatalf("Bind(anything) = %v, want none", err)
	}
	if got := tokenGroups(t, conn, ""); len(got) != 1 || got[0] != "S-1-5-7" {
		t.Errorf("tokenGroups = %v, want anonymous", got)
	}
}

func TestHookKnowsTheRequest(t *testing.T) {
	var mu sync.Mutex
	var seen []ldapsim.Request
	conn := serve(t, ldapsim.Site{Directory: newDirectory(t), Host: ldapsim.Host{Name: "dc1"}, Hook: func(r ldapsim.Request) ldapsim.Action {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r)
		return ldapsim.Action{Wait: time.Millisecond}
	}})
	_ = conn.Bind("nobody", "x")
	_, _ = query{base: "DC=test,DC=example"}.run(t, conn)
	_, _ = conn.WhoAmI(nil)
	_ = conn.Del(ldap.NewDelRequest("DC=test,DC=example", nil))
	want := []ldapsim.Request{{Kind: ldapsim.Bind, Number: 1}, {Kind: ldapsim.Search, Base: "DC=test,DC=example", Number: 2}, {Kind: ldapsim.Extended, Number: 3}, {Kind: ldapsim.Other, Number: 4}}
	mu.Lock()
	defer mu.Unlock()
	if !slices.Equal(seen, want) {
		t.Errorf("the hook saw %+v, want %+v", seen, want)
	}
}

// What is not LDAP gets a Notice of Disconnection, as from a domain controller.
func TestGarbageIsDisconnected(t *testing.T) {
	w := start(t)
	for name, sent := range map[string]string{
		"not a message":        "\x30\x03\x04\x01x",
		"no operation":         "\x30\x03\x02\x01\x01",
		"an unknown operation": "\x30\x05\x02\x01\x01\x6d\x00",
		"an empty search":      "\x30\x05\x02\x01\x01\x63\x00",
		"an empty bind":        "\x30\x05\x02\x01\x01\x60\x00",
	} {
		raw, err := w.DialContext(t.Context(), "tcp", "192.0.2.11:389")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := raw.Write([]byte(sent)); err != nil {
			t.Fatal(err)
		}
		answer := make([]byte, 512)
		n, err := raw.Read(answer)
		raw.Close()
		if err != nil || !bytes.Contains(answer[:n], []byte("\x0a\x01\x02")) {
			t.Errorf("%s: answer % x, %v, want protocolError", name, answer[:n], err)
		}
	}
}

func TestManyClients(t *testing.T) {
	w := start(t)
	var wg sync.WaitGroup
	for i := range 20 {
		conn, err := dialHost(t, w, ldapsim.Hosts[i%2])
		if err != nil {
			t.Fatal(err)
		}
		wg.Go(func() {
			name := ldapsim.Account
			if i%3 == 0 {
				_ = conn.Bind("person.001@practice.example", "wrong")
				name = ldapsim.AdminAccount
			}
			if err := conn.Bind(name, ldapsim.StandInPassword); err != nil {
				t.Errorf("client %d: Bind = %v", i, err)
			}
			found, err := conn.SearchWithPaging(ldap.NewSearchRequest(ldapsim.BaseDN, ldap.ScopeWholeSubtree, 0, 0, 0, false, "(objectCategory=person)", []string{"*", "tokenGroups"}, nil), 25)
			if err != nil || len(found.Entries) != 63 {
				t.Errorf("client %d: %d people, %v, want 60 and 3 accounts", i, len(found.Entries), err)
			}
		})
	}
	wg.Wait()
}
