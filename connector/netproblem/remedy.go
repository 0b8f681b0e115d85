package netproblem

// Commands for a Windows server, each a single line without values of ours.
const (
	list     = `Get-ChildItem Cert:\LocalMachine\My | Format-List Subject, DnsNameList, EnhancedKeyUsageList, Issuer, NotAfter, HasPrivateKey`
	enroll   = `Get-Certificate -Template KerberosAuthentication -CertStoreLocation Cert:\LocalMachine\My`
	suites   = `Get-TlsCipherSuite | Format-Table Name`
	tls12    = `Get-ChildItem 'HKLM:\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols' -Recurse`
	exportCA = `certutil -ca.cert ca.cer`
)
