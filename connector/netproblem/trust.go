package netproblem

import (
	"bytes"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"slices"
	"time"
	"unicode/utf16"

	"hire2retire-setup/connector/check"
)

// Voucher is who vouches for a certificate on this computer.
type Voucher int

// The vouchers. Nobody is zero, so that a lost verdict never reads as trust.
const (
	Nobody Voucher = iota
	SystemStore
	AddedCA
	Pinned
)

var voucherNames = [...]string{"nobody", "system", "ca-file", "pin"}

// String returns the name used in facts.
func (v Voucher) String() string { return voucherNames[v] }

// CA is a file of certificates that the admin added to the system store.
type CA struct {
	// Name is the file's name, as it is shown.
	Name         string
	Certificates []*x509.Certificate
}

// ReadCA reads a CA file, PEM or DER, as Windows exports it either way. Private
// keys and other blocks in it are passed over. The error is a *check.Problem.
func ReadCA(name string, data []byte) (CA, error) {
	ca := CA{Name: name}
	if certs, err := x509.ParseCertificates(data); err == nil && len(certs) > 0 {
		ca.Certificates = certs
		return ca, nil
	}
	data = utf8Of(data)
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return CA{}, brokenCAFile(name, err)
		}
		ca.Certificates = append(ca.Certificates, c)
	}
	if len(ca.Certificates) == 0 {
		return CA{}, brokenCAFile(name, nil)
	}
	return ca, nil
}

// utf8Of undoes what Windows editors and PowerShell's redirection do to a text:
// a byte order mark, UTF-16.
func utf8Of(data []byte) []byte {
	utf16LE, ok := bytes.CutPrefix(data, []byte{0xff, 0xfe})
	if !ok {
		return bytes.TrimPrefix(data, []byte("\ufeff"))
	}
	units := make([]uint16, len(utf16LE)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(utf16LE[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

func brokenCAFile(name string, err error) *check.Problem {
	p := &check.Problem{Code: CAFile,
		Detail: check.T("tls.ca-file", "{{.file}} holds no certificate that can be read.", "file", name),
		Advice: check.Advice{Who: check.You, Field: "ca", Command: exportCA,
			Do: check.T("tls.ca-file.do", "Choose the CA's own certificate, exported as .cer, .crt or .pem (Base64 or DER). On the CA, this command writes it.")}}
	if err == nil {
		return p
	}
	return caused(p, err)
}

// Expect is what a certificate has to satisfy.
type Expect struct {
	// Name is the DNS name or IP address that the certificate has to carry:
	// what was typed, or the name the admin chose for a host typed as IP.
	Name string
	// Roots stands in for the system store where it is not nil; the practice
	// directory and tests use it.
	Roots *x509.CertPool
	// Extra are trusted in addition.
	Extra []CA
	// Pin, if not nil, is the key that the host must have. It replaces chain
	// and name, and nothing else: dates, usage and TLS 1.2 stay required.
	Pin *Pin
	// Now is the time to judge by; zero means the clock of this computer.
	Now time.Time
}

func (e Expect) now() time.Time {
	if e.Now.IsZero() {
		return time.Now()
	}
	return e.Now
}

// voucherFor looks for somebody who vouches for c: the system store, else one
// of the added files, so that a file is named only where it is needed.
func (e Expect) voucherFor(c *x509.Certificate, sent []*x509.Certificate, at time.Time, usage x509.ExtKeyUsage) (vouch, error) {
	opts := x509.VerifyOptions{Roots: e.Roots, Intermediates: x509.NewCertPool(), CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{usage}}
	for _, other := range sent {
		opts.Intermediates.AddCert(other)
	}
	for _, ca := range e.Extra {
		for _, other := range ca.Certificates {
			opts.Intermediates.AddCert(other)
		}
	}
	chains, telling := c.Verify(opts)
	if telling == nil {
		return vouch{by: SystemStore, chain: toTheRoot(chains)}, nil
	}
	for _, ca := range e.Extra {
		opts.Roots = x509.NewCertPool()
		for _, root := range ca.Certificates {
			opts.Roots.AddCert(root)
		}
		chains, err := c.Verify(opts)
		if err == nil {
			return vouch{by: AddedCA, file: ca.Name, chain: toTheRoot(chains)}, nil
		}
		if uninformative(telling) {
			telling = err
		}
	}
	return vouch{}, telling
}

// vouch is the answer of voucherFor; chain goes from the leaf to the root.
type vouch struct {
	by    Voucher
	file  string
	chain []*x509.Certificate
}

// toTheRoot prefers a chain that ends in a root: where the issuing CA is
// trusted by itself there are shorter ones, but the platform needs the root.
func toTheRoot(chains [][]*x509.Certificate) []*x509.Certificate {
	for _, chain := range chains {
		if selfSigned(chain[len(chain)-1]) {
			return chain
		}
	}
	return chains[0]
}

// uninformative reports whether err says only that nobody knows the issuer;
// an expired CA or a name constraint says more.
func uninformative(err error) bool {
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	_, noStore := errors.AsType[x509.SystemRootsError](err)
	return unknown || noStore
}

// issuersOf returns the certificates at hand that may have issued c.
func (e Expect) issuersOf(c *x509.Certificate, sent []*x509.Certificate) []*x509.Certificate {
	candidates := slices.Clone(sent)
	for _, ca := range e.Extra {
		candidates = append(candidates, ca.Certificates...)
	}
	return slices.DeleteFunc(candidates, func(o *x509.Certificate) bool {
		return o == c || !bytes.Equal(o.RawSubject, c.RawIssuer) || bytes.Equal(o.Raw, c.Raw)
	})
}
