package adtest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"slices"
	"sync"
	"time"
)

// A Variant names one certificate, or one set of TLS parameters, that a domain controller or a rogue server can
// present. Each differs from Good in exactly one thing.
type Variant string

// The certificate variants.
const (
	Good           Variant = "good"            // DNS names and IP address, RSA 2048, one intermediate CA
	DNSOnly        Variant = "dns-only"        // no IP address, as the templates of AD CS issue
	NoSAN          Variant = "no-san"          // the name is in the common name only
	IPOnly         Variant = "ip-only"         // the IP address is the only name
	WrongName      Variant = "wrong-name"      // issued to mail.example.net
	Expired        Variant = "expired"         // ended on 2021-01-01
	NotYetValid    Variant = "not-yet-valid"   // begins on 2045-01-01
	ExpiresSoon    Variant = "expires-soon"    // ends in five days
	SHA1           Variant = "sha1"            // signed with SHA-1
	RSA1024        Variant = "rsa1024"         // weak key; Go accepts it silently
	ECDSA          Variant = "ecdsa"           // P-256 key: fine, only different
	SelfSigned     Variant = "self-signed"     // no CA at all
	OtherCA        Variant = "other-ca"        // from a CA that is not in Domain.CA
	NoChain        Variant = "no-chain"        // the intermediate CA certificate is not sent
	ClientAuth     Variant = "client-auth"     // extended key usage is client authentication only
	Renewed        Variant = "renewed"         // fine, with a new key: what the yearly renewal of AD CS does
	NegativeSerial Variant = "negative-serial" // crypto/x509 cannot read it; Samba's own certificates are like that half of the time
)

// The TLS variants; the certificate is Good.
const (
	TLS10          Variant = "tls1.0" // this version only
	TLS11          Variant = "tls1.1"
	TLS12          Variant = "tls1.2"
	TLS13          Variant = "tls1.3"
	RSAKeyExchange Variant = "rsa-kex" // TLS 1.2 with cipher suites without forward secrecy only
	TripleDES      Variant = "3des"    // TLS 1.2 with 3DES only
)

// CertificateVariants lists the variants that change the certificate, Good first.
func CertificateVariants() []Variant {
	return []Variant{Good, DNSOnly, NoSAN, IPOnly, WrongName, Expired, NotYetValid, ExpiresSoon, SHA1, RSA1024, ECDSA,
		Renewed, SelfSigned, OtherCA, NoChain, ClientAuth, NegativeSerial}
}

// PKI is an own two-level certification authority that lives in memory: a root, which clients trust, and an
// intermediate CA, which issues the certificates. Both are backdated, so that in Expired only the leaf is wrong.
type PKI struct {
	Root    *x509.Certificate
	Issuing *x509.Certificate

	rootKey, issuingKey crypto.Signer
	other               func() (*PKI, error) // made when first needed: an RSA key costs up to 0.3 s

	mu   sync.Mutex
	keys map[string]*rsa.PrivateKey // of the servers, by name: each has its own, and keeps it
}

// NewPKI makes the keys and certificates of a new authority; name is the common name of its root.
func NewPKI(name string) (*PKI, error) {
	p := &PKI{keys: map[string]*rsa.PrivateKey{}}
	p.other = sync.OnceValues(func() (*PKI, error) { return NewPKI("Some Other Root CA") })
	var err error
	if p.Root, p.rootKey, err = newAuthority(name, nil, nil); err != nil {
		return nil, err
	}
	p.Issuing, p.issuingKey, err = newAuthority(name+" - Issuing CA 1", p.Root, p.rootKey)
	return p, err
}

// newAuthority makes a CA below parent, or a root when parent is nil. Its key is RSA: SHA-1 signatures need it.
func newAuthority(name string, parent *x509.Certificate, parentKey crypto.Signer) (*x509.Certificate, crypto.Signer, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: name, Organization: []string{"Example"}},
		NotBefore:    date(2015), NotAfter: date(2050),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	if parent == nil {
		parent, parentKey = template, key
	}
	certificate, err := sign(template, parent, key.Public(), parentKey)
	return certificate, key, err
}

func sign(template, parent *x509.Certificate, public crypto.PublicKey, key crypto.Signer) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// Pool holds the root: what a client that trusts this authority has in its store.
func (p *PKI) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(p.Root)
	return pool
}

// RootPEM is the root as a PEM file.
func (p *PKI) RootPEM() []byte { return encode("CERTIFICATE", p.Root.Raw) }

// Names are the subject names of a certificate. The first DNS name is also the common name.
type Names struct {
	DNS []string
	IPs []net.IP
}

// Certificate issues a server certificate of the given variant, with the chain that the server sends. The key stays the
// same for the same first name, except for RSA1024, ECDSA, Renewed and OtherCA.
func (p *PKI) Certificate(v Variant, n Names) (tls.Certificate, error) {
	if v == OtherCA {
		other, err := p.other()
		if err != nil {
			return tls.Certificate{}, err
		}
		return other.Certificate(Good, n)
	}
	key, err := p.leafKey(v, n.DNS[0])
	if err != nil {
		return tls.Certificate{}, err
	}
	issuer, issuerKey := p.Issuing, p.issuingKey
	template := leaf(v, n)
	if v == SelfSigned {
		issuer, issuerKey = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, key.Public(), issuerKey)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("issue %s certificate: %w", v, err)
	}
	if v == NegativeSerial {
		if der, err = negateSerial(der, issuerKey); err != nil {
			return tls.Certificate{}, err
		}
	}
	chain := [][]byte{der}
	if v != NoChain && v != SelfSigned {
		chain = append(chain, p.Issuing.Raw)
	}
	return tls.Certificate{Certificate: chain, PrivateKey: key}, nil
}

func (p *PKI) leafKey(v Variant, name string) (crypto.Signer, error) {
	switch v {
	case RSA1024:
		return rsa.GenerateKey(rand.Reader, 1024)
	case ECDSA:
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case Renewed:
		return rsa.GenerateKey(rand.Reader, 2048)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.keys[name] == nil {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return nil, err
		}
		p.keys[name] = key
	}
	return p.keys[name], nil
}

func leaf(v Variant, n Names) *x509.Certificate {
	t := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: n.DNS[0]},
		DNSNames:     n.DNS, IPAddresses: n.IPs,
		NotBefore: time.Now().AddDate(0, -1, 0), NotAfter: time.Now().AddDate(1, 0, 0),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true,
	}
	if edit, ok := leafEdits[v]; ok {
		edit(t)
	}
	return t
}

// leafEdits says what makes a variant different from Good.
var leafEdits = map[Variant]func(*x509.Certificate){
	DNSOnly: func(c *x509.Certificate) { c.IPAddresses = nil },
	NoSAN:   func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = nil, nil },
	IPOnly:  func(c *x509.Certificate) { c.DNSNames = nil },
	WrongName: func(c *x509.Certificate) {
		c.Subject.CommonName, c.DNSNames, c.IPAddresses = "mail.example.net", []string{"mail.example.net"}, nil
	},
	Expired:     func(c *x509.Certificate) { c.NotBefore, c.NotAfter = date(2020), date(2021) },
	NotYetValid: func(c *x509.Certificate) { c.NotBefore, c.NotAfter = date(2045), date(2049) },
	ExpiresSoon: func(c *x509.Certificate) { c.NotAfter = time.Now().AddDate(0, 0, 5) },
	SHA1:        func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA1WithRSA },
	ClientAuth:  func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} },
}

// ServerConfig returns the TLS configuration of a server that shows the variant.
func (p *PKI) ServerConfig(v Variant, n Names) (*tls.Config, error) {
	certificate, err := p.Certificate(certificateOf(v), n)
	if err != nil {
		return nil, err
	}
	conf := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	if version, ok := tlsVersions[v]; ok {
		conf.MinVersion, conf.MaxVersion = version, version
	}
	if suites, ok := oldSuites[v]; ok {
		conf.MaxVersion, conf.CipherSuites = tls.VersionTLS12, suites
	}
	return conf, nil
}

var tlsVersions = map[Variant]uint16{
	TLS10: tls.VersionTLS10, TLS11: tls.VersionTLS11, TLS12: tls.VersionTLS12, TLS13: tls.VersionTLS13,
}

var oldSuites = map[Variant][]uint16{
	RSAKeyExchange: {tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_CBC_SHA},
	TripleDES:      {tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA},
}

// certificateOf is the certificate behind a variant: Good behind those that change only TLS.
func certificateOf(v Variant) Variant {
	if slices.Contains(CertificateVariants(), v) {
		return v
	}
	return Good
}

func date(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

func encode(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// pemFiles returns the certificate chain and the key as Samba reads them.
func pemFiles(c tls.Certificate) (chain, key []byte, err error) {
	for _, der := range c.Certificate {
		chain = append(chain, encode("CERTIFICATE", der)...)
	}
	der, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	return chain, encode("PRIVATE KEY", der), err
}
