package adtest

import (
	"errors"
	"fmt"

	ber "github.com/go-asn1-ber/asn1-ber"
)

// Operations of RFC 4511 by their application tag.
const (
	bindRequest     = 0
	bindResponse    = 1
	unbindRequest   = 2
	searchRequest   = 3
	searchEntry     = 4
	searchDone      = 5
	extendedRequest = 23
	extendedReply   = 24
)

// responseTo names the final response of each request that a rogue server answers.
var responseTo = map[int]ber.Tag{
	bindRequest: bindResponse, searchRequest: searchDone, extendedRequest: extendedReply,
	6: 7, 8: 9, 10: 11, 12: 13, 14: 15, // modify, add, delete, modify DN, compare
}

// Request is what a client asks of a rogue server.
type Request struct {
	ID         int64
	Op         int      // application tag of RFC 4511
	Bind       Bind     // of a bind request
	Base       string   // of a search
	Scope      int64    // of a search: 0 is the base object
	Attributes []string // of a search
}

// RootDSE tells whether the request reads the root entry.
func (r Request) RootDSE() bool { return r.Op == searchRequest && r.Base == "" && r.Scope == 0 }

// An Answer writes the response to one request. An error ends the connection.
type Answer func(*Session, Request) error

// A Script says how a scripted LDAP server answers. With the zero value it is a server that says yes to anything: its
// rootDSE looks like a domain controller, every bind succeeds, and it can prove nothing.
type Script struct {
	RootDSE Answer // when nil: DomainController(nil)
	Bind    Answer // when nil: success
	Search  Answer // every other search; when nil: no such object
	Other   Answer // everything else; when nil: unwilling to perform
}

// LDAPS answers LDAP requests over TLS as scripted.
func LDAPS(script Script) Behavior {
	return func(s *Session) {
		if s.StartTLS() == nil {
			script.serve(s)
		}
	}
}

// PlainLDAP answers LDAP requests without TLS, as ports 389 and 3268 do. A TLS handshake on it is reset.
func PlainLDAP(script Script) Behavior {
	return func(s *Session) {
		s.Reset()
		script.serve(s)
	}
}

func (script Script) serve(s *Session) {
	for {
		packet, err := ber.ReadPacket(s.Conn)
		if err != nil {
			return
		}
		request, err := readRequest(packet)
		if err != nil || request.Op == unbindRequest {
			return
		}
		if request.Op == bindRequest {
			s.saw(request.Bind)
		}
		if script.answer(request)(s, request) != nil {
			return
		}
	}
}

func (script Script) answer(r Request) Answer {
	switch {
	case r.RootDSE():
		return orAnswer(script.RootDSE, DomainController(nil))
	case r.Op == bindRequest:
		return orAnswer(script.Bind, Result(0, ""))
	case r.Op == searchRequest:
		return orAnswer(script.Search, Result(32, "0000208D: NameErr: DSID-0310028B, problem 2001 (NO_OBJECT), data 0"))
	}
	return orAnswer(script.Other, Result(53, "unwilling to perform"))
}

func orAnswer(a, otherwise Answer) Answer {
	if a != nil {
		return a
	}
	return otherwise
}

var errNotLDAP = errors.New("not an LDAP request")

// readRequest reads the parts of an LDAP message that scripts need (RFC 4511 sections 4.1.1, 4.2 and 4.5.1).
func readRequest(p *ber.Packet) (Request, error) {
	if p.Tag != ber.TagSequence || p.TagType != ber.TypeConstructed || len(p.Children) < 2 {
		return Request{}, errNotLDAP
	}
	id, ok := p.Children[0].Value.(int64)
	op := p.Children[1]
	if !ok || op.ClassType != ber.ClassApplication {
		return Request{}, errNotLDAP
	}
	r := Request{ID: id, Op: int(op.Tag)}
	switch r.Op {
	case bindRequest:
		return r, r.readBind(op.Children)
	case searchRequest:
		return r, r.readSearch(op.Children)
	}
	return r, nil
}

func (r *Request) readBind(parts []*ber.Packet) error {
	if len(parts) < 3 {
		return fmt.Errorf("bind with %d parts: %w", len(parts), errNotLDAP)
	}
	name, _ := parts[1].Value.(string)
	r.Bind = Bind{Name: name, Password: parts[2].Data.String()}
	return nil
}

func (r *Request) readSearch(parts []*ber.Packet) error {
	if len(parts) < 8 {
		return fmt.Errorf("search with %d parts: %w", len(parts), errNotLDAP)
	}
	r.Base, _ = parts[0].Value.(string)
	r.Scope, _ = parts[1].Value.(int64)
	for _, a := range parts[7].Children {
		name, _ := a.Value.(string)
		r.Attributes = append(r.Attributes, name)
	}
	return nil
}
