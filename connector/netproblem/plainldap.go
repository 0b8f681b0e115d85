package netproblem

import (
	"context"
	"io"
	"net"
)

// rootDSE is an anonymous search for the root of the directory, the only
// request this package ever sends without encryption (RFC 4511, section
// 4.5.1): message 1, base object "", no aliases, one entry, five seconds,
// types only, filter (objectClass=*), attribute 1.1, which means none.
var rootDSE = []byte{
	0x30, 0x2a, 0x02, 0x01, 0x01,
	0x63, 0x25, 0x04, 0x00, 0x0a, 0x01, 0x00, 0x0a, 0x01, 0x00, 0x02, 0x01, 0x01, 0x02, 0x01, 0x05, 0x01, 0x01, 0xff,
	0x87, 0x0b, 'o', 'b', 'j', 'e', 'c', 't', 'C', 'l', 'a', 's', 's',
	0x30, 0x05, 0x04, 0x03, '1', '.', '1',
}

// speaksLDAP reports whether what dial reaches answers the search as an LDAP
// server would.
func speaksLDAP(ctx context.Context, dial func(context.Context) (net.Conn, error)) bool {
	conn, err := dial(ctx)
	if err != nil {
		return false
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	if _, err := conn.Write(rootDSE); err != nil {
		return false
	}
	answer := make([]byte, 64)
	n, _ := io.ReadAtLeast(conn, answer, 12)
	return ldapAnswer(answer[:n])
}

// ldapAnswer reports whether b begins with an LDAP message that answers a
// search, or that says good-bye: a sequence, a message number, and one of
// SearchResultEntry, SearchResultDone and ExtendedResponse. Active Directory
// writes every length in four bytes.
func ldapAnswer(b []byte) bool {
	message, _, ok := element(b, 0x30)
	if !ok {
		return false
	}
	_, operation, ok := element(message, 0x02)
	if !ok || len(operation) == 0 {
		return false
	}
	switch operation[0] {
	case 0x64, 0x65, 0x78:
		return true
	}
	return false
}

// element splits b after one BER element of the tag, and returns its content
// as far as b holds it, and the rest.
func element(b []byte, tag byte) (content, rest []byte, ok bool) {
	if len(b) < 2 || b[0] != tag {
		return nil, nil, false
	}
	length, body := int(b[1]), b[2:]
	if long := length - 0x80; long >= 0 {
		if long == 0 || long > 4 || long > len(body) {
			return nil, nil, false
		}
		length = 0
		for _, octet := range body[:long] {
			length = length<<8 | int(octet)
		}
		body = body[long:]
	}
	if length < 0 || length > len(body) {
		length = len(body)
	}
	return body[:length], body[length:], true
}
