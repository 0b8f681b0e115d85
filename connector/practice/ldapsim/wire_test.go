package ldapsim

import (
	"bytes"
	"net"
	"testing"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"
)

// played is a connection whose client has said everything already.
type played struct {
	*bytes.Reader
	written bytes.Buffer
}

func (p *played) Write(b []byte) (int, error)      { return p.written.Write(b) }
func (p *played) Close() error                     { return nil }
func (p *played) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (p *played) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (p *played) SetDeadline(time.Time) error      { return nil }
func (p *played) SetReadDeadline(time.Time) error  { return nil }
func (p *played) SetWriteDeadline(time.Time) error { return nil }

// searchMessage is a search of the whole domain, as seeds need one.
func searchMessage(base, filter string) []byte {
	part := ber.Encode(ber.ClassContext, ber.TypePrimitive, filterPresent, nil, "")
	part.Data.WriteString(filter)
	op := application(opSearch, octets(base), enumerated(scopeSubtree), enumerated(0), integer(0), integer(0),
		ber.NewBoolean(ber.ClassUniversal, ber.TypePrimitive, ber.TagBoolean, false, ""), part, sequence(octets("*"), octets("tokenGroups")))
	value := sequence(integer(2), octets(""))
	return envelope(7, op, sequence(octets(controlPaged), octets(string(value.Bytes()))))
}

// FuzzSession plays what a client might send, signed in and not: nothing may
// panic or hang, and every answer has to be LDAP.
func FuzzSession(f *testing.F) {
	p := newPlan(time.Now())
	d, err := p.directory()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(true, searchMessage(BaseDN, "objectClass"))
	f.Add(false, searchMessage("", "objectClass"))
	f.Add(true, searchMessage("<SID=S-1-5-32-544>", "x"))
	f.Add(false, envelope(1, application(opBind, integer(3), octets("x"), contextual(0, "y"))))
	f.Add(true, envelope(1, application(opExtended, contextual(0, oidWhoAmI))))
	f.Add(false, []byte("\x30\x05\x02\x01\x01\x63\x00"))
	f.Fuzz(func(t *testing.T, bound bool, sent []byte) {
		conn := &played{Reader: bytes.NewReader(sent)}
		s := newSession(&Server{}, conn, Site{Directory: d, Host: Host{Name: "dc1"}})
		if bound {
			s.become(d.find("CN=svc-hire2retire," + serviceOU))
		}
		s.serve()
		for answers := bytes.NewReader(conn.written.Bytes()); answers.Len() > 0; {
			if p, err := ber.ReadPacket(answers); err != nil || len(p.Children) < 2 {
				t.Fatalf("answer to % x is not LDAP: %v", sent, err)
			}
		}
	})
}
