package ldapsim

import (
	"crypto/tls"
	"maps"
	"strconv"
	"strings"
	"time"

	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/practice/ca"
)

// plan is the practice domain before it is built: what faults change.
type plan struct {
	now  time.Time
	base string
	// service are the attributes of the service account that differ from an
	// ordinary one; refuse is its sub-code.
	service map[string]string
	refuse  string
	// memberOf are the groups of the service account, by name.
	memberOf []string
	// refuseProtected refuses the members of Protected Users.
	refuseProtected bool
	// grants are the entries of an OU, by DN; protected are OUs that inherit
	// nothing, missing those that are not there.
	grants             map[string][]ntsd.ACE
	protected, missing map[string]bool
	// admins is how many contractors were administrators once: their lists are
	// kept by AdminSDHolder and inherit nothing.
	admins int
	hosts  []*hostPlan
}

// hostPlan is one domain controller before it is built.
type hostPlan struct {
	name string
	host Host
	leaf ca.Leaf
	// other issues the certificate instead of the authority of the practice.
	other             *ca.Authority
	tls               func(*tls.Config)
	door              Door
	plaintext         bool // speaks LDAP without TLS on the LDAPS port
	hook              Hook
	foreign           bool // serves another domain
	unknown, mute, no bool // not in DNS, answers no packet, refuses
}

// passwordAge is how long passwords are good in the practice.
const passwordAge = 180 * 24 * time.Hour

// servers are the two sites of one domain controller.
type servers struct{ secure, plain Site }

func (w *World) build(faults []string) (map[string]servers, error) {
	p := newPlan(w.now())
	if err := p.put(faults); err != nil {
		return nil, err
	}
	d, err := p.directory()
	if err != nil {
		return nil, err
	}
	out := map[string]servers{}
	for _, h := range p.hosts {
		if out[h.name], err = w.servers(h, d); err != nil {
			return nil, err
		}
	}
	w.reach(p.hosts)
	return out, nil
}

// reach notes how the hosts are reached.
func (w *World) reach(hosts []*hostPlan) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unknown, w.mute, w.dead = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, h := range hosts {
		w.unknown[h.name], w.mute[h.name], w.dead[h.name] = h.unknown, h.mute, h.no
	}
}

func (w *World) servers(h *hostPlan, d *Directory) (servers, error) {
	if h.foreign {
		var err error
		if d, err = foreignDirectory(); err != nil {
			return servers{}, err
		}
	}
	authority := w.authority
	if h.other != nil {
		authority = h.other
	}
	cert, err := authority.Issue(h.leaf)
	if err != nil {
		return servers{}, err
	}
	conf := &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{cert}}
	if h.tls != nil {
		h.tls(conf)
	}
	plain := Site{Directory: d, Host: h.host, Now: w.now, Hook: h.hook}
	secure := plain
	secure.TLS, secure.Door = conf, h.door
	if h.plaintext {
		secure.TLS = nil
	}
	return servers{secure, plain}, nil
}

func newPlan(now time.Time) *plan {
	p := &plan{now: now, base: BaseDN, service: map[string]string{}, grants: map[string][]ntsd.ACE{},
		protected: map[string]bool{}, missing: map[string]bool{}}
	for _, ou := range UserOUs {
		p.grants[ou] = userGrants
	}
	for _, ou := range GroupOUs {
		p.grants[ou] = groupGrants
	}
	for _, name := range Hosts {
		short, _, _ := strings.Cut(name, ".")
		p.hosts = append(p.hosts, &hostPlan{name: name, host: Host{Name: short},
			leaf: ca.Leaf{Names: []string{name, DomainName, NetBIOS, addresses[name], "127.0.0.1"}}})
	}
	return p
}

// directory builds the contents.
func (p *plan) directory() (*Directory, error) {
	d, err := NewDirectory(Domain{BaseDN: p.base, NetBIOS: NetBIOS, SID: DomainSID,
		LockoutThreshold: 5, LockoutWindow: 30 * time.Minute, MaxPasswordAge: passwordAge, RefuseProtected: p.refuseProtected})
	if err != nil {
		return nil, err
	}
	b := &builder{d: d, plan: p}
	b.domain()
	b.accounts()
	b.people()
	b.groups()
	return d, b.err
}

// builder adds objects until one fails.
type builder struct {
	d    *Directory
	plan *plan
	err  error
}

func (b *builder) add(o Object) {
	if b.err == nil {
		b.err = b.d.Add(o)
	}
}

func (b *builder) members(group string, members ...string) {
	if b.err == nil {
		b.err = b.d.AddMembers(group, members...)
	}
}

func (b *builder) ou(name string) {
	p := b.plan
	b.add(Object{DN: name, Class: "organizationalUnit", Grants: p.grants[name], Protected: p.protected[name]})
}

// person is an account to add; attrs win over what every account has, and an
// empty one takes it away.
type person struct {
	name, parent string
	rid          uint32
	attrs        map[string]string
}

func (b *builder) account(p person) {
	attrs := map[string][]string{
		"sAMAccountName": {p.name}, "userPrincipalName": {p.name + "@" + DomainName}, "displayName": {p.name},
		"sAMAccountType": {"805306368"}, "userAccountControl": {"512"}, "primaryGroupID": {"513"}, "accountExpires": {never},
		"pwdLastSet": {fileTime(b.plan.now.Add(-30 * 24 * time.Hour))}, "lastLogonTimestamp": {fileTime(b.plan.now.Add(-24 * time.Hour))},
	}
	for attr, value := range p.attrs {
		attrs[attr] = []string{value}
	}
	maps.DeleteFunc(attrs, func(_ string, v []string) bool { return v[0] == "" })
	common := p.name
	if given := attrs["cn"]; given != nil {
		common = given[0]
	}
	o := Object{DN: dn{{"CN", common}}.String() + "," + p.parent, Class: "user", RID: p.rid, Attrs: attrs, Password: Password(),
		Guarded: p.attrs["adminCount"] == "1"}
	if p.rid == ridService {
		o.Refuse = b.plan.refuse
	}
	b.add(o)
}

// team is a group to add.
type team struct {
	name, parent string
	rid          uint32
	kind         groupKind
	members      []string
}

func (b *builder) group(t team) {
	full := "CN=" + t.name + "," + t.parent
	attrs := map[string][]string{"sAMAccountName": {t.name}, "groupType": {strconv.Itoa(int(t.kind))}, "sAMAccountType": {"268435456"}}
	o := Object{DN: full, Class: "group", Attrs: attrs, RID: t.rid}
	if t.kind == builtin {
		o.SID, o.RID = ntsd.SID("S-1-5-32").With(t.rid), 0
	}
	b.add(o)
	b.members(full, t.members...)
}

// groupKind is groupType, MS-ADTS 2.2.12.
type groupKind int32

const (
	global       groupKind = -2147483646
	domainLocal  groupKind = -2147483644
	universal    groupKind = -2147483640
	builtin      groupKind = -2147483643
	distribution groupKind = 2
)
