package directory

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"

	"hire2retire-setup/connector/check"
)

// ping is the answer to an LDAP ping: what a domain controller tells every
// computer that looks for one (MS-ADTS sections 6.3.3 and 6.3.1.9). Unlike the
// rootDSE it holds the GUID of the domain, and so tells two domains of the same
// name apart before any password is sent.
type ping struct {
	// DomainGUID is empty when the domain controller did not answer the ping.
	DomainGUID string
	Forest     string
	Names      DomainNames
	// Site is the site of the domain controller, ClientSite that of the one
	// who asks, as far as the subnets of the forest say.
	Site       string
	ClientSite string
	Flags      uint32
}

// Flags of a domain controller (MS-ADTS section 6.3.1.2).
const (
	flagWritable uint32 = 0x100
	flagPDC      uint32 = 0x1
	flagGC       uint32 = 0x4
)

// The operation codes of NETLOGON_SAM_LOGON_RESPONSE_EX, with and without a
// known user (MS-ADTS section 6.3.1.3).
const (
	opSAMLogonResponseEx    = 23
	opSAMUserUnknownEx      = 25
	pingVersion5WithNetBIOS = "\x06\x00\x00\x00"
)

const attrNetLogon = "NetLogon"

func pingFilter(domain string) filter {
	return allOf(equals("DnsDomain", domain), equals("NtVer", pingVersion5WithNetBIOS))
}

// readPing asks for the NetLogon attribute over LDAPS. It is extra knowledge:
// a server that does not answer it is no fault.
func readPing(ctx context.Context, s *session, domain string) ping {
	e, err := s.readOne(ctx, query{attrs: []string{attrNetLogon}, filter: pingFilter(domain)})
	if err != nil {
		return ping{}
	}
	p, err := parsePing(e.GetEqualFoldRawAttributeValue(attrNetLogon))
	if err != nil {
		return ping{}
	}
	return p
}

var errPing = errors.New("not an answer to an LDAP ping")

// parsePing reads NETLOGON_SAM_LOGON_RESPONSE_EX (MS-ADTS section 6.3.1.9).
func parsePing(b []byte) (ping, error) {
	const header = 2 + 2 + 4 + 16
	if len(b) < header {
		return ping{}, errPing
	}
	if op := binary.LittleEndian.Uint16(b); op != opSAMLogonResponseEx && op != opSAMUserUnknownEx {
		return ping{}, errPing
	}
	p := ping{Flags: binary.LittleEndian.Uint32(b[4:]), DomainGUID: hex.EncodeToString(b[8:24])}
	var names [8]string // forest, domain, host, NetBIOS domain, NetBIOS host, user, site, client's site
	at := header
	for i := range names {
		var err error
		if names[i], at, err = compressedName(b, at); err != nil {
			return ping{}, err
		}
		names[i] = check.Clean(names[i])
	}
	p.Forest, p.Names, p.Site = names[0], DomainNames{DNS: strings.ToLower(names[1]), NetBIOS: names[3]}, names[6]
	p.ClientSite = names[7]
	return p, nil
}

// compressedName reads a name in the form of DNS messages (RFC 1035 section
// 4.1.4) and returns where the next one begins. A pointer may only point
// backwards, so that reading ends.
func compressedName(b []byte, at int) (string, int, error) {
	var labels []string
	next := -1 // behind the first pointer
	for limit := at; ; {
		if at >= len(b) {
			return "", 0, errPing
		}
		n := int(b[at])
		switch {
		case n == 0:
			if next < 0 {
				next = at + 1
			}
			return strings.Join(labels, "."), next, nil
		case n&0xC0 == 0xC0:
			if at+1 >= len(b) {
				return "", 0, errPing
			}
			if next < 0 {
				next = at + 2
			}
			target := (n&0x3F)<<8 | int(b[at+1])
			if target >= limit {
				return "", 0, errPing
			}
			at, limit = target, target
		case n&0xC0 != 0 || at+1+n > len(b) || len(labels) > 100:
			return "", 0, errPing
		default:
			labels = append(labels, string(b[at+1:at+1+n]))
			at += 1 + n
		}
	}
}
