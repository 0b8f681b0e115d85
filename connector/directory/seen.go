package directory

import (
	"time"

	"hire2retire-setup/connector/netproblem"
)

// Seen is what the network told, for proposals: nothing of it is adopted
// without the admin.
type Seen struct {
	Hosts []SeenHost
	// Domain and BaseDN are those of the domain that the hosts serve; zero
	// before a host has answered.
	Domain DomainNames
	BaseDN DN
	Site   string
}

// SeenHost is what one host told of itself.
type SeenHost struct {
	Host Host
	// Serves means that it is a domain controller whose certificate was
	// accepted.
	Serves bool
	// DNSHostName is its own name, a hint only.
	DNSHostName string
	BaseDN      DN
	Contexts    []DN
	Latency     time.Duration
	// Skew is how far its clock is ahead of this computer's.
	Skew time.Duration
	// Verdict is the judgement of its certificate, accepted or not.
	Verdict netproblem.Verdict
}

// Seen returns what was learned so far. It must not be called while a stage
// runs.
func (i *Inspection) Seen() Seen {
	var s Seen
	for _, d := range i.dcs {
		s.Hosts = append(s.Hosts, SeenHost{Host: d.host, Serves: d.serves, DNSHostName: d.root.DNSHostName, BaseDN: d.root.DefaultNC,
			Contexts: d.root.NCs, Latency: d.root.Took, Skew: d.root.Skew, Verdict: d.verdict})
	}
	if home := i.home(); home != nil {
		s.Domain, s.BaseDN, s.Site = home.domain(), home.root.DefaultNC, home.ping.Site
	}
	return s
}
