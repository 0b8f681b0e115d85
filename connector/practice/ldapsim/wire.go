package ldapsim

import (
	"io"

	ber "github.com/go-asn1-ber/asn1-ber"
)

// Tags of the protocol operations, RFC 4511 section 4.2 and after.
const (
	opBind             ber.Tag = 0
	opBindResponse     ber.Tag = 1
	opUnbind           ber.Tag = 2
	opSearch           ber.Tag = 3
	opSearchEntry      ber.Tag = 4
	opSearchDone       ber.Tag = 5
	opModify           ber.Tag = 6
	opAdd              ber.Tag = 8
	opDelete           ber.Tag = 10
	opModifyDN         ber.Tag = 12
	opCompare          ber.Tag = 14
	opAbandon          ber.Tag = 16
	opSearchReference  ber.Tag = 19
	opExtended         ber.Tag = 23
	opExtendedResponse ber.Tag = 24
)

// message is one LDAPMessage from a client.
type message struct {
	id       int64
	op       *ber.Packet
	controls []control
}

type control struct {
	oid      string
	critical bool
	value    []byte
}

func readMessage(r io.Reader) (message, error) {
	p, err := ber.ReadPacket(r)
	if err != nil {
		return message{}, err
	}
	id, ok := number(child(p, 0))
	op := child(p, 1)
	if p.TagType != ber.TypeConstructed || !ok || op == nil || op.ClassType != ber.ClassApplication {
		return message{}, errProtocol
	}
	m := message{id: id, op: op}
	if list := child(p, 2); list != nil {
		for _, c := range list.Children {
			m.controls = append(m.controls, readControl(c))
		}
	}
	return m, nil
}

func readControl(p *ber.Packet) control {
	c := control{oid: text(child(p, 0))}
	for _, field := range p.Children[min(1, len(p.Children)):] {
		if yes, ok := field.Value.(bool); ok {
			c.critical = yes
		} else {
			c.value = []byte(text(field))
		}
	}
	return c
}

// child returns part i of p, or nil.
func child(p *ber.Packet, i int) *ber.Packet {
	if p == nil || i >= len(p.Children) {
		return nil
	}
	return p.Children[i]
}

// text returns the bytes of a primitive value; nothing for a missing one.
func text(p *ber.Packet) string {
	if p == nil || p.Data == nil {
		return ""
	}
	return p.Data.String()
}

func number(p *ber.Packet) (int64, bool) {
	if p == nil {
		return 0, false
	}
	n, ok := p.Value.(int64)
	return n, ok
}

func sequence(parts ...*ber.Packet) *ber.Packet {
	return filled(ber.NewSequence(""), parts...)
}

func set(parts ...*ber.Packet) *ber.Packet {
	return filled(ber.Encode(ber.ClassUniversal, ber.TypeConstructed, ber.TagSet, nil, ""), parts...)
}

func application(tag ber.Tag, parts ...*ber.Packet) *ber.Packet {
	return filled(ber.Encode(ber.ClassApplication, ber.TypeConstructed, tag, nil, ""), parts...)
}

func contextual(tag ber.Tag, value string) *ber.Packet {
	return ber.NewString(ber.ClassContext, ber.TypePrimitive, tag, value, "")
}

func filled(p *ber.Packet, parts ...*ber.Packet) *ber.Packet {
	for _, part := range parts {
		p.AppendChild(part)
	}
	return p
}

func octets(s string) *ber.Packet {
	return ber.NewString(ber.ClassUniversal, ber.TypePrimitive, ber.TagOctetString, s, "")
}

func integer(n int64) *ber.Packet {
	return ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagInteger, n, "")
}

func enumerated(n int64) *ber.Packet {
	return ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagEnumerated, n, "")
}

// envelope is a whole LDAPMessage to a client.
func envelope(id int64, op *ber.Packet, controls ...*ber.Packet) []byte {
	p := sequence(integer(id), op)
	if len(controls) > 0 {
		p.AppendChild(filled(ber.Encode(ber.ClassContext, ber.TypeConstructed, 0, nil, ""), controls...))
	}
	return p.Bytes()
}

// responseTo is the tag that ends the answer to a request.
func responseTo(request ber.Tag) ber.Tag {
	if request == opSearch {
		return opSearchDone
	}
	return request + 1
}
