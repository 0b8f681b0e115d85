package adtest

import (
	"fmt"
	"maps"
	"strings"

	ber "github.com/go-asn1-ber/asn1-ber"
)

// Well-formed answers. Those that a client may not survive are in rogue_toxic.go.

// Result answers with a result code and a diagnostic message (RFC 4511 section 4.1.9).
func Result(code int64, diagnostic string) Answer {
	return func(s *Session, r Request) error { return s.write(finalResponse(r, code, diagnostic)) }
}

// Refuse answers a bind as Active Directory refuses it, with a sub-code such as "52e".
func Refuse(subCode string) Answer {
	return Result(49, "80090308: LdapErr: DSID-0C090569, comment: AcceptSecurityContext error, data "+subCode+", v4f7c\x00")
}

// Referral answers with result 10 and the URLs of other servers.
func Referral(urls ...string) Answer {
	return func(s *Session, r Request) error {
		response := finalResponse(r, 10, "0000202B: RefErr: DSID-0310084A, data 0, 1 access points")
		list := ber.Encode(ber.ClassContext, ber.TypeConstructed, 3, nil, "referral")
		for _, u := range urls {
			list.AppendChild(octets(u))
		}
		response.Children[1].AppendChild(list)
		return s.write(response)
	}
}

// Entry answers a search with one entry that has these attributes.
func Entry(dn string, attributes map[string][]string) Answer {
	return func(s *Session, r Request) error {
		if err := s.write(entry(r, dn, attributes)); err != nil {
			return err
		}
		return s.write(finalResponse(r, 0, ""))
	}
}

// DomainController answers the rootDSE of a domain controller of the domain in the server's name. More attributes are
// added, or replace the usual ones; tokenGroups is not among these (RawSID makes its values).
func DomainController(more map[string][]string) Answer {
	return func(s *Session, r Request) error {
		host, realm, _ := strings.Cut(s.rogue.Name, ".")
		base := "DC=" + strings.ReplaceAll(realm, ".", ",DC=")
		server := "CN=" + strings.ToUpper(host) + ",CN=Servers,CN=Default-First-Site-Name,CN=Sites,CN=Configuration," + base
		attributes := map[string][]string{
			"defaultNamingContext":       {base},
			"rootDomainNamingContext":    {base},
			"configurationNamingContext": {"CN=Configuration," + base},
			"schemaNamingContext":        {"CN=Schema,CN=Configuration," + base},
			"namingContexts":             {base, "CN=Configuration," + base, "CN=Schema,CN=Configuration," + base},
			"dnsHostName":                {s.rogue.Name},
			"serverName":                 {server},
			"dsServiceName":              {"CN=NTDS Settings," + server},
			"ldapServiceName":            {realm + ":" + host + "$@" + strings.ToUpper(realm)},
			"supportedCapabilities":      {"1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1670", "1.2.840.113556.1.4.1791"},
			"supportedLDAPVersion":       {"3", "2"},
			"isSynchronized":             {"TRUE"},
			"isGlobalCatalogReady":       {"TRUE"},
			"domainFunctionality":        {"7"},
		}
		maps.Copy(attributes, more)
		return Entry("", attributes)(s, r)
	}
}

func finalResponse(r Request, code int64, diagnostic string) *ber.Packet {
	op := ber.Encode(ber.ClassApplication, ber.TypeConstructed, responseTo[r.Op], nil, "response")
	op.AppendChild(ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagEnumerated, code, "result"))
	op.AppendChild(octets(""))
	op.AppendChild(octets(diagnostic))
	return message(r.ID, op)
}

func entry(r Request, dn string, attributes map[string][]string) *ber.Packet {
	op := ber.Encode(ber.ClassApplication, ber.TypeConstructed, searchEntry, nil, "entry")
	op.AppendChild(octets(dn))
	list := ber.NewSequence("attributes")
	for name, values := range attributes {
		attribute := ber.NewSequence(fmt.Sprintf("attribute %s", name))
		attribute.AppendChild(octets(name))
		set := ber.Encode(ber.ClassUniversal, ber.TypeConstructed, ber.TagSet, nil, "values")
		for _, v := range values {
			set.AppendChild(octets(v))
		}
		attribute.AppendChild(set)
		list.AppendChild(attribute)
	}
	op.AppendChild(list)
	return message(r.ID, op)
}

func message(id int64, op *ber.Packet) *ber.Packet {
	m := ber.NewSequence("message")
	m.AppendChild(ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagInteger, id, "id"))
	m.AppendChild(op)
	return m
}

func octets(value string) *ber.Packet {
	return ber.NewString(ber.ClassUniversal, ber.TypePrimitive, ber.TagOctetString, value, "text")
}

func (s *Session) write(p *ber.Packet) error {
	_, err := s.Conn.Write(p.Bytes())
	return err
}
