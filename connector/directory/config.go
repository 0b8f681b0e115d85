package directory

import (
	"context"
	"net"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// DefaultTimeout is how long one host may take to answer without credentials,
// and each operation after that.
const DefaultTimeout = 10 * time.Second

// LookupHost resolves a name to addresses, like net.Resolver.LookupHost.
type LookupHost func(ctx context.Context, name string) ([]string, error)

// Dial opens a connection to an address, like net.Dialer.DialContext.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// Trust is what is trusted beside the certificate store of this computer.
type Trust struct {
	// CA holds certificates (PEM or DER) that are added to the store.
	CA []byte `json:"ca,omitempty"`
	// CAFile is the name of the file they came from, as it is shown.
	CAFile string `json:"caFile,omitempty"`
	// Pins are keys of single hosts, by Host.Name. A pin replaces chain and
	// name, never dates or TLS 1.2.
	Pins map[string]netproblem.Pin `json:"pins,omitempty"`
}

// Config says which directory to look at, and how. The zero values of what is
// not typed are useful.
type Config struct {
	// Hosts are domain controllers of one domain, in the order in which they
	// are used.
	Hosts []Host
	// BaseDN and Username are as they were typed.
	BaseDN   string
	Username string
	Trust    Trust
	// UserOUs and GroupOUs are the DNs in which the platform will manage users
	// and the membership of groups.
	UserOUs, GroupOUs []string
	// Timeout limits one host's whole credential-free probe, second looks
	// included, and each later operation; zero means DefaultTimeout.
	Timeout time.Duration
	// Guard remembers refused passwords from one Inspection to the next; nil
	// remembers for one Inspection only.
	Guard *Guard
	// LookupHost, Dial and Now stand in for the resolver, the dialler and the
	// clock of this computer when they are not nil.
	LookupHost LookupHost
	Dial       Dial
	Now        func() time.Time
	// Operator returns the user principal name of who is signed in to this
	// computer, or nothing; nil asks the computer.
	Operator func() string
}

// Validate judges everything that can be judged without a network: the same
// rules as the parsers of the fields. What it returns cannot be used; notices
// come from the parsers.
func (c Config) Validate() check.Problems {
	var problems check.Problems
	add := func(err error, field string) {
		if p, ok := err.(*check.Problem); ok {
			q := *p
			q.Advice.Field = field
			problems = append(problems, &q)
		}
	}
	if len(c.Hosts) == 0 {
		add(noHost(), FieldHosts)
	}
	for _, h := range c.Hosts {
		_, _, err := ParseHost(h.Name, DefaultPort)
		add(err, FieldHosts)
		if p := h.judgeServerName(); p != nil && h.VerifyAs != "" {
			add(p, FieldVerifyAs)
		}
		_, _, err = judgePort(h.Port, FieldPort)
		add(err, FieldPort)
	}
	_, err := c.addedCAs()
	add(err, FieldCA)
	_, _, err = ParseDN(c.BaseDN)
	add(err, FieldBaseDN)
	_, _, err = ParseUsername(c.Username, DomainNames{})
	add(err, FieldUsername)
	for field, ous := range map[string][]string{FieldUserOUs: c.UserOUs, FieldGroupOUs: c.GroupOUs} {
		for _, ou := range ous {
			_, _, err := ParseDN(ou)
			add(err, field)
		}
	}
	return problems
}

// addedCAs reads Trust.CA.
func (c Config) addedCAs() ([]netproblem.CA, error) {
	if strings.TrimSpace(string(c.Trust.CA)) == "" {
		return nil, nil
	}
	name := c.Trust.CAFile
	if name == "" {
		name = "ca.pem"
	}
	ca, err := netproblem.ReadCA(name, c.Trust.CA)
	if err != nil {
		return nil, err
	}
	return []netproblem.CA{ca}, nil
}

// withDefaults fills what has a useful zero value.
func (c Config) withDefaults() Config {
	if c.Timeout <= 0 {
		c.Timeout = DefaultTimeout
	}
	if c.LookupHost == nil {
		c.LookupHost = net.DefaultResolver.LookupHost
	}
	if c.Dial == nil {
		c.Dial = (&net.Dialer{}).DialContext
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Operator == nil {
		c.Operator = ownUPN
	}
	if c.Guard == nil {
		c.Guard = NewGuard()
	}
	return c
}
