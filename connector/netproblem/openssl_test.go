package netproblem_test

import (
	"bufio"
	"context"
	"crypto/x509"
	"encoding/pem"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// TestOpenSSL meets another implementation of TLS than Go's, with settings that
// Go's cannot have. It is skipped where there is no openssl.
func TestOpenSSL(t *testing.T) {
	program, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("NOT RUN: openssl is not installed: install it to compare with its TLS (apt-get install openssl)")
	}
	ca := root(t, "Corp Root CA", current)
	dc := leafWith(t, ca, rsaKey(t, 2048), current)
	const every = "ALL:@SECLEVEL=0"
	for _, tc := range []struct {
		name string
		args []string
		want check.Code // empty for an accepted certificate
		says string
	}{
		{"as it comes", nil, "", ""},
		{"TLS 1.3 only", []string{"-tls1_3"}, "", ""},
		{"TLS 1.2 only", []string{"-tls1_2"}, "", ""},
		{"TLS 1.1 only", []string{"-tls1_1", "-cipher", every}, "tls.old-version", "offers only TLS 1.1"},
		{"TLS 1.0 only", []string{"-tls1", "-cipher", every}, "tls.old-version", "offers only TLS 1.0"},
		{"RSA key exchange only", []string{"-tls1_2", "-cipher", "AES128-SHA"}, "tls.no-common-cipher", "(TLS_RSA_WITH_AES_128_CBC_SHA)"},
		{"RSA key exchange with SHA-256 only", []string{"-tls1_2", "-cipher", "AES256-SHA256"}, "tls.no-common-cipher", "(TLS_RSA_WITH_AES_256_CBC_SHA256)"},
		{"DHE only", []string{"-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"}, "tls.no-common-cipher", "(TLS_DHE_RSA_WITH_AES_128_GCM_SHA256)"},
		{"CBC with SHA-384 only", []string{"-tls1_2", "-cipher", "ECDHE-RSA-AES256-SHA384"}, "tls.no-common-cipher", "(TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384)"},
		{"CCM in TLS 1.3 only", []string{"-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256"}, "tls.no-common-cipher", "no encryption in common"},
		{"CBC with ECDHE, which is still offered", []string{"-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA"}, "", ""},
		{"wants a certificate of the client", []string{"-tls1_2", "-Verify", "1"}, "tls.client-certificate", "demands a certificate of the client"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := openSSL(t, program, dc, tc.args...)
			ctx := shortly(t)
			raw, err := s.dial(ctx)
			if err != nil {
				t.Fatal(err)
			}
			e := netproblem.Expect{Name: dc1Name, Roots: pool(ca)}
			conn, v, err := netproblem.Handshake(ctx, raw, e)
			if conn != nil {
				defer conn.Close()
			}
			if tc.want == "" {
				if err != nil || !v.OK() {
					t.Errorf("Handshake = %v, %v", v.Problems, err)
				}
				return
			}
			got, chain := netproblem.Diagnose(ctx, s.dial, s.peer(), err)
			if got.Code != tc.want || !strings.Contains(got.Detail.String(), tc.says) || !netproblem.SpeaksTLS(got) {
				t.Errorf("Diagnose(%v) = %v, want %s and %q", err, got, tc.want, tc.says)
			}
			if sent := len(chain) > 0 && chain[0].Equal(dc.cert); !sent && tc.says != "no encryption in common" {
				t.Errorf("Diagnose saw %d certificates, want the one of the host", len(chain))
			}
		})
	}
}

// openSSL starts an openssl s_server; it has ended with the test.
func openSSL(t *testing.T, program string, host entity, args ...string) *server {
	t.Helper()
	cert, key := filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	der, err := x509.MarshalPKCS8PrivateKey(host.key)
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string][]byte{cert: pemOf(host), key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	run := exec.CommandContext(ctx, program, append([]string{"s_server", "-accept", "127.0.0.1:0", "-cert", cert, "-key", key}, args...)...)
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run.StdinPipe(); err != nil { // s_server ends its connections with its input
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = run.Wait() })
	return &server{addr: listening(t, bufio.NewScanner(out))}
}

// listening reads the address that s_server announces: "ACCEPT 127.0.0.1:4433".
func listening(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	for lines.Scan() {
		addr, ok := strings.CutPrefix(lines.Text(), "ACCEPT ")
		if _, _, err := net.SplitHostPort(addr); ok && err == nil {
			return addr
		}
	}
	t.Fatalf("openssl s_server did not say where it listens: %v", lines.Err())
	return ""
}
