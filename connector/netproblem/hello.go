package netproblem

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"io"
	"maps"
	"net"
	"slices"
)

// serverHello is what a server chose for a client that accepts everything up to
// TLS 1.2, and the certificates that it sent in the clear.
type serverHello struct {
	version, suite uint16
	certificates   [][]byte
}

// askHello sends a ClientHello written by hand, because crypto/tls does not know
// the suites that some servers insist on, and reads the answer up to the
// certificate. It goes no further: there is no key, and nothing to encrypt. The
// second result tells whether a ServerHello came.
//
// Sources: RFC 5246, sections 6.2.1 and 7.4; RFC 8422; RFC 7627.
func askHello(ctx context.Context, conn net.Conn, name string) (serverHello, bool) {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	if _, err := conn.Write(clientHello(serverName(name))); err != nil {
		return serverHello{}, false
	}
	return readHello(conn)
}

// The types of TLS records and handshake messages that are met here.
const (
	recordHandshake    = 22
	messageServerHello = 2
	messageCertificate = 11
	messageDone        = 14
)

// maxHello limits what a server may answer; chains of domain controllers have a
// few thousand bytes.
const maxHello = 256 << 10

// readHello reads handshake messages until it has seen the certificate, the end
// of the server's turn, or something else.
func readHello(r io.Reader) (serverHello, bool) {
	var hello serverHello
	var seen bool
	in := io.LimitReader(&records{r: r}, maxHello)
	for {
		kind, body, err := readMessage(in)
		switch {
		case err != nil || kind == messageDone:
			return hello, seen
		case kind == messageServerHello:
			if seen = hello.choice(body); !seen {
				return hello, false
			}
		case kind == messageCertificate:
			hello.certificates = splitCertificates(body)
			return hello, seen
		}
	}
}

// readMessage returns the next handshake message: a type, a length of three
// bytes, and as much content.
func readMessage(r io.Reader) (kind byte, body []byte, err error) {
	var header [4]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return 0, nil, err
	}
	length := int64(header[1])<<16 | int64(header[2])<<8 | int64(header[3])
	body, err = io.ReadAll(io.LimitReader(r, length))
	if err == nil && int64(len(body)) < length {
		err = io.ErrUnexpectedEOF
	}
	return header[0], body, err
}

// records reads the content of handshake records. Any other record, an alert for
// example, ends it, and so does an empty one, which RFC 8446 forbids (section
// 5.1) and which could be sent for ever.
type records struct {
	r    io.Reader
	left int64
}

// Read implements io.Reader.
func (c *records) Read(b []byte) (int, error) {
	if c.left == 0 {
		var header [5]byte
		if _, err := io.ReadFull(c.r, header[:]); err != nil {
			return 0, err
		}
		if header[0] != recordHandshake || header[1] != 3 {
			return 0, io.ErrUnexpectedEOF
		}
		if c.left = int64(binary.BigEndian.Uint16(header[3:])); c.left == 0 {
			return 0, io.ErrUnexpectedEOF
		}
	}
	n, err := io.LimitReader(c.r, c.left).Read(b)
	c.left -= int64(n)
	return n, err
}

// choice reads version and suite from a ServerHello: version, 32 random bytes,
// session number, suite.
func (h *serverHello) choice(body []byte) bool {
	if len(body) < 35 || len(body) < 35+int(body[34])+2 {
		return false
	}
	h.version = binary.BigEndian.Uint16(body)
	h.suite = binary.BigEndian.Uint16(body[35+int(body[34]):])
	return true
}

// splitCertificates reads the list of a Certificate message: each with a
// length of three bytes, and so the whole.
func splitCertificates(body []byte) [][]byte {
	var out [][]byte
	list, _, ok := vector24(body)
	for ok && len(list) > 0 {
		var der []byte
		if der, list, ok = vector24(list); ok {
			out = append(out, der)
		}
	}
	return out
}

func vector24(b []byte) (content, rest []byte, ok bool) {
	if len(b) < 3 {
		return nil, nil, false
	}
	n := int(b[0])<<16 | int(b[1])<<8 | int(b[2])
	if len(b) < 3+n {
		return nil, nil, false
	}
	return b[3 : 3+n], b[3+n:], true
}

// clientHello returns a record with a ClientHello for TLS 1.2 and older.
func clientHello(name string) []byte {
	var random [32]byte
	_, _ = rand.Read(random[:])
	var suites []byte
	for _, id := range everySuite() {
		suites = binary.BigEndian.AppendUint16(suites, id)
	}
	body := slices.Concat([]byte{3, 3}, random[:], []byte{0}, vector16(suites), []byte{1, 0}, vector16(extensions(name)))
	message := slices.Concat([]byte{1, 0}, vector16(body))
	return slices.Concat([]byte{recordHandshake, 3, 1}, vector16(message))
}

// extensions name the host and everything that a certificate may be signed
// with, and say that both kinds of renegotiation and master secret are fine.
func extensions(name string) []byte {
	extension := func(id uint16, content []byte) []byte {
		return append(binary.BigEndian.AppendUint16(nil, id), vector16(content)...)
	}
	groups := []byte{0, 29, 0, 23, 0, 24, 0, 25, 1, 0, 1, 1}
	signatures := []byte{8, 4, 8, 5, 8, 6, 4, 1, 5, 1, 6, 1, 4, 3, 5, 3, 6, 3, 2, 1, 2, 3, 2, 2}
	all := slices.Concat(
		extension(10, vector16(groups)),
		extension(11, []byte{1, 0}),
		extension(13, vector16(signatures)),
		extension(23, nil))
	if name == "" {
		return all
	}
	return append(extension(0, vector16(append([]byte{0}, vector16([]byte(name))...))), all...)
}

// vector16 prefixes b with its length in two bytes.
func vector16(b []byte) []byte {
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...)
}

// exotic are suites of TLS 1.2 and older that crypto/tls does not implement.
// Source: www.iana.org/assignments/tls-parameters
var exotic = map[uint16]string{
	0x0004: "TLS_RSA_WITH_RC4_128_MD5",
	0x0009: "TLS_RSA_WITH_DES_CBC_SHA",
	0x0013: "TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA",
	0x0016: "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA",
	0x0032: "TLS_DHE_DSS_WITH_AES_128_CBC_SHA",
	0x0033: "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
	0x0038: "TLS_DHE_DSS_WITH_AES_256_CBC_SHA",
	0x0039: "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
	0x003b: "TLS_RSA_WITH_NULL_SHA256",
	0x003d: "TLS_RSA_WITH_AES_256_CBC_SHA256",
	0x0041: "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA",
	0x0067: "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256",
	0x006b: "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
	0x0084: "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA",
	0x009e: "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
	0x009f: "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
	0xc024: "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
	0xc028: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
	0xc09c: "TLS_RSA_WITH_AES_128_CCM",
	0xc09d: "TLS_RSA_WITH_AES_256_CCM",
	0xc09e: "TLS_DHE_RSA_WITH_AES_128_CCM",
	0xc09f: "TLS_DHE_RSA_WITH_AES_256_CCM",
	0xc0ac: "TLS_ECDHE_ECDSA_WITH_AES_128_CCM",
	0xc0ad: "TLS_ECDHE_ECDSA_WITH_AES_256_CCM",
	0xccaa: "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
}

// everySuite returns what a ClientHello offers, the best first, because many
// servers let the client choose: all suites up to TLS 1.2, and at last the
// signal of RFC 5746 that renegotiation is secure.
func everySuite() []uint16 {
	var ids []uint16
	for _, suite := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		if suite.SupportedVersions[0] < tls.VersionTLS13 {
			ids = append(ids, suite.ID)
		}
	}
	return slices.Concat(ids, slices.Sorted(maps.Keys(exotic)), []uint16{0x00ff})
}

func suiteName(id uint16) string {
	if name, ok := exotic[id]; ok {
		return name
	}
	return tls.CipherSuiteName(id)
}
