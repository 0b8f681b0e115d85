package directory

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
)

// Attributes of the rootDSE (MS-ADTS section 3.1.1.3.2).
const (
	attrDefaultNC    = "defaultNamingContext"
	attrNCs          = "namingContexts"
	attrRootDomainNC = "rootDomainNamingContext"
	attrConfigNC     = "configurationNamingContext"
	attrSchemaNC     = "schemaNamingContext"
	attrDNSHostName  = "dnsHostName"
	attrDSService    = "dsServiceName"
	attrServerName   = "serverName"
	attrCapabilities = "supportedCapabilities"
	attrSynchronized = "isSynchronized"
	attrCurrentTime  = "currentTime"
	attrTokenGroups  = "tokenGroups"
	attrPrincipal    = "msDS-PrincipalName"
)

// Capabilities (MS-ADTS section 3.1.1.3.4.3).
const (
	capActiveDirectory = "1.2.840.113556.1.4.800"
	capADLDS           = "1.2.840.113556.1.4.1851"
	capPartialSecrets  = "1.2.840.113556.1.4.1920" // a read-only domain controller
)

// rootDSE is what a domain controller says of itself to anybody.
type rootDSE struct {
	DefaultNC, RootDomainNC, ConfigNC, SchemaNC DN
	NCs                                         []DN
	DNSHostName                                 string
	DSService, ServerName                       DN // its settings, and the server object above them
	Capabilities                                []string
	Synchronized, SyncKnown                     bool
	// Time is the clock of the DC; Skew is how far it is ahead of ours, with
	// half of the round trip taken off. Both are zero when it did not say.
	Time time.Time
	Skew time.Duration
	// Took is one round trip.
	Took time.Duration
}

// readRootDSE asks for it without credentials.
func readRootDSE(ctx context.Context, s *session, now func() time.Time) (rootDSE, error) {
	began := now()
	e, err := s.read(ctx, "", attrDefaultNC, attrNCs, attrRootDomainNC, attrConfigNC, attrSchemaNC, attrDNSHostName, attrDSService, attrServerName, attrCapabilities, attrSynchronized, attrCurrentTime)
	if err != nil {
		return rootDSE{}, err
	}
	r := parseRootDSE(e)
	r.Took = now().Sub(began)
	if !r.Time.IsZero() {
		r.Skew = r.Time.Sub(began.Add(r.Took / 2))
	}
	return r, nil
}

func parseRootDSE(e *ldap.Entry) rootDSE {
	r := rootDSE{
		DefaultNC: fromServer(value(e, attrDefaultNC)), RootDomainNC: fromServer(value(e, attrRootDomainNC)),
		ConfigNC: fromServer(value(e, attrConfigNC)), SchemaNC: fromServer(value(e, attrSchemaNC)),
		DNSHostName: check.Clean(strings.ToLower(value(e, attrDNSHostName))), DSService: fromServer(value(e, attrDSService)),
		ServerName:   fromServer(value(e, attrServerName)),
		Capabilities: values(e, attrCapabilities),
	}
	for _, nc := range values(e, attrNCs) {
		r.NCs = append(r.NCs, fromServer(nc))
	}
	r.Synchronized, r.SyncKnown = truth(e, attrSynchronized)
	r.Time = generalizedTime(value(e, attrCurrentTime))
	return r
}

// generalizedTime reads the UTC form that domain controllers use; zero when it
// is something else.
func generalizedTime(s string) time.Time {
	t, err := time.Parse("20060102150405.0Z", s)
	if err != nil {
		return time.Time{}
	}
	return t
}

// identity is the same for every name, address and port of one domain
// controller: its server object, or its own name if it tells no more.
func (r rootDSE) identity() string {
	switch {
	case !r.DSService.IsZero() && len(r.DSService.rdns) > 1:
		return strings.ToLower(DN{rdns: r.DSService.rdns[1:]}.String())
	case !r.ServerName.IsZero():
		return strings.ToLower(DN{rdns: r.ServerName.rdns}.String())
	}
	return r.DNSHostName
}

func (r rootDSE) can(capability string) bool { return slices.Contains(r.Capabilities, capability) }

// context returns the naming context of this domain controller that d is in:
// the one with the most parts, because the configuration lies below the domain.
func (r rootDSE) context(d DN) (DN, bool) {
	var best DN
	for _, nc := range r.NCs {
		if d.Under(nc) && len(nc.rdns) > len(best.rdns) {
			best = nc
		}
	}
	return best, !best.IsZero()
}
