package netproblem

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
)

// distinguished returns the name in raw, a Subject or an Issuer, as RFC 4514
// writes it and fit to be shown. pkix.Name.String prints the domain components
// in the name of every AD CS authority as hexadecimal, which no admin
// recognises.
func distinguished(raw []byte) string {
	var sequence pkix.RDNSequence
	if _, err := asn1.Unmarshal(raw, &sequence); err != nil {
		return ""
	}
	slices.Reverse(sequence)
	var parts []string
	for _, set := range sequence {
		for _, attribute := range set {
			parts = append(parts, attributeName(attribute.Type)+"="+escapeValue(fmt.Sprint(attribute.Value)))
		}
	}
	return check.Clean(strings.Join(parts, ","))
}

// attributeNames are the short names of RFC 4514, section 3, and the e-mail
// address of PKCS #9.
var attributeNames = map[string]string{
	"2.5.4.3": "CN", "2.5.4.5": "serialNumber", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.9": "street",
	"2.5.4.10": "O", "2.5.4.11": "OU", "0.9.2342.19200300.100.1.25": "DC", "0.9.2342.19200300.100.1.1": "UID",
	"1.2.840.113549.1.9.1": "E",
}

func attributeName(oid asn1.ObjectIdentifier) string {
	if name, ok := attributeNames[oid.String()]; ok {
		return name
	}
	return oid.String()
}

var escaper = strings.NewReplacer(`\`, `\\`, ",", `\,`, "+", `\+`, `"`, `\"`, "<", `\<`, ">", `\>`, ";", `\;`)

func escapeValue(s string) string { return escaper.Replace(s) }
