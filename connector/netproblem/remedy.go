package netproblem

import (
	"fmt"

	"hire2retire-setup/connector/check"
)

// Recipe is the whole cure of a fault, for the team that has to apply it: what
// goes on a hand-over sheet. The Advice of a problem is its first line. No
// recipe ever makes the connection work by verifying less.
type Recipe struct {
	Who   check.Who
	Title check.Text
	// Why says what stays broken without it.
	Why   check.Text
	Steps []Step
	// Source is the page of the vendor that describes the same.
	Source string
}

// Step is one thing to do.
type Step struct {
	Do check.Text
	// Command is one line of PowerShell, empty for what is done by hand.
	Command string
	// Expect is what is seen when it worked; it may be empty.
	Expect check.Text
}

// RecipeFor returns the recipe against a fault of peer, and whether there is
// one: some faults, such as a wrong port, are cured at the keyboard.
func RecipeFor(code check.Code, peer Peer) (Recipe, bool) {
	if peer.System == Microsoft {
		return microsoftRecipe(code, peer)
	}
	switch code {
	case Closed, SelfSigned, NoSAN, WrongName, Expired, ExpiresSoon, WrongUsage, WeakKey, Unreadable:
		return newCertificate(peer), true
	case UnknownCA, BadChain:
		return trustCA(), true
	case WeakSignature:
		return strongSignature(peer), true
	case OldVersion, NoCommonCipher:
		return modernTLS(peer), true
	case Refused, Timeout, Unreachable, Blocked:
		return openPort(peer), true
	}
	return Recipe{}, false
}

// The commands that also stand in the advice of a problem. They hold no values
// of ours and only look, except enroll, renewCA and signSHA2.
const (
	list     = `Get-ChildItem Cert:\LocalMachine\My | Format-List Subject, DnsNameList, EnhancedKeyUsageList, Issuer, NotAfter, HasPrivateKey`
	enroll   = `Get-Certificate -Template KerberosAuthentication -CertStoreLocation Cert:\LocalMachine\My`
	renewCA  = `certutil -renewCert ReuseKeys`
	exportCA = `certutil -ca.cert ca.cer`
	signSHA2 = `certutil -setreg ca\csp\CNGHashAlgorithm SHA256`
	suites   = `Get-TlsCipherSuite | Format-Table Name`
	tls12    = `Get-ItemProperty 'HKLM:\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Server'`
)

// newCertificate is the cure for most faults of LDAPS. The requirements are
// those of KB 321051; renewServerCertificate is described in MS-ADTS, section
// 3.1.1.3.3.22.
func newCertificate(peer Peer) Recipe {
	host := peer.Host
	return Recipe{
		Who:    check.PKI,
		Title:  check.T("remedy.certificate", "Give {{.host}} a certificate for LDAPS", "host", host),
		Why:    check.T("remedy.certificate.why", "A domain controller speaks LDAPS only with a certificate that has its full name in the Subject Alternative Name, the usage Server Authentication, a private key, valid dates, and an issuer that the other side trusts."),
		Source: "https://learn.microsoft.com/troubleshoot/windows-server/active-directory/enable-ldap-over-ssl-3rd-certification-authority",
		Steps: []Step{
			{Do: check.T("remedy.certificate.list", "On {{.host}}, in PowerShell as administrator, look at the certificates that it has.", "host", host), Command: list,
				Expect: check.T("remedy.certificate.list.expect", "Nothing, or a certificate that misses one of the requirements above.")},
			{Do: check.T("remedy.certificate.ntds", "Look into the store of the directory service as well: a certificate there is used before all others."),
				Command: `Get-ChildItem 'HKLM:\SOFTWARE\Microsoft\Cryptography\Services\NTDS\SystemCertificates\My\Certificates'`,
				Expect:  check.T("remedy.certificate.ntds.expect", "Usually an error, because the store does not exist. If it lists a thumbprint, replace that certificate.")},
			{Do: check.T("remedy.certificate.template", "On the CA (Active Directory Certificate Services, type Enterprise), offer the template Kerberos Authentication. Without such a CA, order a certificate with the same properties from the CA you have."),
				Command: `Add-CATemplate -Name KerberosAuthentication`},
			{Do: check.T("remedy.certificate.enroll", "On {{.host}}, request the certificate.", "host", host), Command: enroll,
				Expect: check.T("remedy.certificate.enroll.expect", "Status: Issued.")},
			{Do: check.T("remedy.certificate.reload", "On {{.host}}, let the directory service take it up. No restart is needed.", "host", host),
				Command: `$dse = [adsi]'LDAP://localhost/rootDSE'; [void]$dse.Properties['renewServerCertificate'].Add(1); $dse.CommitChanges()`,
				Expect:  check.T("remedy.certificate.reload.expect", "No output, and event 1221 in the Directory Service log: LDAP over SSL is available.")},
			{Do: check.T("remedy.certificate.renew", "Switch automatic enrollment on for the domain controllers by group policy (Computer Configuration, Windows Settings, Security Settings, Public Key Policies), so that it renews itself. Do the same on every domain controller of the list.")},
		},
	}
}

func trustCA() Recipe {
	return Recipe{
		Who:    check.PKI,
		Title:  check.T("remedy.ca", "Let this computer trust the CA of the domain controllers"),
		Why:    check.T("remedy.ca.why", "Without the CA's certificate nobody can tell the domain controller from an impostor, and no password is sent."),
		Source: "https://learn.microsoft.com/windows-server/identity/ad-fs/deployment/distribute-certificates-to-client-computers-by-using-group-policy",
		Steps: []Step{
			{Do: check.T("remedy.ca.export", "On the CA, write its certificate to a file. Do this on the root CA, not on an issuing CA below it."), Command: exportCA},
			{Do: check.T("remedy.ca.fingerprint", "Read the fingerprint to the person at this program over the telephone; it has to be the one that is shown here."), Command: `certutil -dump ca.cer`,
				Expect: check.T("remedy.ca.fingerprint.expect", "A line Cert Hash(sha256).")},
			{Do: check.T("remedy.ca.choose", "Choose the file as CA file in this program. That is enough for the set-up.")},
			{Do: check.T("remedy.ca.publish", "For all computers: in a group policy, import the file under Computer Configuration, Policies, Windows Settings, Security Settings, Public Key Policies, Trusted Root Certification Authorities, and then update the policy here."),
				Command: `gpupdate /target:computer`},
			{Do: check.T("remedy.ca.platform", "Keep the file: Hire2Retire needs the same certificate.")},
		},
	}
}

func strongSignature(peer Peer) Recipe {
	return Recipe{
		Who:    check.PKI,
		Title:  check.T("remedy.signature", "Let the CA sign with SHA-256"),
		Why:    check.T("remedy.signature.why", "SHA-1 signatures can be forged, and today's software refuses them."),
		Source: "https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2012-r2-and-2012/dn771627(v=ws.11)",
		Steps: []Step{
			{Do: check.T("remedy.signature.set", "On the CA, set the algorithm. It works only with a key storage provider: a CA with an older cryptographic service provider has to be moved to one first."), Command: signSHA2},
			{Do: check.T("remedy.signature.restart", "On the CA, restart its service."), Command: `Restart-Service CertSvc`},
			{Do: check.T("remedy.signature.enroll", "On {{.host}}, request a new certificate.", "host", peer.Host), Command: enroll,
				Expect: check.T("remedy.signature.enroll.expect", "Status: Issued. The signature algorithm of the new certificate is sha256RSA.")},
		},
	}
}

func modernTLS(peer Peer) Recipe {
	const protocol = `'HKLM:\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Server'`
	return Recipe{
		Who:    check.AD,
		Title:  check.T("remedy.tls", "Enable TLS 1.2 with a current cipher suite on {{.host}}", "host", peer.Host),
		Why:    check.T("remedy.tls.why", "Older encryption can be read by third parties, so no password is sent over it. Windows Server 2012 and newer have TLS 1.2 enabled unless somebody switched it off."),
		Source: "https://learn.microsoft.com/windows-server/security/tls/tls-registry-settings",
		Steps: []Step{
			{Do: check.T("remedy.tls.look", "On {{.host}}, look whether TLS 1.2 was switched off.", "host", peer.Host), Command: tls12,
				Expect: check.T("remedy.tls.look.expect", "An error, because the key does not exist, or Enabled = 1. Enabled = 0 switches it off.")},
			{Do: check.T("remedy.tls.enable", "Switch it on."),
				Command: fmt.Sprintf(`New-Item %s -Force | New-ItemProperty -Name Enabled -Value 1 -PropertyType DWord -Force`, protocol)},
			{Do: check.T("remedy.tls.suites", "Enable a current cipher suite, if none is in the list of Get-TlsCipherSuite."),
				Command: `Enable-TlsCipherSuite -Name TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`},
			{Do: check.T("remedy.tls.restart", "Restart {{.host}} when your rules allow it. If a group policy sets the order of cipher suites, change it there.", "host", peer.Host)},
		},
	}
}

func openPort(peer Peer) Recipe {
	return Recipe{
		Who:   check.Network,
		Title: check.T("remedy.port", "Let this computer reach {{.host}}, TCP port {{.port}}", "host", peer.Host, "port", peer.Port),
		Why:   check.T("remedy.port.why", "LDAPS is one TCP connection from this computer to the domain controller. Nothing has to be opened in the other direction, and nothing to the Internet."),
		Steps: []Step{
			{Do: check.T("remedy.port.test", "On this computer, test the connection."), Command: portTest(peer),
				Expect: check.T("remedy.port.test.expect", "TcpTestSucceeded : True")},
			{Do: check.T("remedy.port.rule", "If it fails, add a rule to the firewalls on the way: from this computer to {{.host}}, TCP port {{.port}}.", "host", peer.Host, "port", peer.Port)},
			{Do: check.T("remedy.port.listen", "If the rule is there, look on {{.host}} whether the directory service listens.", "host", peer.Host),
				Command: fmt.Sprintf(`Get-NetTCPConnection -State Listen -LocalPort %d`, peer.Port),
				Expect:  check.T("remedy.port.listen.expect", "A line with the process of the directory service, lsass.")},
		},
	}
}

// microsoftRecipe is the same for every fault on the way to Microsoft.
func microsoftRecipe(code check.Code, peer Peer) (Recipe, bool) {
	switch code {
	case UnknownHost, Refused, Timeout, Unreachable, Blocked, Interrupted, Proxy, NotTLS, Closed, Inspected, UnknownCA, SelfSigned, WrongName:
		return Recipe{
			Who:    check.Network,
			Title:  check.T("remedy.microsoft", "Let this computer reach {{.host}}, TCP port {{.port}}, without TLS inspection", "host", peer.Host, "port", peer.Port),
			Why:    check.T("remedy.microsoft.why", "The sign-in and the checks of Exchange Online go to Microsoft over HTTPS. Microsoft asks that these addresses are not intercepted."),
			Source: "https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges",
			Steps: []Step{
				{Do: check.T("remedy.microsoft.test", "On this computer, test the connection."), Command: portTest(peer),
					Expect: check.T("remedy.microsoft.test.expect", "TcpTestSucceeded : True, unless a proxy is the only way out")},
				{Do: check.T("remedy.microsoft.allow", "Allow {{.host}} in the firewall or proxy, without a proxy sign-in, and exempt it from TLS inspection.", "host", peer.Host)},
			},
		}, true
	}
	return Recipe{}, false
}
