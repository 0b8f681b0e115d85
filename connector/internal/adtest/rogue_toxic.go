package adtest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"
	"github.com/go-ldap/ldap/v3"
)

// Answers that are broken, endless or interrupted. Each can be put at any place of a Script.

// HostileText is a diagnostic message that must not reach a screen or a log as it is: terminal escapes, a new line,
// bidirectional and zero-width characters, markup, bytes that are no UTF-8, and 100,000 characters.
var HostileText = "\x1b[2J\x1b]0;title\x07<script>alert(1)</script>\r\nINFO signed in\u202e\u200b\xff\xfe\x00{{.}}%s" +
	strings.Repeat("A", 100_000)

var errHangUp = errors.New("hang up")

// NoAnswer reads the request and stays silent.
func NoAnswer(s *Session, _ Request) error {
	s.absorb()
	return errHangUp
}

// Disconnect sends a notice of disconnection (RFC 4511 section 4.4.1) and closes.
func Disconnect(s *Session, _ Request) error {
	notice := finalResponse(Request{Op: extendedRequest}, 52, "00002024: server is shutting down")
	notice.Children[1].AppendChild(ber.NewString(ber.ClassContext, ber.TypePrimitive, 10, "1.3.6.1.4.1.1466.20036", "name"))
	return errors.Join(s.write(notice), errHangUp)
}

// CloseMidway sends half a response and closes politely.
func CloseMidway(s *Session, r Request) error { return errors.Join(s.half(r), errHangUp) }

// ResetMidway sends half a response and resets the connection.
func ResetMidway(s *Session, r Request) error {
	err := s.half(r)
	s.Reset()
	return errors.Join(err, errHangUp)
}

// HangMidway sends half a response and waits until the client leaves.
func HangMidway(s *Session, r Request) error {
	if err := s.half(r); err != nil {
		return err
	}
	return NoAnswer(s, r)
}

func (s *Session) half(r Request) error {
	whole := finalResponse(r, 0, strings.Repeat("half ", 20)).Bytes()
	_, err := s.Conn.Write(whole[:len(whole)/2])
	return err
}

// EndlessEntries answers a search with small entries until the client leaves.
func EndlessEntries(s *Session, r Request) error {
	for i := 0; ; i++ {
		dn := fmt.Sprintf("CN=Entry %d,DC=corp,DC=example,DC=com", i)
		if err := s.write(entry(r, dn, map[string][]string{"description": {strings.Repeat("x", 1000)}})); err != nil {
			return err
		}
	}
}

// EndlessReferences answers a search with references to itself until the client leaves (RFC 4511 section 4.5.3).
func EndlessReferences(s *Session, r Request) error {
	reference := ber.Encode(ber.ClassApplication, ber.TypeConstructed, 19, nil, "reference")
	reference.AppendChild(octets("ldaps://" + s.rogue.HostPort() + "/" + r.Base))
	for {
		if err := s.write(message(r.ID, reference)); err != nil {
			return err
		}
	}
}

// EndlessPages answers every page of a search with nothing and the promise of a next one.
func EndlessPages(s *Session, r Request) error {
	done := finalResponse(r, 0, "")
	controls := ber.Encode(ber.ClassContext, ber.TypeConstructed, 0, nil, "controls")
	controls.AppendChild((&ldap.ControlPaging{Cookie: []byte("more")}).Encode())
	done.AppendChild(controls)
	return s.write(done)
}

// Drip sends a good answer byte by byte, one each time: slower than any deadline that starts anew at every byte.
func Drip(answer Answer, pause time.Duration) Answer {
	return func(s *Session, r Request) error {
		slow := *s
		slow.Conn = dripping{s.Conn, pause}
		return answer(&slow, r)
	}
}

type dripping struct {
	net.Conn
	pause time.Duration
}

// Write implements net.Conn.
func (d dripping) Write(p []byte) (int, error) {
	for n := range p {
		if _, err := d.Conn.Write(p[n : n+1]); err != nil {
			return n, err
		}
		<-time.After(d.pause) // the pause is the fault
	}
	return len(p), nil
}

// Gibberish answers with bytes that are no BER.
func Gibberish(s *Session, _ Request) error {
	_, err := s.Conn.Write(bytes.Repeat([]byte{0xff, 0x1f, 0x00}, 100))
	return errors.Join(err, errHangUp)
}

// HugeLength announces a text of almost 2 GiB and sends it until the client leaves.
func HugeLength(s *Session, _ Request) error {
	const header, length = 6, 1<<31 - 1
	head := binary.BigEndian.AppendUint32([]byte{0x30, 0x84}, length)
	head = binary.BigEndian.AppendUint32(append(head, 0x04, 0x84), length-header)
	return s.flood(head, bytes.Repeat([]byte("A"), 64<<10))
}

// IndefiniteLength opens a message without a length (X.690 section 8.1.3.6) and sends two-byte children until the client
// leaves: a decoder that keeps them needs many times what is sent.
func IndefiniteLength(s *Session, _ Request) error {
	return s.flood([]byte{0x30, 0x80}, bytes.Repeat([]byte{0x05, 0x00}, 32<<10))
}

func (s *Session) flood(head, body []byte) error {
	if _, err := s.Conn.Write(head); err != nil {
		return err
	}
	for {
		if _, err := s.Conn.Write(body); err != nil {
			return err
		}
	}
}

// DeepNesting answers with 20,000 sequences in one another.
func DeepNesting(s *Session, _ Request) error {
	const depth, header = 20_000, 6
	var b []byte
	for inner := depth - 1; inner >= 0; inner-- {
		b = binary.BigEndian.AppendUint32(append(b, 0x30, 0x84), uint32(inner*header))
	}
	_, err := s.Conn.Write(b)
	return errors.Join(err, errHangUp)
}
