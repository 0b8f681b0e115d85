// Package ca is the certificate authority of practice mode. It lives in memory
// and is made anew at every start, so that nobody can trust it for good: its
// key is never written anywhere.
//
// The practice directory and the practice tenant get their server certificates
// here. Issue can also make certificates with one fault, because the practice
// faults need them. It is no authority for anything else: there is no
// revocation, no intermediate and no policy.
package ca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/netip"
	"time"
)

// LeafLife is how long a certificate is valid unless Leaf says otherwise: far
// above any "expires soon" limit, far below what a public authority may issue.
const LeafLife = 180 * 24 * time.Hour

// rootLife is counted from now in both directions, so that the authority is
// older than the expired certificates it issues and only the leaf is at fault.
const rootLife = 2 * 365 * 24 * time.Hour

// Authority issues certificates. It is safe for concurrent use.
type Authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// New makes an authority with a fresh P-256 key. Two authorities differ in
// name, so that a chain error between them is plainly an unknown authority.
func New() (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the key of the practice authority: %w", err)
	}
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{Organization: []string{"Practice"}, CommonName: "Practice CA " + serial.Text(36)[:8]},
		NotBefore:             time.Now().Add(-rootLife),
		NotAfter:              time.Now().Add(rootLife),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("make the practice authority: %w", err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("read the practice authority: %w", err)
	}
	return &Authority{cert: cert, key: key}, nil
}

// Certificate returns the certificate of the authority.
func (a *Authority) Certificate() *x509.Certificate { return a.cert }

// PEM returns the certificate of the authority as an admin would import it.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

// Pool returns a new pool that trusts this authority alone.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

// TLSConfig returns a server configuration with a good certificate for names,
// which are DNS names and IP addresses. The first is the common name.
func (a *Authority) TLSConfig(names ...string) (*tls.Config, error) {
	cert, err := a.Issue(Leaf{Names: names})
	if err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{cert}}, nil
}

// Leaf is what a server certificate is to say. The zero value of each field
// gives a good certificate.
type Leaf struct {
	// Names are the DNS names and IP addresses of the server.
	Names []string
	// NotBefore and NotAfter default to an hour ago and LeafLife from now.
	NotBefore, NotAfter time.Time
	// NoSAN leaves the names out and keeps only the common name.
	NoSAN bool
	// SelfSigned signs with the key of the certificate itself.
	SelfSigned bool
	// Usage defaults to server authentication.
	Usage x509.ExtKeyUsage
}

// Issue makes a certificate with its own P-256 key. It needs at least one name.
func (a *Authority) Issue(l Leaf) (tls.Certificate, error) {
	if len(l.Names) == 0 {
		return tls.Certificate{}, fmt.Errorf("issue a practice certificate: no name")
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make the key of %s: %w", l.Names[0], err)
	}
	template, err := l.template()
	if err != nil {
		return tls.Certificate{}, err
	}
	parent, signer := a.cert, a.key
	if l.SelfSigned {
		parent, signer = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("issue the certificate of %s: %w", l.Names[0], err)
	}
	cert := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	if !l.SelfSigned {
		// Domain controllers send their chain; a client that shows it needs the top too.
		cert.Certificate = append(cert.Certificate, a.cert.Raw)
	}
	cert.Leaf, err = x509.ParseCertificate(der)
	return cert, err
}

func (l Leaf) template() (*x509.Certificate, error) {
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	usage := l.Usage
	if usage == x509.ExtKeyUsageAny {
		usage = x509.ExtKeyUsageServerAuth
	}
	t := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: l.Names[0]},
		NotBefore:             orTime(l.NotBefore, time.Now().Add(-time.Hour)),
		NotAfter:              orTime(l.NotAfter, time.Now().Add(LeafLife)),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{usage},
		BasicConstraintsValid: true,
	}
	if l.NoSAN {
		return t, nil
	}
	for _, name := range l.Names {
		if ip, err := netip.ParseAddr(name); err == nil {
			t.IPAddresses = append(t.IPAddresses, ip.AsSlice())
		} else {
			t.DNSNames = append(t.DNSNames, name)
		}
	}
	return t, nil
}

func orTime(t, otherwise time.Time) time.Time {
	if t.IsZero() {
		return otherwise
	}
	return t
}

// newSerial returns 127 random bits: a negative or zero serial number makes Go
// refuse the certificate.
func newSerial() (*big.Int, error) {
	n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, fmt.Errorf("draw a serial number: %w", err)
	}
	return n.Add(n, big.NewInt(1)), nil
}
