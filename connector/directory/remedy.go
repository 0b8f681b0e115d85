package directory

import (
	"slices"
	"strings"

	"hire2retire-setup/connector/directory/ntsd"
)

// grant is one line of dsacls: a permission, and what inherits it.
type grant struct {
	// inherit is /I:T for the OU and all below it, /I:S for what is below only.
	inherit string
	perms   []string
}

// grants are the least permissions that allow an operation, as dsacls writes
// them. They are the ACEs that the access check looks for, never full control,
// which would include changing permissions and owner.
func grants(op Operation) []grant {
	write := func(class string, attrs ...string) grant {
		g := grant{inherit: "/I:S"}
		for _, a := range attrs {
			g.perms = append(g.perms, "RPWP;"+a+";"+class)
		}
		return g
	}
	switch op {
	case Create, MoveIn:
		return []grant{{"/I:T", []string{"CC;user"}}}
	case ContactCreate:
		return []grant{{"/I:T", []string{"CC;contact"}}}
	case Delete:
		return []grant{{"/I:S", []string{"SD;;user"}}}
	case ContactDelete:
		return []grant{{"/I:S", []string{"SD;;contact"}}}
	case MoveOut:
		return []grant{{"/I:S", []string{"SD;;user"}}, write("user", "cn", "name")}
	case Rename:
		return []grant{write("user", "cn", "name")}
	case ResetPassword:
		return []grant{{"/I:S", []string{"CA;Reset Password;user"}}}
	case Update:
		return []grant{write("user", UpdateAttributes...)}
	case ContactUpdate:
		return []grant{write("contact", contactAttributes...)}
	case EnableDisable:
		return []grant{write("user", "userAccountControl")}
	case Unlock:
		return []grant{write("user", "lockoutTime")}
	case ForceChange:
		return []grant{write("user", "pwdLastSet")}
	case Membership:
		return []grant{write("group", "member")}
	}
	return nil
}

// grantCommand returns the dsacls calls that grant what is missing, one for
// each way of inheriting. Every value is a PowerShell literal.
func (i *Inspection) grantCommand(m matrix, cells []cell) string {
	var lines []string
	for _, inherit := range []string{"/I:T", "/I:S"} {
		perms := m.lacking(cells, inherit)
		if len(perms) == 0 {
			continue
		}
		parts := []string{"dsacls.exe", psLiteral(m.target.dn.String()), inherit, "/G"}
		for _, p := range perms {
			parts = append(parts, psLiteral(i.account.trusteeName()+":"+p))
		}
		lines = append(lines, strings.Join(parts, " "))
	}
	return strings.Join(lines, "\n")
}

// lacking are the permissions of one way of inheriting, without repeats and
// without the attributes that are granted already.
func (m matrix) lacking(cells []cell, inherit string) []string {
	var perms []string
	for _, c := range cells {
		for _, g := range grants(c.op) {
			if g.inherit == inherit {
				perms = append(perms, g.perms...)
			}
		}
	}
	slices.Sort(perms)
	return slices.DeleteFunc(slices.Compact(perms), func(p string) bool {
		attr, class, _ := strings.Cut(strings.TrimPrefix(p, "RPWP;"), ";")
		return class == "user" && strings.HasPrefix(p, "RPWP;") && m.attributes[attr] == Proved
	})
}

// trusteeName is the account as dsacls takes it.
func (a account) trusteeName() string {
	if a.names.NetBIOS != "" && a.SAM != "" {
		return a.names.NetBIOS + `\` + a.SAM
	}
	return string(a.SID)
}

// showDenies is the command that lists the Deny entries of an object.
func showDenies(dn DN) string {
	return "(Get-Acl -LiteralPath " + psLiteral("AD:"+dn.String()) + ").Access | Where-Object AccessControlType -eq 'Deny'"
}

// privileged are the groups whose members can do more than any set-up needs.
func privileged(sid ntsd.SID) bool {
	switch sid {
	case ntsd.Administrators, ntsd.AccountOperators, "S-1-5-32-549", "S-1-5-32-551":
		return true
	}
	rid := sid.RID()
	return strings.HasPrefix(string(sid), "S-1-5-21-") && (rid == ntsd.RIDDomainAdmins || rid == ntsd.RIDSchemaAdmins || rid == ntsd.RIDEnterpriseAdmins)
}
