package ldapsim

import (
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"

	"hire2retire-setup/connector/directory/ntsd"
)

// session is one connection of a client.
type session struct {
	server *Server
	conn   net.Conn
	site   Site
	bound  *entry // nil is anonymous
	token  ntsd.Token
	number int
	broken bool
	last   ending
}

func newSession(server *Server, conn net.Conn, site Site) *session {
	s := &session{server: server, conn: conn, site: site}
	s.become(nil)
	return s
}

// become changes who is bound. The token is made here, as on a domain
// controller: a group that changes later does not show.
func (s *session) become(e *entry) {
	s.bound, s.token = e, ntsd.NewToken(s.site.Directory.tokenOf(e)...)
}

// now is the clock of the host.
func (s *session) now() time.Time {
	clock := s.site.Now
	if clock == nil {
		clock = time.Now
	}
	return clock().Add(s.site.Host.Skew)
}

// audits reports whether the account has the privilege to read and write
// system lists, which Administrators have.
func (s *session) audits() bool {
	return s.token.Has(ntsd.Administrators) || s.token.Has(s.site.Directory.domain.SID.With(ntsd.RIDDomainAdmins))
}

func (s *session) serve() {
	for !s.broken {
		m, err := readMessage(s.conn)
		if errors.Is(err, errProtocol) {
			s.disconnect()
		}
		if err != nil {
			return
		}
		s.number++
		if m.op.Tag == opUnbind {
			return
		}
		if m.op.Tag != opAbandon {
			s.answer(m)
		}
	}
}

// answer asks the hook, then serves the request.
func (s *session) answer(m message) {
	act := Action{}
	if s.site.Hook != nil {
		act = s.site.Hook(Request{Kind: kindOf(m.op.Tag), Base: baseOf(m.op), Bound: s.bound != nil, Number: s.number})
	}
	if !s.wait(act.Wait) {
		s.broken = true
		return
	}
	switch act.Then {
	case Hang:
		drain(s.conn)
		s.broken = true
	case Cut:
		s.broken = true
	case Garble:
		_, _ = s.conn.Write([]byte("\x30\xFFgarbled")) // a length of 127 bytes
	case SayBusy:
		s.send(m.id, isBusy().packet(responseTo(m.op.Tag)))
	case SayYes:
		s.server.note(func(j *Journal) { j.Binds = append(j.Binds, text(child(m.op, 1))) })
		s.send(m.id, result{}.packet(responseTo(m.op.Tag)))
	default:
		s.dispatch(m)
	}
}

// wait returns false when the server closed meanwhile.
func (s *session) wait(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.server.ctx.Done():
		return false
	}
}

func kindOf(tag ber.Tag) Kind {
	switch tag {
	case opBind:
		return Bind
	case opSearch:
		return Search
	case opExtended:
		return Extended
	}
	return Other
}

func baseOf(op *ber.Packet) string {
	if op.Tag == opSearch {
		return text(child(op, 0))
	}
	return ""
}

func (s *session) dispatch(m message) {
	switch m.op.Tag {
	case opBind:
		s.bind(m)
	case opSearch:
		s.server.note(func(j *Journal) { j.Searches++ })
		s.search(m)
	case opExtended:
		s.extended(m)
	case opModify, opAdd, opDelete, opModifyDN:
		s.write(m)
	case opCompare:
		s.send(m.id, noCompare().packet(responseTo(m.op.Tag)))
	default:
		s.disconnect()
	}
}

var writeNames = map[ber.Tag]string{opModify: "modify", opAdd: "add", opDelete: "delete", opModifyDN: "modify DN"}

// write refuses: nothing in the practice ever changes.
func (s *session) write(m message) {
	s.server.note(func(j *Journal) { j.Writes = append(j.Writes, writeNames[m.op.Tag]) })
	r := noRights()
	if s.bound == nil {
		r = needsBind()
	}
	s.send(m.id, r.packet(responseTo(m.op.Tag)))
}

// bind serves a simple bind, RFC 4511 section 4.2.
func (s *session) bind(m message) {
	name, auth := text(child(m.op, 1)), child(m.op, 2)
	if version, ok := number(child(m.op, 0)); !ok || version < 2 || version > 3 || auth == nil {
		s.send(m.id, badMessage().packet(opBindResponse))
		return
	}
	s.become(nil)
	if auth.Tag != 0 {
		s.send(m.id, noSuchMethod().packet(opBindResponse))
		return
	}
	password := text(auth)
	s.server.note(func(j *Journal) { j.Binds = append(j.Binds, name) })
	r := s.authenticate(name, password)
	if r.code != success {
		s.server.note(func(j *Journal) { j.Refused++ })
	}
	s.send(m.id, r.packet(opBindResponse))
}

func (s *session) authenticate(name, password string) result {
	if password == "" {
		return result{} // anonymous, even with a name, RFC 4513 section 5.1.2
	}
	if _, secure := s.conn.(*tls.Conn); !secure {
		return needsTLS()
	}
	e, ambiguous := s.site.Directory.account(name)
	if ambiguous {
		return refused(codeNameAmbiguous)
	}
	if e == nil {
		return refused(codeBadPassword) // as of Windows Server 2008, not 525
	}
	if code := s.site.Directory.admit(e, password, s.now()); code != "" {
		return refused(code)
	}
	s.become(e)
	return result{}
}

// Extended operations.
const (
	oidStartTLS = "1.3.6.1.4.1.1466.20037"
	oidWhoAmI   = "1.3.6.1.4.1.4203.1.11.3"
	oidNotice   = "1.3.6.1.4.1.1466.20036"
)

func (s *session) extended(m message) {
	switch text(child(m.op, 0)) {
	case oidWhoAmI:
		who := ""
		if s.bound != nil {
			who = "u:" + strings.Join(view{s.site.Directory, s, s.bound}.principalName(), "")
		}
		s.send(m.id, result{}.packet(opExtendedResponse, contextual(11, who)))
	case oidStartTLS:
		s.send(m.id, secureAlready().packet(opExtendedResponse))
	default:
		s.send(m.id, noSuchOperation().packet(opExtendedResponse))
	}
}

// disconnect sends the Notice of Disconnection, RFC 4511 section 4.4.1.
func (s *session) disconnect() {
	s.send(0, badMessage().packet(opExtendedResponse, contextual(10, oidNotice)))
	s.broken = true
}

func (s *session) send(id int64, op *ber.Packet, controls ...*ber.Packet) {
	if _, err := s.conn.Write(envelope(id, op, controls...)); err != nil {
		s.broken = true
	}
}
