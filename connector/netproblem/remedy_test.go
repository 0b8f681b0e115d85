package netproblem_test

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

func TestRecipes(t *testing.T) {
	for _, tc := range []struct {
		code  check.Code
		peer  netproblem.Peer
		who   check.Who
		holds string // part of some step or command
	}{
		{"tls.closed", dc1, check.PKI, "Get-Certificate -Template KerberosAuthentication"},
		{"tls.closed", dc1, check.PKI, "renewServerCertificate"},
		{"tls.closed", dc1, check.PKI, "No restart is needed"},
		{"tls.self-signed", dc1, check.PKI, "Subject Alternative Name"},
		{"tls.no-san", dc1, check.PKI, "Add-CATemplate"},
		{"tls.wrong-name", dc1, check.PKI, "On dc1.corp.example.com"},
		{"tls.expired", dc1, check.PKI, "automatic enrollment"},
		{"tls.expires-soon", dc1, check.PKI, "automatic enrollment"},
		{"tls.wrong-usage", dc1, check.PKI, "Server Authentication"},
		{"tls.weak-key", dc1, check.PKI, "Get-Certificate"},
		{"tls.unreadable", dc1, check.PKI, "Get-Certificate"},
		{"tls.unknown-ca", dc1, check.PKI, "Trusted Root Certification Authorities"},
		{"tls.unknown-ca", dc1, check.PKI, "certutil -ca.cert"},
		{"tls.bad-chain", dc1, check.PKI, "certutil -ca.cert"},
		{"tls.weak-signature", dc1, check.PKI, "CNGHashAlgorithm SHA256"},
		{"tls.old-version", dc1, check.AD, `TLS 1.2\Server`},
		{"tls.no-common-cipher", dc1, check.AD, "Enable-TlsCipherSuite"},
		{"net.refused", dc1, check.Network, "-LocalPort 636"},
		{"net.timeout", dc1, check.Network, "Test-NetConnection -ComputerName 'dc1.corp.example.com' -Port 636"},
		{"net.unreachable", dc1, check.Network, "from this computer to dc1.corp.example.com"},
		{"net.proxy", exchange, check.Network, "outlook.office365.com"},
		{"tls.inspected", exchange, check.Network, "exempt it from TLS inspection"},
	} {
		r, ok := netproblem.RecipeFor(tc.code, tc.peer)
		if !ok || r.Who != tc.who {
			t.Errorf("RecipeFor(%s) = %v, %q, want %q", tc.code, ok, r.Who, tc.who)
			continue
		}
		if sheet := written(t, r); !strings.Contains(sheet, tc.holds) {
			t.Errorf("RecipeFor(%s) does not hold %q:\n%s", tc.code, tc.holds, sheet)
		}
	}
	for _, code := range []check.Code{"net.unknown-host", "tls.not-tls", "tls.pin-changed", "ldap.wrong-password"} {
		if r, ok := netproblem.RecipeFor(code, dc1); ok {
			t.Errorf("RecipeFor(%s) = %v, want none", code, r.Title)
		}
	}
	if r, ok := netproblem.RecipeFor("tls.weak-signature", exchange); ok {
		t.Errorf("RecipeFor(weak-signature) for Microsoft = %v, want none", r.Title)
	}
}

// written draws the recipe and holds what every recipe owes its reader.
func written(t *testing.T, r netproblem.Recipe) string {
	t.Helper()
	lines := []string{r.Title.String(), r.Why.String()}
	for _, s := range r.Steps {
		lines = append(lines, s.Do.String(), s.Command, s.Expect.String())
		if strings.Contains(s.Command, "\n") {
			t.Errorf("%s: more than one line: %q", r.Title, s.Command)
		}
	}
	sheet := strings.Join(lines, "\n")
	for _, never := range []string{"{{", "<no value>", "SkipCertificateCheck", "TrustAllCert", "LDAPTLS_REQCERT", "port 389", "dsacls"} {
		if strings.Contains(sheet, never) {
			t.Errorf("%s: holds %q", r.Title, never)
		}
	}
	return sheet
}

// TestCommandsQuoteTheirValues lets a hostile host name into the commands.
func TestCommandsQuoteTheirValues(t *testing.T) {
	for host, want := range map[string]string{
		"dc1'; Remove-Item C:\\ -Recurse; '": `'dc1''; Remove-Item C:\ -Recurse; '''`,
		"dc1’; calc; ‘":                      `'dc1’’; calc; ‘‘'`,
		"$(calc)":                            `'$(calc)'`,
		"a\nb":                               `'a b'`,
	} {
		r, _ := netproblem.RecipeFor("net.refused", netproblem.Peer{Host: host, Port: 636})
		if got := r.Steps[0].Command; got != "Test-NetConnection -ComputerName "+want+" -Port 636" {
			t.Errorf("command for %q = %s, want %s", host, got, want)
		}
	}
}
