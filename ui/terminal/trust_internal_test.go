package terminal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hire2retire-setup/connector/setup"
)

// authority is a certificate that may issue others, as DER.
func authority(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestReadAuthorities(t *testing.T) {
	der := authority(t)
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	folder := t.TempDir()
	for _, tc := range []struct {
		name string
		data []byte
		want string // in what is read
	}{
		{"ca.pem", text, "-----BEGIN CERTIFICATE-----"},
		{"ca.cer", der, "-----BEGIN CERTIFICATE-----"},
		{"notes.txt", []byte("no certificate"), ""},
		{"empty.pem", nil, ""},
		{"huge.pem", append(bytes.Repeat([]byte("\n"), maxFile), text...), ""},
	} {
		path := filepath.Join(folder, tc.name)
		if err := os.WriteFile(path, tc.data, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := authoritiesIn(path)
		if (err != nil) != (tc.want == "") || !strings.Contains(got, tc.want) {
			t.Errorf("authoritiesIn(%s) = %.40q, %v, want %q", tc.name, got, err, tc.want)
		}
	}
	if data, err := readFile("", ""); data != nil || err != nil {
		t.Errorf("readFile of nothing = %q, %v", data, err)
	}
	if _, err := readFile(folder, ""); err == nil || !strings.Contains(why(err).String(), "cannot be read") {
		t.Errorf("readFile of a folder = %v", err)
	}
}

func authoritiesIn(path string) (string, error) {
	data, err := readFile(path, setup.FieldCA)
	if err != nil {
		return "", err
	}
	pem, _, err := setup.ReadAuthorities(path, data)
	return pem, err
}
