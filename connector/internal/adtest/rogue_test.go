package adtest_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/internal/adtest"
)

// limit ends a test whose server should have answered; it is never waited for in a passing test, except where
// silence is what is tested.
const limit = 10 * time.Second

func TestRogueRaw(t *testing.T) {
	silence := 50 * time.Millisecond
	for name, c := range map[string]struct {
		behavior adtest.Behavior
		wait     time.Duration
		check    func(error) bool
	}{
		"silent":     {adtest.Silent, silence, func(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }},
		"closes":     {adtest.CloseAfterHello, limit, func(err error) bool { return errors.Is(err, io.EOF) }},
		"resets":     {adtest.ResetAfterHello, limit, func(err error) bool { return errors.Is(err, syscall.ECONNRESET) }},
		"plain LDAP": {adtest.PlainLDAP(adtest.Script{}), limit, func(err error) bool { return errors.Is(err, syscall.ECONNRESET) }},
		"HTTP":       {adtest.HTTP, limit, firstRecord("HTTP/")},
		"SMTP":       {adtest.SMTP, limit, firstRecord("220 m")},
		"SSH":        {adtest.SSH, limit, firstRecord("SSH-2")},
	} {
		t.Run(name, func(t *testing.T) {
			r := adtest.StartRogue(t, adtest.RogueOptions{}, c.behavior)
			if err := handshake(t, r, c.wait, &tls.Config{RootCAs: r.PKI.Pool()}); !c.check(err) {
				t.Errorf("handshake with a server that %s = %v", name, err)
			}
			if r.Binds() != 0 {
				t.Errorf("Binds() = %d after a TLS handshake, want 0", r.Binds())
			}
		})
	}
}

func firstRecord(begins string) func(error) bool {
	return func(err error) bool {
		record, ok := errors.AsType[tls.RecordHeaderError](err)
		return ok && string(record.RecordHeader[:]) == begins
	}
}

// handshake dials and makes the TLS handshake, with a deadline for the whole of it.
func handshake(t *testing.T, r *adtest.Rogue, wait time.Duration, conf *tls.Config) error {
	t.Helper()
	conn, err := net.Dial("tcp", r.Addr)
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(wait))
	conf.ServerName = r.Name
	return tls.Client(conn, conf).HandshakeContext(t.Context())
}

func TestRogueCountsBindsInClear(t *testing.T) {
	bind, err := hex.DecodeString("3015020101601002010304037376638006736563726574") // of svc with password secret
	if err != nil {
		t.Fatal(err)
	}
	for name, behavior := range map[string]adtest.Behavior{
		"silent": adtest.Silent, "HTTP": adtest.HTTP, "closes": adtest.CloseAfterHello, "plain LDAP": adtest.PlainLDAP(adtest.Script{}),
	} {
		r := adtest.StartRogue(t, adtest.RogueOptions{}, behavior)
		conn, err := net.Dial("tcp", r.Addr)
		if err != nil {
			t.Fatalf("dial: %v", err)
		}
		defer conn.Close()
		if _, err := conn.Write(bind); err != nil {
			t.Fatalf("write: %v", err)
		}
		conn.(*net.TCPConn).CloseWrite()
		io.Copy(io.Discard, conn) // until the server has closed: by then it has counted
		if got := r.BindRequests(); len(got) != 1 || got[0] != (adtest.Bind{Name: "svc", Password: "secret"}) {
			t.Errorf("%s: BindRequests() = %v, want one of svc", name, got)
		}
	}
}

func TestCertificateVariants(t *testing.T) {
	pki, err := adtest.NewPKI("Test Root CA")
	if err != nil {
		t.Fatal(err)
	}
	for v, want := range variantErrors {
		t.Run(string(v), func(t *testing.T) {
			r := adtest.StartRogue(t, adtest.RogueOptions{PKI: pki, Variant: v}, adtest.LDAPS(adtest.Script{}))
			err := handshake(t, r, limit, &tls.Config{RootCAs: pki.Pool()})
			checkError(t, v, err, want)
		})
	}
}

// variantErrors is what Go says of each variant when the host is dialed by its name; "" is no error.
var variantErrors = map[adtest.Variant]string{
	adtest.Good: "", adtest.DNSOnly: "", adtest.ECDSA: "", adtest.Renewed: "", adtest.ExpiresSoon: "",
	adtest.RSA1024:        "", // accepted silently: the product must look at the key itself
	adtest.NoSAN:          "legacy Common Name",
	adtest.IPOnly:         "not valid for any names",
	adtest.WrongName:      "valid for mail.example.net, not dc1",
	adtest.Expired:        "certificate has expired or is not yet valid: current time",
	adtest.NotYetValid:    "is before 2045",
	adtest.SHA1:           "insecure algorithm SHA1-RSA",
	adtest.SelfSigned:     "unknown authority",
	adtest.OtherCA:        "unknown authority",
	adtest.NoChain:        "unknown authority",
	adtest.ClientAuth:     "incompatible key usage",
	adtest.NegativeSerial: "negative serial number",
	adtest.TLS10:          "protocol version", adtest.TLS11: "protocol version",
	adtest.TLS12: "", adtest.TLS13: "",
	adtest.RSAKeyExchange: "handshake failure", adtest.TripleDES: "handshake failure",
}

func checkError(t *testing.T, what any, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%v: %v, want no error", what, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%v: %v, want an error with %q", what, err, want)
	}
}

// TestOldServers shows that the servers which modern clients cannot reach work with old ones.
func TestOldServers(t *testing.T) {
	old := &tls.Config{MinVersion: tls.VersionTLS10}
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		old.CipherSuites = append(old.CipherSuites, suite.ID)
	}
	for _, v := range []adtest.Variant{adtest.TLS10, adtest.TLS11, adtest.RSAKeyExchange, adtest.TripleDES} {
		r := adtest.StartRogue(t, adtest.RogueOptions{Variant: v}, adtest.LDAPS(adtest.Script{}))
		conf := old.Clone()
		conf.RootCAs = r.PKI.Pool()
		checkError(t, v, handshake(t, r, limit, conf), "")
	}
}

func dialRogue(t *testing.T, r *adtest.Rogue) *ldap.Conn {
	t.Helper()
	conn, err := ldap.DialURL("ldaps://"+r.Addr, ldap.DialWithTLSConfig(&tls.Config{RootCAs: r.PKI.Pool(), ServerName: r.Name}))
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	conn.SetTimeout(limit)
	t.Cleanup(func() { conn.Close() })
	return conn
}

func rootDSE(attributes ...string) *ldap.SearchRequest {
	return ldap.NewSearchRequest("", ldap.ScopeBaseObject, ldap.NeverDerefAliases, 0, 0, false, "(objectClass=*)", attributes, nil)
}

func TestScript(t *testing.T) {
	domain := "S-1-5-21-1-2-4294967295"
	r := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc9.werk.example.net"}, adtest.LDAPS(adtest.Script{
		RootDSE: adtest.DomainController(map[string][]string{"tokenGroups": {adtest.RawSID(domain + "-512")}}),
	}))
	conn := dialRogue(t, r)
	if err := conn.Bind("anybody", "anything"); err != nil {
		t.Errorf("bind: %v, want yes to anything", err)
	}
	if got := tokenGroups(t, conn); got[0] != domain+"-512" {
		t.Errorf("tokenGroups = %v, want %s-512", got, domain)
	}
	found, err := conn.Search(rootDSE("dnsHostName", "defaultNamingContext"))
	if err != nil {
		t.Fatalf("search: %v", err)
	}
	if got := found.Entries[0].GetAttributeValue("dnsHostName"); got != "dc9.werk.example.net" {
		t.Errorf("dnsHostName = %q", got)
	}
	if got := found.Entries[0].GetAttributeValue("defaultNamingContext"); got != "DC=werk,DC=example,DC=net" {
		t.Errorf("defaultNamingContext = %q", got)
	}
	if _, err := conn.Search(base("DC=other")); !ldap.IsErrorWithCode(err, 32) {
		t.Errorf("other search: %v, want result 32", err)
	}
	if r.Binds() != 1 {
		t.Errorf("Binds() = %d, want 1", r.Binds())
	}
}

func base(dn string) *ldap.SearchRequest {
	s := rootDSE()
	s.BaseDN = dn
	return s
}

func TestBindAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		answer adtest.Answer
		want   string
	}{
		"refused":     {adtest.Refuse("775"), "data 775, v"},
		"referral":    {adtest.Referral("ldaps://elsewhere.example.com/DC=x"), "Referral"},
		"hostile":     {adtest.Result(49, adtest.HostileText), "\x1b[2J"},
		"notice":      {adtest.Disconnect, "unable to read LDAP response packet: EOF"},
		"closed":      {adtest.CloseMidway, "unexpected EOF"},
		"reset":       {adtest.ResetMidway, "connection reset"},
		"gibberish":   {adtest.Gibberish, "unable to read"},
		"deep":        {adtest.DeepNesting, "nesting depth"},
		"huge length": {adtest.HugeLength, "greater than maximum"},
	} {
		t.Run(name, func(t *testing.T) {
			r := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{Bind: c.answer}))
			checkError(t, name, dialRogue(t, r).Bind("svc", "secret"), c.want)
		})
	}
}

// TestUnendingAnswers shows that these answers give the client nothing to end with.
func TestUnendingAnswers(t *testing.T) {
	for name, answer := range map[string]adtest.Answer{
		"silence": adtest.NoAnswer, "hang midway": adtest.HangMidway, "endless entries": adtest.EndlessEntries,
		"indefinite length": adtest.IndefiniteLength,
	} {
		t.Run(name, func(t *testing.T) {
			r := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{Search: answer}))
			conn := dialRogue(t, r)
			conn.SetTimeout(100 * time.Millisecond)
			_, err := conn.Search(base("DC=corp,DC=example,DC=com"))
			checkError(t, name, err, "timed out")
		})
	}
}

func TestUnreachable(t *testing.T) {
	if _, err := net.DialTimeout("tcp", adtest.RefusedAddr(t), limit); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("dial RefusedAddr: %v, want refused", err)
	}
	_, err := net.DialTimeout("tcp", adtest.BlackHole(t), 200*time.Millisecond)
	if late, ok := errors.AsType[net.Error](err); !ok || !late.Timeout() { // os.ErrDeadlineExceeded or context.DeadlineExceeded
		t.Errorf("dial BlackHole: %v, want no answer", err)
	}
}

// TestBackdated shows that of an expired certificate only the leaf is wrong.
func TestBackdated(t *testing.T) {
	pki, err := adtest.NewPKI("Test Root CA")
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := pki.Certificate(adtest.Expired, adtest.Names{DNS: []string{"dc1.corp.example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(certificate.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	between := x509.NewCertPool()
	between.AddCert(pki.Issuing)
	_, err = leaf.Verify(x509.VerifyOptions{Roots: pki.Pool(), Intermediates: between, CurrentTime: leaf.NotBefore.AddDate(0, 1, 0)})
	if err != nil {
		t.Errorf("expired certificate while it was valid: %v, want no error", err)
	}
}
