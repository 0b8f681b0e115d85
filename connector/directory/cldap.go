package directory

import (
	"context"
	"net"
	"strings"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"
	"github.com/go-ldap/ldap/v3"
)

// askPing sends an LDAP ping over UDP (MS-ADTS section 6.3.3), which every
// domain controller answers to anybody. It is how Windows itself looks for one:
// nothing in the answer is secret, and nothing of it is believed without the
// certificate that is judged later.
func askPing(ctx context.Context, dial Dial, host, domain string) (ping, time.Duration, error) {
	conn, err := dial(ctx, "udp", net.JoinHostPort(host, "389"))
	if err != nil {
		return ping{}, 0, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	request, err := pingRequest(domain)
	if err != nil {
		return ping{}, 0, err
	}
	began := time.Now()
	if _, err := conn.Write(request); err != nil {
		return ping{}, 0, err
	}
	answer := make([]byte, 64<<10) // the largest datagram
	n, err := conn.Read(answer)
	if err != nil {
		return ping{}, 0, err
	}
	took := time.Since(began)
	p, err := parsePing(netLogonOf(answer[:n]))
	return p, took, err
}

// pingRequest encodes the search (RFC 4511 section 4.5.1).
func pingRequest(domain string) ([]byte, error) {
	f, err := ldap.CompileFilter(string(pingFilter(domain)))
	if err != nil {
		return nil, err
	}
	integer := func(tag ber.Tag, n int64) *ber.Packet {
		return ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, tag, n, "")
	}
	text := func(s string) *ber.Packet {
		return ber.NewString(ber.ClassUniversal, ber.TypePrimitive, ber.TagOctetString, s, "")
	}
	search := ber.Encode(ber.ClassApplication, ber.TypeConstructed, ldap.ApplicationSearchRequest, nil, "")
	attrs := ber.NewSequence("")
	attrs.AppendChild(text(attrNetLogon))
	for _, child := range []*ber.Packet{
		text(""), integer(ber.TagEnumerated, ldap.ScopeBaseObject), integer(ber.TagEnumerated, ldap.NeverDerefAliases),
		integer(ber.TagInteger, 0), integer(ber.TagInteger, 0), ber.NewBoolean(ber.ClassUniversal, ber.TypePrimitive, ber.TagBoolean, false, ""), f, attrs,
	} {
		search.AppendChild(child)
	}
	message := ber.NewSequence("")
	message.AppendChild(integer(ber.TagInteger, 1))
	message.AppendChild(search)
	return message.Bytes(), nil
}

// netLogonOf finds the attribute in a search result entry; nil when there is
// none.
func netLogonOf(datagram []byte) []byte {
	message, err := ber.DecodePacketErr(datagram)
	if err != nil || len(message.Children) < 2 {
		return nil
	}
	entry := message.Children[1]
	if entry.Tag != ldap.ApplicationSearchResultEntry || len(entry.Children) < 2 {
		return nil
	}
	for _, attr := range entry.Children[1].Children {
		if len(attr.Children) == 2 && strings.EqualFold(attr.Children[0].Data.String(), attrNetLogon) && len(attr.Children[1].Children) > 0 {
			return attr.Children[1].Children[0].Data.Bytes()
		}
	}
	return nil
}
