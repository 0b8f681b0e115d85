package ldapsim

import (
	"errors"
	"fmt"

	ber "github.com/go-asn1-ber/asn1-ber"
)

var errProtocol = errors.New("not an LDAP message")

// result is how an operation ended, with the words of Active Directory: the
// product reads some of them, and shows the others.
type result struct {
	code      int64
	matched   string
	text      string
	referrals []string
}

// Result codes, RFC 4511 section 4.1.9.
const (
	success                 = 0
	operationsError         = 1
	protocolError           = 2
	sizeLimitExceeded       = 4
	authMethodNotSupported  = 7
	strongerAuthRequired    = 8
	referral                = 10
	unavailableCritical     = 12
	noSuchObject            = 32
	invalidDNSyntax         = 34
	invalidCredentials      = 49
	insufficientAccessRight = 50
	busy                    = 51
	unwillingToPerform      = 53
)

// build is what Active Directory calls itself at the end of its texts, here
// Windows Server 2019. Each text ends in a NUL, as on the wire.
const build = "v4563\x00"

// says is a result in the words of Active Directory: the Windows error, where
// in its source it arose, and what for.
func says(code int64, words string) result { return result{code: code, text: words + build} }

// refused is a bind that failed, with its sub-code in hexadecimal.
func refused(data string) result {
	return says(invalidCredentials, "80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data "+data+", ")
}

func needsBind() result {
	return says(operationsError, "000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, ")
}

func needsTLS() result {
	return says(strongerAuthRequired, `00002028: LdapErr: DSID-0C090254, comment: The server requires binds to turn on integrity checking if SSL\TLS are not already active on the connection, data 0, `)
}

func badMessage() result {
	return says(protocolError, "00000057: LdapErr: DSID-0C0C0107, comment: Error decoding ldap message, data 0, ")
}

func badControl(code int64) result {
	return says(code, "00000057: LdapErr: DSID-0C090B22, comment: Error processing control, data 0, ")
}

func noSuchMethod() result {
	return says(authMethodNotSupported, "00002027: LdapErr: DSID-0C090587, comment: The practice directory knows simple binds only, data 0, ")
}

func noSuchOperation() result {
	return says(protocolError, "0000203D: LdapErr: DSID-0C090D1B, comment: Unknown extended request OID, data 0, ")
}

func secureAlready() result {
	return says(operationsError, "00000000: LdapErr: DSID-0C0910D2, comment: TLS or SSL already in effect, data 0, ")
}

func noCompare() result {
	return says(unwillingToPerform, "00002077: LdapErr: DSID-0C090E4F, comment: The practice directory does not compare, data 0, ")
}

func noObject(best dn) result {
	return result{code: noSuchObject, matched: best.String(),
		text: fmt.Sprintf("0000208D: NameErr: DSID-03100288, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'%s'\n\x00", best)}
}

func badName(name string) result {
	return result{code: invalidDNSyntax,
		text: fmt.Sprintf("0000208F: NameErr: DSID-03100233, problem 2006 (BAD_NAME), data 8350, best match of:\n\t'%s'\n\x00", name)}
}

// elsewhere refers to another domain by the DNS name in the DN.
func elsewhere(name dn) result {
	_, dns := name.domain()
	return result{code: referral, referrals: []string{"ldap://" + dns + "/" + name.String()},
		text: fmt.Sprintf("0000202B: RefErr: DSID-0310078A, data 0, 1 access points\n\tref 1: '%s'\n\x00", dns)}
}

func noRights() result {
	return result{code: insufficientAccessRight, text: "00002098: SecErr: DSID-03150F94, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0\n\x00"}
}

func isBusy() result {
	return result{code: busy, text: "000020EE: SvcErr: DSID-03210A1D, problem 5001 (BUSY), data 0\n\x00"}
}

// packet writes an LDAPResult, RFC 4511 section 4.1.9.
func (r result) packet(tag ber.Tag, more ...*ber.Packet) *ber.Packet {
	p := application(tag, enumerated(r.code), octets(r.matched), octets(r.text))
	if len(r.referrals) > 0 {
		list := ber.Encode(ber.ClassContext, ber.TypeConstructed, 3, nil, "")
		for _, url := range r.referrals {
			list.AppendChild(octets(url))
		}
		p.AppendChild(list)
	}
	return filled(p, more...)
}
