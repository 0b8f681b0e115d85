package ldapsim

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"hire2retire-setup/connector/directory/ntsd"
)

// The OUs of the practice domain.
const (
	staffOU       = "OU=Staff," + BaseDN
	contractorsOU = "OU=Contractors," + BaseDN
	leaversOU     = "OU=Leavers," + BaseDN
	groupsOU      = "OU=Groups," + BaseDN
	serviceOU     = "OU=Service Accounts," + BaseDN
	usersCN       = "CN=Users," + BaseDN
	builtinCN     = "CN=Builtin," + BaseDN
	configCN      = "CN=Configuration," + BaseDN
)

// Relative identifiers of the practice.
const (
	ridService     uint32 = 1104
	ridAdmin       uint32 = 1105
	ridFirstHost   uint32 = 1106
	ridFirstPerson uint32 = 1201
	ridFirstGroup  uint32 = 1401
)

var cities = []string{"Lisbon", "Toronto", "Kyoto"}

// domain adds the domain, its containers and the configuration.
func (b *builder) domain() {
	d := b.d.domain
	b.add(Object{DN: d.BaseDN, Class: "domainDNS", SID: d.SID, Grants: b.plan.grants[d.BaseDN], Attrs: map[string][]string{
		"maxPwdAge": {strconv.FormatInt(-d.MaxPasswordAge.Nanoseconds()/100, 10)}, "lockoutThreshold": {strconv.Itoa(d.LockoutThreshold)},
		"lockoutDuration":          {strconv.FormatInt(-d.LockoutWindow.Nanoseconds()/100, 10)},
		"lockOutObservationWindow": {strconv.FormatInt(-d.LockoutWindow.Nanoseconds()/100, 10)},
		"minPwdLength":             {"12"}, "msDS-Behavior-Version": {"7"}, "ms-DS-MachineAccountQuota": {"10"},
	}})
	for _, name := range []string{"Users", "Computers", "System", "ForeignSecurityPrincipals"} {
		b.add(Object{DN: "CN=" + name + "," + d.BaseDN, Class: "container", Attrs: advanced(name == "System" || name == "ForeignSecurityPrincipals")})
	}
	b.add(Object{DN: "CN=Builtin," + d.BaseDN, Class: "builtinDomain", SID: "S-1-5-32"})
	b.add(Object{DN: "OU=Domain Controllers," + d.BaseDN, Class: "organizationalUnit"})
	b.configuration()
}

func advanced(yes bool) map[string][]string {
	if !yes {
		return nil
	}
	return map[string][]string{"showInAdvancedViewOnly": {"TRUE"}}
}

// configuration adds the naming contexts beside the domain, with the objects
// that say who serves it.
func (b *builder) configuration() {
	base := b.d.domain.BaseDN
	config := "CN=Configuration," + base
	sites := "CN=Servers,CN=" + siteName + ",CN=Sites," + config
	b.add(Object{DN: config, Class: "configuration"})
	b.add(Object{DN: "CN=Schema," + config, Class: "dMD"})
	b.schema("CN=Schema," + config)
	b.add(Object{DN: "CN=Partitions," + config, Class: "crossRefContainer"})
	b.add(Object{DN: "CN=" + b.d.domain.NetBIOS + ",CN=Partitions," + config, Class: "crossRef", Attrs: map[string][]string{
		"nCName": {base}, "nETBIOSName": {b.d.domain.NetBIOS}, "dnsRoot": {b.d.dns}, "systemFlags": {"3"}}})
	b.add(Object{DN: "CN=Sites," + config, Class: "sitesContainer"})
	b.add(Object{DN: "CN=" + siteName + ",CN=Sites," + config, Class: "site"})
	b.add(Object{DN: sites, Class: "serversContainer"})
	for i, name := range []string{"DC1", "DC2"} {
		computer := "CN=" + name + ",OU=Domain Controllers," + base
		host := strings.ToLower(name) + "." + b.d.dns
		b.add(Object{DN: computer, Class: "computer", RID: ridFirstHost + uint32(i), Attrs: map[string][]string{
			"sAMAccountName": {name + "$"}, "dNSHostName": {host}, "userAccountControl": {"532480"}, "primaryGroupID": {"516"}}})
		b.add(Object{DN: "CN=" + name + "," + sites, Class: "server", Attrs: map[string][]string{"dNSHostName": {host}, "serverReference": {computer}}})
		b.add(Object{DN: "CN=NTDS Settings,CN=" + name + "," + sites, Class: "nTDSDSA", Attrs: map[string][]string{
			"msDS-isRODC": {boolean(b.plan.hosts[i].host.ReadOnly)}, "options": {"1"}}})
	}
}

// schema adds the classes whose defaultSecurityDescriptor says what a new
// object will allow.
func (b *builder) schema(parent string) {
	for _, class := range []ntsd.GUID{ntsd.ClassUser, ntsd.ClassContact, ntsd.ClassGroup, ntsd.ClassOrganizationalUnit} {
		name := ntsd.NameOf(class)
		sddl, _ := ntsd.DefaultSDDL(class)
		b.add(Object{DN: "CN=" + name + "," + parent, Class: "classSchema", Attrs: map[string][]string{
			"lDAPDisplayName": {name}, "schemaIDGUID": {string(class[:])}, "defaultSecurityDescriptor": {sddl}}})
	}
}

// accounts adds the OUs and the accounts that are not people.
func (b *builder) accounts() {
	for _, ou := range []string{staffOU, contractorsOU, leaversOU, groupsOU, serviceOU} {
		if !b.plan.missing[ou] {
			b.ou(ou)
		}
	}
	for _, city := range cities {
		b.ou("OU=" + city + "," + staffOU)
	}
	b.account(person{"Administrator", usersCN, ntsd.RIDAdministrator, map[string]string{"adminCount": "1", "userPrincipalName": ""}})
	service := map[string]string{"displayName": "Hire2Retire service account", "userAccountControl": "66048"}
	for attr, value := range b.plan.service {
		service[attr] = value
	}
	b.account(person{"svc-hire2retire", serviceOU, ridService, service})
	b.account(person{"adm-hire2retire", serviceOU, ridAdmin, map[string]string{"displayName": "Hire2Retire administrator", "adminCount": "1", "userAccountControl": "66048"}})
}

// Numbers of people by OU: 60 in all.
const (
	perCity     = 14
	contractors = 12
	leavers     = 6
)

var departments = []string{"Finance", "Sales", "Engineering", "People"}

// people adds neutral people: Person 001 and so on.
func (b *builder) people() {
	number := 0
	fill := func(ou string, count int) {
		if b.plan.missing[ou] {
			return
		}
		for range count {
			number++
			b.somebody(number, ou)
		}
	}
	for _, city := range cities {
		fill("OU="+city+","+staffOU, perCity)
	}
	fill(contractorsOU, contractors)
	fill(leaversOU, leavers)
}

func (b *builder) somebody(number int, ou string) {
	serial := fmt.Sprintf("%03d", number)
	department := departments[number%len(departments)]
	more := map[string]string{
		"cn": "Person " + serial, "displayName": "Person " + serial, "givenName": "Person", "sn": serial, "mail": "person." + serial + "@" + DomainName,
		"userPrincipalName": "person." + serial + "@" + DomainName, "department": department, "company": "Practice",
		"title": department + " Specialist", "telephoneNumber": "+1 555 01" + serial, "proxyAddresses": "SMTP:person." + serial + "@" + DomainName,
		"employeeID": "E" + strconv.Itoa(100000+number),
	}
	if number%10 == 0 {
		more["employeeID"] = "" // not everybody has one, and the report counts them
	}
	if ou == leaversOU {
		more["userAccountControl"] = "514"
	}
	if ou == contractorsOU && b.plan.admins > 0 {
		b.plan.admins--
		more["adminCount"] = "1"
	}
	if number > 1 && ou != contractorsOU {
		more["manager"] = "CN=Person 001,OU=" + cities[0] + "," + staffOU
	}
	b.account(person{"person." + serial, ou, ridFirstPerson + uint32(number-1), more})
}

// groups adds the groups and who is in them.
func (b *builder) groups() {
	svc, adm := "CN=svc-hire2retire,"+serviceOU, "CN=adm-hire2retire,"+serviceOU
	root := "CN=Administrator," + usersCN
	for _, t := range []team{
		{"Domain Users", usersCN, ntsd.RIDDomainUsers, global, nil},
		{"Domain Controllers", usersCN, ntsd.RIDDomainControllers, global, nil},
		{"Domain Admins", usersCN, ntsd.RIDDomainAdmins, global, []string{root, adm}},
		{"Schema Admins", usersCN, ntsd.RIDSchemaAdmins, universal, []string{root}},
		{"Enterprise Admins", usersCN, ntsd.RIDEnterpriseAdmins, universal, []string{root}},
		{"Protected Users", usersCN, ntsd.RIDProtectedUsers, global, nil},
		{"Administrators", builtinCN, 544, builtin, []string{root, "CN=Domain Admins," + usersCN, "CN=Enterprise Admins," + usersCN}},
		{"Users", builtinCN, 545, builtin, []string{"CN=Domain Users," + usersCN}},
		{"Account Operators", builtinCN, 548, builtin, nil},
		{"Service Accounts", groupsOU, ridFirstGroup, global, []string{svc, adm}},
	} {
		b.group(t)
	}
	b.teams()
	for _, name := range b.plan.memberOf {
		b.members("CN="+name+","+usersCN, svc)
	}
}

// teams adds a group for each city and department, all cities in All Staff,
// and a distribution list, which gives no rights.
func (b *builder) teams() {
	rid := ridFirstGroup
	add := func(name string, kind groupKind, members ...string) string {
		rid++
		b.group(team{name, groupsOU, rid, kind, members})
		return "CN=" + name + "," + groupsOU
	}
	var offices []string
	for _, city := range cities {
		offices = append(offices, add("Office "+city, global, b.peopleWhere(func(e *entry) bool { return e.parent.name[0].value == city })...))
	}
	for _, department := range departments {
		add("Department "+department, universal, b.peopleWhere(func(e *entry) bool { return e.one("department") == department })...)
	}
	all := add("All Staff", universal, offices...)
	add("Newsletter", distribution, all)
	add("Building Access", domainLocal, all)
}

func (b *builder) peopleWhere(is func(*entry) bool) []string {
	var out []string
	for _, e := range b.d.order {
		if e.class == "user" && e.one("givenName") != "" && is(e) {
			out = append(out, e.name.String())
		}
	}
	return out
}

// foreignDirectory is another domain, for a host that is in the wrong list.
func foreignDirectory() (*Directory, error) {
	d, err := NewDirectory(Domain{BaseDN: "DC=branch,DC=example", NetBIOS: "BRANCH", SID: "S-1-5-21-2026000004-2026000005-2026000006",
		LockoutThreshold: 5, LockoutWindow: 30 * time.Minute})
	if err != nil {
		return nil, err
	}
	b := &builder{d: d, plan: newPlan(time.Time{})}
	b.domain()
	return d, b.err
}
