package ldapsim

import (
	"encoding/binary"
	"strings"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"
)

// Host is what one domain controller says of itself.
type Host struct {
	// Name is the short name: "dc1".
	Name string
	// Capabilities replaces supportedCapabilities when it is not nil.
	Capabilities []string
	// Unsynchronized says that replication has not ended.
	Unsynchronized bool
	// ReadOnly makes it a read-only domain controller.
	ReadOnly bool
	// Skew is how far its clock is ahead.
	Skew time.Duration
}

// Capabilities, MS-ADTS 3.1.1.3.4.3.
const (
	capActiveDirectory = "1.2.840.113556.1.4.800"
	capPartialSecrets  = "1.2.840.113556.1.4.1920"
)

var capabilities = []string{capActiveDirectory, "1.2.840.113556.1.4.1670", "1.2.840.113556.1.4.1791",
	"1.2.840.113556.1.4.1935", "1.2.840.113556.1.4.2080", "1.2.840.113556.1.4.2237"}

// fqdn is the full name of the host in its domain.
func (h Host) fqdn(d *Directory) string { return strings.ToLower(h.Name) + "." + d.dns }

// serverDN is the object of the host below its site.
func (h Host) serverDN(d *Directory) string {
	return "CN=" + strings.ToUpper(h.Name) + ",CN=Servers,CN=" + siteName + ",CN=Sites,CN=Configuration," + d.base.String()
}

const siteName = "Default-First-Site-Name"

// rootDSE returns the attributes of the root, by lower-case name, MS-ADTS
// 3.1.1.3.2. operational ones come only when they are named.
func (s *session) rootDSE(asked *ber.Packet) (all []values, operational []values) {
	d, h := s.site.Directory, s.site.Host
	base := d.base.String()
	config := "CN=Configuration," + base
	can := h.Capabilities
	if can == nil {
		can = capabilities
		if h.ReadOnly {
			can = append(can[:len(can):len(can)], capPartialSecrets)
		}
	}
	all = []values{
		{"currentTime", []string{s.now().UTC().Format("20060102150405") + ".0Z"}},
		{"subschemaSubentry", []string{"CN=Aggregate,CN=Schema," + config}},
		{"dsServiceName", []string{"CN=NTDS Settings," + h.serverDN(d)}},
		{"namingContexts", []string{base, config, "CN=Schema," + config, "DC=DomainDnsZones," + base, "DC=ForestDnsZones," + base}},
		{"defaultNamingContext", []string{base}},
		{"schemaNamingContext", []string{"CN=Schema," + config}},
		{"configurationNamingContext", []string{config}},
		{"rootDomainNamingContext", []string{base}},
		{"supportedControl", supportedControls},
		{"supportedLDAPVersion", []string{"3", "2"}},
		{"supportedLDAPPolicies", []string{"MaxPageSize", "MaxValRange", "MaxQueryDuration"}},
		{"highestCommittedUSN", []string{"32768"}},
		{"supportedSASLMechanisms", []string{"GSSAPI", "GSS-SPNEGO", "EXTERNAL", "DIGEST-MD5"}},
		{"dnsHostName", []string{h.fqdn(d)}},
		{"ldapServiceName", []string{d.dns + ":" + strings.ToLower(h.Name) + "$@" + strings.ToUpper(d.dns)}},
		{"serverName", []string{h.serverDN(d)}},
		{"supportedCapabilities", can},
		{"isSynchronized", []string{boolean(!h.Unsynchronized)}},
		{"isGlobalCatalogReady", []string{"TRUE"}},
		{"domainFunctionality", []string{"7"}},
		{"forestFunctionality", []string{"7"}},
		{"domainControllerFunctionality", []string{"7"}},
	}
	operational = []values{
		{"tokenGroups", binarySIDs(d.tokenOf(s.bound))},
		{"supportedExtension", []string{oidStartTLS, oidWhoAmI}},
	}
	if s.bound != nil {
		operational = append(operational, values{"msDS-PrincipalName", view{d, s, s.bound}.principalName()})
	}
	if s.asksPing(asked) {
		operational = append(operational, values{"NetLogon", []string{s.ping()}})
	}
	return all, operational
}

func boolean(b bool) string {
	if b {
		return "TRUE"
	}
	return "FALSE"
}

// asksPing reports whether a filter is an LDAP ping for this domain, MS-ADTS
// 6.3.3.1.
func (s *session) asksPing(filter *ber.Packet) bool {
	if filter == nil || filter.Tag != filterAnd {
		return false
	}
	for _, part := range filter.Children {
		if part.Tag == filterEqual && strings.EqualFold(text(child(part, 0)), "DnsDomain") {
			return same(strings.TrimSuffix(text(child(part, 1)), "."), s.site.Directory.dns)
		}
	}
	return false
}

// Flags of a domain controller, MS-ADTS 6.3.1.2.
const (
	pingPDC      = 0x1
	pingServes   = 0x4 | 0x8 | 0x10 | 0x20 | 0x40 | 0x80 | 0x200 // GC, LDAP, DS, KDC, time, closest, good time
	pingWritable = 0x100
	pingDNSNames = 0xE0000000
)

// ping is NETLOGON_SAM_LOGON_RESPONSE_EX, MS-ADTS 6.3.1.9.
func (s *session) ping() string {
	d, h := s.site.Directory, s.site.Host
	flags := uint32(pingServes | pingDNSNames)
	if !h.ReadOnly {
		flags |= pingWritable
	}
	if strings.EqualFold(h.Name, "dc1") {
		flags |= pingPDC
	}
	b := binary.LittleEndian.AppendUint16(nil, 23) // LOGON_SAM_LOGON_RESPONSE_EX
	b = binary.LittleEndian.AppendUint16(b, 0)
	b = binary.LittleEndian.AppendUint32(b, flags)
	id := guidOf(d.base)
	b = append(b, id[:]...)
	for _, name := range []string{d.dns, d.dns, h.fqdn(d), d.domain.NetBIOS, strings.ToUpper(h.Name), "", siteName, siteName} {
		b = appendLabels(b, name)
	}
	b = binary.LittleEndian.AppendUint32(b, 5) // NETLOGON_NT_VERSION_1 | 5EX
	return string(append(b, 0xFF, 0xFF, 0xFF, 0xFF))
}

// appendLabels writes a name as DNS does, RFC 1035 section 3.1.
func appendLabels(b []byte, name string) []byte {
	if name != "" {
		for label := range strings.SplitSeq(name, ".") {
			b = append(append(b, byte(len(label))), label...)
		}
	}
	return append(b, 0)
}
