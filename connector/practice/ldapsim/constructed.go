package ldapsim

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hire2retire-setup/connector/directory/ntsd"
)

// constructed computes the attributes that domain controllers do not store,
// MS-ADTS 3.1.1.4.5. They come only when a client names them.
var constructed = map[string]func(view) []string{
	"allowedattributes":                  view.allowedAttributes,
	"allowedattributeseffective":         view.allowedAttributesEffective,
	"allowedchildclasses":                view.allowedChildClasses,
	"allowedchildclasseseffective":       view.allowedChildClassesEffective,
	"canonicalname":                      func(v view) []string { return []string{v.e.name.canonical()} },
	"createtimestamp":                    func(v view) []string { return v.e.attrs["whencreated"].list },
	"modifytimestamp":                    func(v view) []string { return v.e.attrs["whenchanged"].list },
	"msds-approx-immed-subordinates":     func(v view) []string { return []string{strconv.Itoa(len(v.e.children))} },
	"msds-principalname":                 view.principalName,
	"msds-user-account-control-computed": view.accountControlComputed,
	"msds-userpasswordexpirytimecomputed": func(v view) []string {
		return v.accountOnly(func() string { return v.d.passwordExpires(v.e) })
	},
	"primarygrouptoken":     view.primaryGroupToken,
	"sdrightseffective":     view.sdRightsEffective,
	"structuralobjectclass": func(v view) []string { return v.e.attrs["objectclass"].list },
	"tokengroups":           func(v view) []string { return binarySIDs(v.d.groups(v.e)) },
}

// derived are computed too, but come with all others.
var derived = map[string]func(view) []string{
	"member":        func(v view) []string { return namesOf(v.e.members) },
	"memberof":      func(v view) []string { return namesOf(v.e.memberOf) },
	"directreports": view.directReports,
	"badpwdcount":   func(v view) []string { return v.accountOnly(func() string { return v.d.state(v.e).count() }) },
	"badpasswordtime": func(v view) []string {
		return v.accountOnly(func() string { return fileTime(v.d.state(v.e).last) })
	},
	"lockouttime": view.lockoutTime,
}

// values returns what the client may see of an attribute, or nothing.
func (v view) values(attr string) []string {
	low := strings.ToLower(attr)
	if !v.mayRead(low) {
		return nil
	}
	if compute := derived[low]; compute != nil {
		return compute(v)
	}
	if compute := constructed[low]; compute != nil {
		return compute(v)
	}
	return v.e.attrs[low].list
}

// mayRead checks the right to read one attribute. What identifies an object
// comes with the object itself.
func (v view) mayRead(low string) bool {
	if low == "objectclass" || low == "distinguishedname" {
		return true
	}
	class := classes[v.e.class].guid
	want := ntsd.Access{Rights: ntsd.ReadProperty, Types: []ntsd.GUID{class}}
	if a, ok := ntsd.AttributeNamed(low); ok {
		want = ntsd.Read(class, a)
	}
	return v.may(want)
}

// may runs the access check of the domain controller on the object. What is
// uncertain to others is refused here: no account of the practice has the claims.
func (v view) may(want ntsd.Access) bool {
	want.Self = v.e.sid
	return v.e.access.Check(v.s.token, want).Outcome == ntsd.Granted
}

// visible reports whether the client may know that the object exists.
func (v view) visible() bool {
	if v.e.parent == nil {
		return true
	}
	parent := view{v.d, v.s, v.e.parent}
	return parent.may(ntsd.Whole(ntsd.ListChildren)) && parent.visible()
}

func namesOf(list []*entry) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.name.String())
	}
	return out
}

func binarySIDs(list []ntsd.SID) []string {
	var out []string
	for _, sid := range list {
		out = append(out, string(sid.Bytes()))
	}
	return out
}

func (v view) directReports() []string {
	var out []string
	for _, e := range v.d.order {
		if boss := e.one("manager"); boss != "" && v.d.find(boss) == v.e {
			out = append(out, e.name.String())
		}
	}
	return out
}

func (v view) accountOnly(value func() string) []string {
	if !v.e.isAccount() {
		return nil
	}
	return []string{value()}
}

func (e *entry) isAccount() bool { return e.class == "user" || e.class == "computer" }

func (v view) lockoutTime() []string {
	if at := v.d.lockedAt(v.e); !at.IsZero() {
		return []string{fileTime(at)}
	}
	return v.e.attrs["lockouttime"].list
}

func (v view) principalName() []string {
	if v.e.sid == "" {
		return nil
	}
	return []string{v.d.domain.NetBIOS + `\` + v.e.one("sAMAccountName")}
}

func (v view) primaryGroupToken() []string {
	if v.e.class != "group" {
		return nil
	}
	return []string{strconv.FormatUint(uint64(v.e.sid.RID()), 10)}
}

// Bits of msDS-User-Account-Control-Computed, MS-ADTS 3.1.1.4.5.17.
const (
	controlLocked          = 0x10
	controlPasswordExpired = 0x800000
)

func (v view) accountControlComputed() []string {
	return v.accountOnly(func() string {
		bits := 0
		if v.d.locked(v.e, v.s.now()) {
			bits |= controlLocked
		}
		if v.d.passwordExpired(v.e, v.s.now()) {
			bits |= controlPasswordExpired
		}
		return strconv.Itoa(bits)
	})
}

// Bits of sDRightsEffective, which are those of the SD flags control.
const (
	partOwner = 1
	partGroup = 2
	partDACL  = 4
	partSACL  = 8
)

func (v view) sdRightsEffective() []string {
	bits := 0
	if v.may(ntsd.Whole(ntsd.WriteOwner)) {
		bits |= partOwner | partGroup
	}
	if v.may(ntsd.Whole(ntsd.WriteDAC)) {
		bits |= partDACL
	}
	if v.s.audits() {
		bits |= partSACL
	}
	return []string{strconv.Itoa(bits)}
}

func (v view) allowedChildClasses() []string {
	switch v.e.class {
	case "organizationalUnit", "container", "domainDNS", "builtinDomain":
		return childClasses
	}
	return nil
}

func (v view) allowedChildClassesEffective() []string {
	return filtered(v.allowedChildClasses(), func(name string) bool { return v.may(ntsd.Create(classes[name].guid)) })
}

func (v view) allowedAttributes() []string { return writable[v.e.class] }

func (v view) allowedAttributesEffective() []string {
	class := classes[v.e.class].guid
	return filtered(v.allowedAttributes(), func(name string) bool {
		if a, ok := ntsd.AttributeNamed(name); ok {
			return v.may(ntsd.Write(class, a))
		}
		return v.may(ntsd.Access{Rights: ntsd.WriteProperty, Types: []ntsd.GUID{class}})
	})
}

func filtered(list []string, keep func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return !keep(s) })
}

// descriptor returns nTSecurityDescriptor with the parts that were asked for.
// Without the right to read permissions, or when the audit part is among them
// and the account has no privilege for it, the attribute is left out, as on
// Windows.
func (v view) descriptor(parts int) []string {
	if !v.may(ntsd.Whole(ntsd.ReadControl)) || parts&partSACL != 0 && !v.s.audits() {
		return nil
	}
	sd := *v.e.access
	if parts&partOwner == 0 {
		sd.Owner = ""
	}
	if parts&partGroup == 0 {
		sd.Group = ""
	}
	if parts&partDACL == 0 {
		sd.Presence, sd.DACL = ntsd.Absent, nil
	}
	raw, err := sd.Marshal()
	if err != nil {
		return nil
	}
	return []string{string(raw)}
}

// fileTime writes a time in 100 ns since 1601; zero for the zero time.
func fileTime(t time.Time) string {
	if t.IsZero() {
		return "0"
	}
	return strconv.FormatInt(t.UnixNano()/100+epochOffset, 10)
}

// parseFileTime reads it back; the zero time for none and for "never".
func parseFileTime(text string) time.Time {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 || text == never {
		return time.Time{}
	}
	n -= epochOffset
	return time.Unix(n/1e7, n%1e7*100)
}

const (
	// epochOffset is 1970 counted from 1601, in 100 ns.
	epochOffset = 116444736000000000
	// never is the largest value, which stands for no end.
	never = "9223372036854775807"
)
