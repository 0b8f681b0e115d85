package ldapsim

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/practice/ca"
)

// Fault is one thing that can be wrong in the practice directory.
type Fault struct {
	// Name is the problem code that the product should show; a name without a
	// dot is a variety of one.
	Name string
	// Says describes the fault to the admin who chooses it.
	Says check.Text

	apply func(*plan) error
}

// Faults returns all faults in a fixed order.
func Faults() []Fault {
	return slices.Concat(hostFaults, tlsFaults, accountFaults, serverFaults, rightsFaults)
}

// put applies the faults of these names.
func (p *plan) put(names []string) error {
	all := Faults()
	for _, name := range names {
		i := slices.IndexFunc(all, func(f Fault) bool { return f.Name == name })
		if i < 0 {
			return fmt.Errorf("unknown practice fault %q", name)
		}
		if err := all[i].apply(p); err != nil {
			return fmt.Errorf("practice fault %q: %w", name, err)
		}
	}
	return nil
}

// every changes all hosts, second the second one only.
func every(change func(*hostPlan)) func(*plan) error {
	return func(p *plan) error {
		for _, h := range p.hosts {
			change(h)
		}
		return nil
	}
}

func second(change func(*hostPlan)) func(*plan) error {
	return func(p *plan) error {
		change(p.hosts[1])
		return nil
	}
}

// hostFaults are about reaching the domain controllers.
var hostFaults = []Fault{
	{"hosts.some-down", check.T("practice.directory.some-down", "The second domain controller refuses connections; the first one works."), second(func(h *hostPlan) { h.no = true })},
	{"hosts.other-domain", check.T("practice.directory.other-domain", "The second host belongs to another domain."), second(func(h *hostPlan) { h.foreign = true })},
	{"net.refused", check.T("practice.directory.refused", "Nothing listens on the LDAPS port of the domain controllers."), every(func(h *hostPlan) { h.no = true })},
	{"net.timeout", check.T("practice.directory.timeout", "A firewall swallows every packet to the domain controllers."), every(func(h *hostPlan) { h.mute = true })},
	{"net.unknown-host", check.T("practice.directory.unknown-host", "The names of the domain controllers are not in DNS."), every(func(h *hostPlan) { h.unknown = true })},
	{"connections-reset", check.T("practice.directory.reset", "Something on the way resets every connection."), every(func(h *hostPlan) { h.door = Slammed })},
}

// certified changes the certificate of every host.
func certified(change func(*ca.Leaf)) func(*plan) error {
	return every(func(h *hostPlan) { change(&h.leaf) })
}

// tlsFaults are about the certificate and the encryption.
var tlsFaults = []Fault{
	{"tls.expired", check.T("practice.directory.expired", "The certificates ended last week."), func(p *plan) error {
		return certified(func(l *ca.Leaf) { l.NotBefore, l.NotAfter = p.now.AddDate(-1, 0, -7), p.now.AddDate(0, 0, -7) })(p)
	}},
	{"tls.expires-soon", check.T("practice.directory.expires-soon", "The certificates end in ten days."), func(p *plan) error {
		return certified(func(l *ca.Leaf) { l.NotAfter = p.now.AddDate(0, 0, 10) })(p)
	}},
	{"tls.client-certificate", check.T("practice.directory.client-certificate", "Something before the domain controllers demands a certificate of the client."), every(func(h *hostPlan) {
		h.tls = func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert }
	})},
	{"tls.not-yet-valid", check.T("practice.directory.not-yet-valid", "The certificates begin tomorrow."), func(p *plan) error {
		return certified(func(l *ca.Leaf) { l.NotBefore = p.now.AddDate(0, 0, 1) })(p)
	}},
	{"tls.wrong-name", check.T("practice.directory.wrong-name", "The certificates are for another server."), certified(func(l *ca.Leaf) { l.Names = []string{"mail." + DomainName} })},
	{"tls.no-san", check.T("practice.directory.no-san", "The certificates hold their name in the old place only."), certified(func(l *ca.Leaf) { l.NoSAN = true })},
	{"tls.self-signed", check.T("practice.directory.self-signed", "Each domain controller signed its own certificate."), certified(func(l *ca.Leaf) { l.SelfSigned = true })},
	{"tls.unknown-ca", check.T("practice.directory.unknown-ca", "The certificates come from an authority that is not trusted here."), anotherAuthority},
	{"tls.wrong-usage", check.T("practice.directory.wrong-usage", "The certificates are for clients, not for servers."), certified(func(l *ca.Leaf) { l.Usage = x509.ExtKeyUsageClientAuth })},
	{"tls.old-version", check.T("practice.directory.old-version", "The domain controllers speak TLS 1.1 and nothing newer."), every(func(h *hostPlan) {
		h.tls = func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }
	})},
	{"tls.closed", check.T("practice.directory.closed", "The domain controllers have no certificate and hang up."), every(func(h *hostPlan) { h.door = HangUp })},
	{"tls.not-tls", check.T("practice.directory.not-tls", "The LDAPS port speaks LDAP without encryption."), every(func(h *hostPlan) { h.plaintext = true })},
}

func anotherAuthority(p *plan) error {
	other, err := ca.New()
	if err != nil {
		return err
	}
	return every(func(h *hostPlan) { h.other = other })(p)
}

// service changes attributes of the service account.
func service(attr, value string) func(*plan) error {
	return func(p *plan) error {
		p.service[attr] = value
		return nil
	}
}

// refusing lets a bind with the right password end in a sub-code.
func refusing(code string) func(*plan) error {
	return func(p *plan) error {
		p.refuse = code
		return nil
	}
}

func joined(group string) func(*plan) error {
	return func(p *plan) error {
		p.memberOf = append(p.memberOf, group)
		return nil
	}
}

// accountFaults are about the service account.
var accountFaults = []Fault{
	{"ldap.wrong-password", check.T("practice.directory.wrong-password", "The password of the service account was changed by somebody else."), refusing(codeBadPassword)},
	{"ldap.no-such-user", check.T("practice.directory.no-such-user", "The domain does not know the service account."), refusing(codeUserNotFound)},
	{"ldap.account-locked", check.T("practice.directory.account-locked", "The service account is locked after too many wrong passwords."), func(p *plan) error {
		return service("lockoutTime", fileTime(p.now.Add(-time.Minute)))(p)
	}},
	{"ldap.account-disabled", check.T("practice.directory.account-disabled", "The service account is disabled."), service("userAccountControl", "514")},
	{"ldap.account-expired", check.T("practice.directory.account-expired", "The service account expired last week."), func(p *plan) error {
		return service("accountExpires", fileTime(p.now.AddDate(0, 0, -7)))(p)
	}},
	{"ldap.password-expired", check.T("practice.directory.password-expired", "The password of the service account has expired."), func(p *plan) error {
		p.service["userAccountControl"] = "512"
		return service("pwdLastSet", fileTime(p.now.AddDate(-1, 0, 0)))(p)
	}},
	{"ldap.must-change-password", check.T("practice.directory.must-change-password", "The service account has to change its password at the next sign-in."), service("pwdLastSet", "0")},
	{"ldap.logon-hours", check.T("practice.directory.logon-hours", "The service account may not sign in at this hour."), service("logonHours", string(make([]byte, 21)))},
	{"ldap.workstation", check.T("practice.directory.workstation", "The service account may sign in from one computer only."), service("userWorkstations", "PC-0001")},
	{"ldap.account-restricted", check.T("practice.directory.account-restricted", "The service account is in Protected Users, whose simple binds the domain controllers refuse."), func(p *plan) error {
		p.refuseProtected = true
		return joined("Protected Users")(p)
	}},
	{"account.protected-users", check.T("practice.directory.protected-users", "The service account is in Protected Users, and can still sign in."), joined("Protected Users")},
	{"ldap.rodc-no-password", check.T("practice.directory.rodc-no-password", "A read-only domain controller does not have the password."), refusing("51f")},
	{"ldap.too-many-groups", check.T("practice.directory.too-many-groups", "The service account is in more groups than Windows can carry."), refusing("568")},
	{"ldap.name-ambiguous", check.T("practice.directory.name-ambiguous", "Two accounts answer to the user name."), refusing(codeNameAmbiguous)},
	{"ldap.logon-type", check.T("practice.directory.logon-type", "A policy denies the service account to sign in over the network."), refusing("569")},
	{"account.over-privileged", check.T("practice.directory.over-privileged", "The service account is a Domain Admin, although the rights it has would do."), joined("Domain Admins")},
	{"account.personal", check.T("practice.directory.personal", "The service account is the account of a person, with an employeeID."), service("employeeID", "20001")},
	{"account.expiry", check.T("practice.directory.expiry", "The password of the service account expires in a week."), func(p *plan) error {
		p.service["userAccountControl"] = "512"
		return service("pwdLastSet", fileTime(p.now.AddDate(0, 0, 7).Add(-passwordAge)))(p)
	}},
}

// hooked lets a hook decide on every host.
func hooked(hook Hook) func(*plan) error { return every(func(h *hostPlan) { h.hook = hook }) }

// serverFaults are about what the domain controllers say.
var serverFaults = []Fault{
	{"ldap.not-ad", check.T("practice.directory.not-ad", "The hosts are LDAP servers, but no domain controllers."), every(func(h *hostPlan) { h.host.Capabilities = []string{} })},
	{"ldap.read-only-dc", check.T("practice.directory.read-only-dc", "The domain controllers are read-only."), every(func(h *hostPlan) { h.host.ReadOnly = true })},
	{"ldap.not-synchronized", check.T("practice.directory.not-synchronized", "The second domain controller has not finished replicating."), second(func(h *hostPlan) { h.host.Unsynchronized = true })},
	{"ldap.clock-skew", check.T("practice.directory.clock-skew", "The clock of the second domain controller is twelve minutes ahead."), second(func(h *hostPlan) { h.host.Skew = 12 * time.Minute })},
	{"ldap.identity-not-proved", check.T("practice.directory.identity-not-proved", "The servers say yes to any password and sign in nobody."), hooked(func(r Request) Action {
		if r.Kind == Bind {
			return Action{Then: SayYes}
		}
		return Action{}
	})},
	{"ldap.busy", check.T("practice.directory.busy", "The domain controllers are too busy to answer questions."), hooked(func(r Request) Action {
		if r.Kind == Search && r.Bound {
			return Action{Then: SayBusy}
		}
		return Action{}
	})},
	{"ldap.malformed", check.T("practice.directory.malformed", "Something on the way garbles the answers."), hooked(func(r Request) Action { return Action{Then: Garble} })},
	{"net.interrupted", check.T("practice.directory.interrupted", "The connections break after the sign-in."), hooked(func(r Request) Action {
		if r.Bound {
			return Action{Then: Cut}
		}
		return Action{}
	})},
	{"no-answer", check.T("practice.directory.no-answer", "The domain controllers take every question and never answer after the sign-in."), hooked(func(r Request) Action {
		if r.Bound {
			return Action{Then: Hang}
		}
		return Action{}
	})},
	{"slow", check.T("practice.directory.slow", "The domain controllers take a quarter of a second for every answer."), hooked(func(r Request) Action { return Action{Wait: 250 * time.Millisecond} })},
}

// granting replaces the rights on an OU.
func granting(ou string, grants ...[]ntsd.ACE) func(*plan) error {
	return func(p *plan) error {
		p.grants[ou] = slices.Concat(grants...)
		return nil
	}
}

// rightsFaults are about what the service account may do.
var rightsFaults = []Fault{
	{"rights.missing", check.T("practice.directory.rights-missing", "Nobody delegated control of the OU Contractors to the service account."), granting(contractorsOU)},
	{"no-password-right", check.T("practice.directory.no-reset", "On the OU Contractors the service account may do all but reset passwords."),
		granting(contractorsOU, manage, userWrites)},
	{"no-group-right", check.T("practice.directory.rights-group", "The service account may not change the members of groups."), granting(groupsOU)},
	{"deny-entry", check.T("practice.directory.rights-denied", "An entry on the OU Leavers denies the service account to delete users."),
		granting(leaversOU, []ntsd.ACE{denied(onOU(ntsd.DeleteChild)), denied(below(ntsd.ClassUser, ntsd.Delete, ntsd.GUID{}))}, userGrants)},
	{"admin-denied", check.T("practice.directory.admin-denied", "The service account is a Domain Admin, and an entry on the OU Leavers denies it to create users."), func(p *plan) error {
		p.memberOf = append(p.memberOf, "Domain Admins")
		return granting(leaversOU, []ntsd.ACE{denied(onOU(ntsd.CreateChild))}, userGrants)(p)
	}},
	{"rights.not-certain", check.T("practice.directory.not-certain", "The right to create users in the OU Contractors holds under a condition only."),
		granting(contractorsOU, []ntsd.ACE{conditional(manage[0])}, resetPassword, userWrites)},
	{"protected-ou", check.T("practice.directory.protected-ou", "Control was delegated on the domain, but the OU Contractors inherits nothing."), func(p *plan) error {
		clear(p.grants)
		p.grants[BaseDN], p.protected[contractorsOU] = slices.Concat(userGrants, groupGrants), true
		return nil
	}},
	{"people-guarded", check.T("practice.directory.people-guarded", "Two people in the OU Contractors are protected as administrators, so that the delegation does not reach them."), func(p *plan) error {
		p.admins = 2
		return nil
	}},
	{"account.not-member", check.T("practice.directory.not-member", "The service account is no Domain Admin and has no delegated rights."), func(p *plan) error {
		clear(p.grants)
		return nil
	}},
	{"account.cannot-read", check.T("practice.directory.cannot-read", "The service account may not read the permissions of the OU Contractors."),
		granting(contractorsOU, []ntsd.ACE{{Type: ntsd.Deny, Mask: ntsd.ReadControl, SID: serviceSID}}, userGrants)},
	{"dn.not-found", check.T("practice.directory.ou-gone", "The OU Leavers was deleted."), func(p *plan) error {
		p.missing[leaversOU] = true
		return nil
	}},
}
