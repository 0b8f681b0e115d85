package adtest

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
)

// signedCertificate is the outer shape of RFC 5280 section 4.1. The parts of the TBS certificate stay raw.
type signedCertificate struct {
	TBS       asn1.RawValue
	Algorithm pkix.AlgorithmIdentifier
	Signature asn1.BitString
}

// negateSerial gives an issued certificate a negative serial number and signs it again with the issuer's RSA key
// and SHA-256. crypto/x509 refuses to make such a certificate (and to read it), so the bytes are edited.
func negateSerial(der []byte, issuerKey crypto.Signer) ([]byte, error) {
	var outer signedCertificate
	if _, err := asn1.Unmarshal(der, &outer); err != nil {
		return nil, fmt.Errorf("read certificate: %w", err)
	}
	var parts []asn1.RawValue // [0] version, [1] serial number, …
	if _, err := asn1.Unmarshal(outer.TBS.FullBytes, &parts); err != nil {
		return nil, fmt.Errorf("read TBS certificate: %w", err)
	}
	serial, err := asn1.Marshal(big.NewInt(-0x3344556677))
	if err != nil {
		return nil, err
	}
	parts[1] = asn1.RawValue{FullBytes: serial}
	tbs, err := asn1.Marshal(parts)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(tbs)
	signature, err := issuerKey.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	outer.TBS = asn1.RawValue{FullBytes: tbs}
	outer.Signature = asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}
	return asn1.Marshal(outer)
}
