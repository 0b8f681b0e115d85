package netproblem_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"hire2retire-setup/connector/netproblem"
)

// now is when the tables of this file are judged.
var now = time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)

const (
	day  = 24 * time.Hour
	year = 365 * day
)

// entity is a certificate with its key and with what it has to send.
type entity struct {
	cert  *x509.Certificate
	key   crypto.Signer
	above []*x509.Certificate // its issuers except the root
}

// change edits the template of a certificate.
type change func(*x509.Certificate)

var serial atomic.Int64

func newKey(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func rsaKey(t testing.TB, bits int) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// root makes a CA that nobody issued.
func root(t testing.TB, name string, changes ...change) entity {
	return issue(t, entity{}, newKey(t), append([]change{authority(name), lasting(now.Add(-5*year), now.Add(5*year))}, changes...)...)
}

// intermediate makes a CA below another.
func intermediate(t testing.TB, by entity, name string, changes ...change) entity {
	e := issue(t, by, newKey(t), append([]change{authority(name), lasting(now.Add(-4*year), now.Add(4*year))}, changes...)...)
	e.above = append([]*x509.Certificate{e.cert}, by.above...)
	return e
}

// leaf makes the certificate of dc1, valid for a year around now.
func leaf(t testing.TB, by entity, changes ...change) entity {
	return leafWith(t, by, newKey(t), changes...)
}

func leafWith(t testing.TB, by entity, key crypto.Signer, changes ...change) entity {
	e := issue(t, by, key, append([]change{dns("dc1.corp.example.com"), usage(x509.ExtKeyUsageServerAuth), lasting(now.Add(-year/2), now.Add(year/2))}, changes...)...)
	e.above = by.above
	return e
}

func issue(t testing.TB, by entity, key crypto.Signer, changes ...change) entity {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1000 + serial.Add(1)), Subject: pkix.Name{CommonName: "dc1"},
		KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true}
	for _, c := range changes {
		c(template)
	}
	signer, parent := by.key, by.cert
	if parent == nil {
		signer, parent = key, template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return entity{cert: cert, key: key}
}

func authority(name string) change {
	return func(c *x509.Certificate) {
		c.Subject = pkix.Name{CommonName: name}
		c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign
	}
}

func lasting(from, until time.Time) change {
	return func(c *x509.Certificate) { c.NotBefore, c.NotAfter = from, until }
}

func until(t time.Time) change { return func(c *x509.Certificate) { c.NotAfter = t } }

func dns(names ...string) change {
	return func(c *x509.Certificate) { c.DNSNames = names }
}

func ips(addresses ...string) change {
	return func(c *x509.Certificate) {
		c.DNSNames, c.IPAddresses = nil, nil
		for _, a := range addresses {
			c.IPAddresses = append(c.IPAddresses, net.ParseIP(a))
		}
	}
}

func usage(u ...x509.ExtKeyUsage) change {
	return func(c *x509.Certificate) { c.ExtKeyUsage = u }
}

func signedWith(a x509.SignatureAlgorithm) change {
	return func(c *x509.Certificate) { c.SignatureAlgorithm = a }
}

var oidSAN = []int{2, 5, 29, 17}

func extension(oid asn1.ObjectIdentifier, critical bool, value []byte) change {
	return func(c *x509.Certificate) {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: oid, Critical: critical, Value: value})
	}
}

func called(name string) change {
	return func(c *x509.Certificate) { c.Subject = pkix.Name{CommonName: name} }
}

func issuedBy(organization string) change {
	return func(c *x509.Certificate) { c.Subject.Organization = []string{organization} }
}

// chain is what the entity sends: itself and what is above it, but not the
// root, as Windows does it.
func (e entity) chain() []*x509.Certificate {
	return append([]*x509.Certificate{e.cert}, e.above...)
}

func (e entity) tls() tls.Certificate {
	c := tls.Certificate{PrivateKey: e.key}
	for _, cert := range e.chain() {
		c.Certificate = append(c.Certificate, cert.Raw)
	}
	return c
}

func pool(roots ...entity) *x509.CertPool {
	p := x509.NewCertPool()
	for _, r := range roots {
		p.AddCert(r.cert)
	}
	return p
}

func file(name string, certs ...entity) netproblem.CA {
	ca := netproblem.CA{Name: name}
	for _, c := range certs {
		ca.Certificates = append(ca.Certificates, c.cert)
	}
	return ca
}

func pemOf(e entity) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: e.cert.Raw})
}

// negativeSerial signs the certificate again with a negative serial number, as
// Samba gives to the certificates it makes for itself half of the time.
func negativeSerial(t testing.TB, e entity) tls.Certificate {
	t.Helper()
	var parts struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}
	if _, err := asn1.Unmarshal(bytes.Clone(e.cert.Raw), &parts); err != nil {
		t.Fatal(err)
	}
	// The version, 5 bytes, stands before the serial number and its header.
	headers := len(parts.TBS.FullBytes) - len(parts.TBS.Bytes)
	parts.TBS.FullBytes[headers+5+2] |= 0x80
	sum := sha256.Sum256(parts.TBS.FullBytes)
	signature, err := e.key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	parts.Signature = asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}
	der, err := asn1.Marshal(parts)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: e.key}
}
