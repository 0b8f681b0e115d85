package directory

import (
	"context"
	"math"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// maxSkew is how far clocks may be apart: Kerberos allows five minutes, and
// the dates of certificates are judged by them too.
const maxSkew = 5 * time.Minute

// kind asks the host, without credentials, what it is.
func (d *dc) kind(ctx context.Context) (check.Finding, error) {
	root, err := readRootDSE(ctx, d.session, d.in.conf.Now)
	if err != nil {
		return check.Finding{}, d.explain(err)
	}
	d.root = root
	if p := d.notAD(); p != nil {
		return check.Finding{}, p
	}
	d.ping = readPing(ctx, d.session, root.DefaultNC.Domain())
	d.serves = true
	found := check.T("directory.kind.found", "{{.dc}} is a domain controller of {{.domain}}.", "dc", d.name(), "domain", d.domain().DNS)
	return check.Finding{Found: found, Facts: d.facts()}, d.kindWarnings().Err()
}

// name is what the domain controller calls itself.
func (d *dc) name() string {
	if d.root.DNSHostName != "" {
		return d.root.DNSHostName
	}
	return d.host.Name
}

// domain is what the domain is called. The NetBIOS name is known only when the
// host answered the ping.
func (d *dc) domain() DomainNames {
	return DomainNames{DNS: d.root.DefaultNC.Domain(), NetBIOS: d.ping.Names.NetBIOS}
}

func (d *dc) facts() check.Facts {
	f := check.Facts{"dnsHostName": d.name(), "defaultNamingContext": d.root.DefaultNC.String(),
		"domain": d.domain().DNS, "latencyMs": float64(d.root.Took.Microseconds()) / 1000}
	if !d.root.Time.IsZero() {
		f["clockSkewSeconds"] = math.Round(d.root.Skew.Seconds())
	}
	if d.ping.DomainGUID != "" {
		f["netbios"], f["site"], f["domainGuid"] = d.domain().NetBIOS, d.ping.Site, d.ping.DomainGUID
		f["writable"] = d.ping.Flags&flagWritable != 0
		f["pdc"] = d.ping.Flags&flagPDC != 0
	}
	return f
}

// notAD names a server that is something else.
func (d *dc) notAD() error {
	switch {
	case d.root.can(capActiveDirectory) && d.root.DefaultNC.namesDomain():
		return nil
	case d.root.can(capActiveDirectory) && !d.root.DefaultNC.IsZero():
		return &check.Problem{Code: "ldap.not-ad",
			Detail: check.T("ldap.not-ad.domain", "{{.host}} says that its domain is “{{.dn}}”, which is not the DN of a domain.", "host", d.host.Name, "dn", check.Shorten(check.Clean(d.root.DefaultNC.String()), 60)),
			Advice: check.Advice{Who: check.You, Field: FieldHosts, Do: check.T("ldap.not-ad.do", "Type the name of a domain controller.")}}
	case d.root.can(capADLDS):
		return &check.Problem{Code: "ldap.not-ad",
			Detail: check.T("ldap.not-ad.lds", "{{.host}} is Active Directory Lightweight Directory Services, which has no domain accounts.", "host", d.host.Name),
			Advice: check.Advice{Who: check.You, Field: FieldHosts, Do: check.T("ldap.not-ad.do", "Type the name of a domain controller.")}}
	}
	return &check.Problem{Code: "ldap.not-ad",
		Detail: check.T("ldap.not-ad", "{{.host}} speaks LDAP, but is not a domain controller of Active Directory.", "host", d.host.Name),
		Advice: check.Advice{Who: check.You, Field: FieldHosts, Do: check.T("ldap.not-ad.do", "Type the name of a domain controller.")}}
}

// readOnly reports whether the host is a read-only domain controller. Samba
// does not list the capability, Windows may not answer the ping.
func (d *dc) readOnly() bool {
	return d.root.can(capPartialSecrets) || d.ping.DomainGUID != "" && d.ping.Flags&flagWritable == 0
}

// kindWarnings are what makes a domain controller a doubtful choice.
func (d *dc) kindWarnings() check.Problems {
	var ps check.Problems
	add := func(yes bool, p *check.Problem) {
		if yes {
			ps = append(ps, check.Warn(p))
		}
	}
	writable := check.T("ldap.writable.do", "Choose a writable domain controller of the same domain.")
	add(d.readOnly(), &check.Problem{Code: "ldap.read-only-dc",
		Detail: check.T("ldap.read-only-dc", "{{.dc}} is a read-only domain controller: nothing can be changed on it.", "dc", d.name()),
		Advice: check.Advice{Who: check.You, Field: FieldHosts, Do: writable}})
	add(d.host.Port == CatalogPort, &check.Problem{Code: "ldap.global-catalog",
		Detail: check.T("ldap.global-catalog", "Port 3269 is the Global Catalog: it is read-only and holds a part of the attributes."),
		Advice: check.Advice{Who: check.You, Field: FieldPort, Do: check.T("ldap.global-catalog.do", "Use port 636 on the same host.")}})
	add(d.root.SyncKnown && !d.root.Synchronized, &check.Problem{Code: "ldap.not-synchronized",
		Detail: check.T("ldap.not-synchronized", "{{.dc}} says that it is not synchronized with the other domain controllers, so what it knows may be old.", "dc", d.name()),
		Advice: check.Advice{Who: check.AD, Do: check.T("ldap.not-synchronized.do", "Look at the replication of this domain controller, or choose another one."),
			Command: "repadmin /showrepl " + psLiteral(d.name())}})
	add(!d.root.Time.IsZero() && d.root.Skew.Abs() > maxSkew, d.clockSkew())
	add(strings.EqualFold(d.host.Name, d.domain().DNS), &check.Problem{Code: "hosts.domain-name",
		Detail: check.T("hosts.domain-name", "{{.host}} is the name of the domain. It stands for any of its domain controllers; {{.dc}} answered.", "host", d.host.Name, "dc", d.name()),
		Advice: check.Advice{Who: check.You, Field: FieldHosts, Do: check.T("hosts.domain-name.do", "List the domain controllers by their own names, for example {{.dc}}.", "dc", d.name())}})
	return ps
}

func (d *dc) clockSkew() *check.Problem {
	minutes := int(d.root.Skew.Abs().Round(time.Minute).Minutes())
	detail := check.N("ldap.clock-ahead", minutes, "The clock of {{.dc}} is one minute ahead of this computer's.", "The clock of {{.dc}} is {{.n}} minutes ahead of this computer's.", "dc", d.name())
	if d.root.Skew < 0 {
		detail = check.N("ldap.clock-behind", minutes, "The clock of {{.dc}} is one minute behind this computer's.", "The clock of {{.dc}} is {{.n}} minutes behind this computer's.", "dc", d.name())
	}
	return &check.Problem{Code: "ldap.clock-skew", Detail: detail,
		Advice: check.Advice{Who: check.AD, Command: "w32tm /query /status",
			Do: check.T("ldap.clock-skew.do", "Find out which clock is wrong and set it. Certificates and Kerberos depend on it.")}}
}
