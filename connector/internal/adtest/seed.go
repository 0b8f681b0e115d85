package adtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The seeded OUs, by the key that Domain.OU takes. In a domain with Options.LocalNames they carry the second name.
var seededOUs = []struct{ key, local, parent string }{
	{"Service Accounts", "Dienstkonten, Übersee", ""},
	{"Groups", "Gruppen #1", ""},
	{"Hires", "Eintritte + Übernahmen", ""},
	{"Sealed", "Verschlossen; geheim", "Hires"}, // blocks inheritance
	{"Leavers", "Austritte = Ende", ""},
	{"Denied", "Gesperrt \"alt\"", ""},          // svc-direct, a Domain Admin, is denied to create users here
	{"Empty", "Leer <neu>", "Hires"},            // holds nothing: rights must be predicted
	{"Vault", "Tresor \\ Archiv", ""},           // everyone is denied to delete its children
	{"Protected", "Geschützt 東京", "Vault"},      // protected from accidental deletion
	{"Owner Rights", "Eigentümer (Rechte)", ""}, // has an ACE for OWNER RIGHTS, which a simple access check cannot judge
	{"Special Names", "Sonderzeichen", ""},
}

// SpecialNames are the OUs below OU=Special Names: names that a Base DN builder and a script generator must survive.
var SpecialNames = []string{
	"R&D, Ops", "a+b", `say "hi"`, `back\slash`, "less<more>", "semi;colon", "#hash", " lead", "trail ", "eq=ual",
	"slash/es", "Zürich", "Cafe\u0301 (NFD)", "東京支社", "Ελλάδα", "עברית", "İstanbul ı", "😀 emoji", "(paren)*star",
	strings.Repeat("x", 64),
}

// Depth is how many OUs "Depth 01", "Depth 02", … are nested in one another.
const Depth = 12

// UpdateAttributes are the user attributes that the platform keeps up to date; svc-least may write each of them.
var UpdateAttributes = []string{
	"givenName", "sn", "displayName", "title", "department", "company", "manager", "employeeID", "mail",
	"proxyAddresses", "userPrincipalName", "sAMAccountName", "telephoneNumber",
}

// supportAttributes are written by enable and disable, force change, unlock and rename.
var supportAttributes = []string{"userAccountControl", "pwdLastSet", "lockoutTime", "cn", "name"}

const (
	globalSecurity = -2147483646
	localSecurity  = -2147483644
	globalMail     = 2 // a distribution group: never in a token
)

var seededGroups = []group{
	{"G-L1", "Groups", globalSecurity}, {"G-L2", "Groups", globalSecurity}, {"G-L3", "Groups", globalSecurity},
	{"G-CycA", "Groups", globalSecurity}, {"G-CycB", "Groups", globalSecurity}, {"G-CycC", "Groups", globalSecurity},
	{"DL-Local", "Groups", localSecurity}, {"Dist-List", "Groups", globalMail},
	{"Hire Operators", "Groups", globalSecurity},
	{"All Staff", "Groups", globalSecurity}, {"Sales & EMEA", "Groups", globalSecurity},
}

var seededMembers = map[string][]string{
	"G-L1": {"G-L2"}, "G-L2": {"G-L3"}, "G-L3": {"svc-nested"},
	"G-CycA": {"svc-cyclic", "G-CycC"}, "G-CycB": {"G-CycA"}, "G-CycC": {"G-CycB"},
	"DL-Local": {"svc-plain"}, "Dist-List": {"svc-plain"},
	"Hire Operators":    {"svc-viagroup"},
	"All Staff":         {"hire01", "hire02"},
	"Domain Admins":     {"svc-direct", "svc-da-hires", "svc-protected", "svc-primary", "G-L1", "G-CycB"},
	"Enterprise Admins": {"svc-enterprise"},
	"Administrators":    {"svc-builtinadmin"},
	"Protected Users":   {"svc-protected"},
	"Account Operators": {"hire-admin"},
}

// seededGrants are the ACEs in the order of a hand-made delegation: explicit denies first.
func seededGrants() []grant {
	least := leastPrivilege("svc-least")
	return []grant{
		{On: "Hires", ACEs: slices.Concat(
			[]string{"(OD;CIIO;CR;{guid:User-Force-Change-Password};{guid:user};{sid:svc-nopassword})"},
			fullControl("svc-delegated"), fullControl("Hire Operators"), least, leastPrivilege("svc-nopassword"),
			[]string{
				"(OA;CI;CC;{guid:user};;{sid:svc-createonly})",
				"(OA;CIIO;CR;{guid:User-Force-Change-Password};{guid:user};{sid:svc-resetonly})",
				"(OA;CIIO;RPWP;{guid:pwdLastSet};{guid:user};{sid:svc-resetonly})",
				"(OA;CIIO;RPWP;{guid:lockoutTime};{guid:user};{sid:svc-resetonly})",
			})},
		{On: "Leavers", ACEs: least},
		{On: "Groups", ACEs: []string{"(OA;CIIO;RPWP;{guid:member};{guid:group};{sid:svc-least})"}},
		{On: "Denied", ACEs: []string{"(OD;CI;CCDC;{guid:user};;{sid:svc-direct})"}},
		{On: "Sealed", Block: true},
		{On: "Vault", ACEs: []string{"(D;;DC;;;WD)", "(OA;CI;CCDC;{guid:user};;{sid:svc-delegated})"}},
		{On: "Protected", ACEs: []string{"(D;;DTSD;;;WD)"}},
		{On: "Owner Rights", ACEs: []string{"(A;CIOI;RCWD;;;OW)"}},
		{On: "hire-admin", LikeAdmins: true},
		{On: "hire-orphan", LikeAdmins: true},
	}
}

// fullControl is what the delegation wizard grants for users and groups.
func fullControl(account string) []string {
	var aces []string
	for _, ace := range []string{
		"(OA;CI;CCDC;{guid:user};;%s)", "(OA;CIIO;RPWPCRCCDCLCLORCWOWDSDDTSW;;{guid:user};%s)",
		"(OA;CI;CCDC;{guid:group};;%s)", "(OA;CIIO;RPWP;{guid:member};{guid:group};%s)",
	} {
		aces = append(aces, fmt.Sprintf(ace, "{sid:"+account+"}"))
	}
	return aces
}

// leastPrivilege is what managing users of an OU needs and nothing more, ACE by ACE as dsacls writes them:
// CCDC;user on the OU, then SD, Reset Password and RPWP of each attribute on its users.
func leastPrivilege(account string) []string {
	sid := "{sid:" + account + "}"
	aces := []string{
		"(OA;CI;CCDC;{guid:user};;" + sid + ")",
		"(OA;CIIO;SD;;{guid:user};" + sid + ")",
		"(OA;CIIO;CR;{guid:User-Force-Change-Password};{guid:user};" + sid + ")",
	}
	for _, attribute := range slices.Concat(UpdateAttributes, supportAttributes) {
		aces = append(aces, "(OA;CIIO;RPWP;{guid:"+attribute+"};{guid:user};"+sid+")")
	}
	return aces
}

// A seed is what seed.py reads: everything that shall exist in the domain.
type seed struct {
	OUs                []ou                `json:"ous"`
	Users              []user              `json:"users"`
	Groups             []group             `json:"groups"`
	Members            map[string][]string `json:"members"`
	Grants             []grant             `json:"grants"`
	RenameDomainAdmins string              `json:"renameDomainAdmins"`
	Bulk               Bulk                `json:"bulk"`
}

type ou struct {
	Key    string `json:"key"`
	Name   string `json:"name"`
	Parent string `json:"parent"`
}

type user struct {
	Name         string            `json:"name"`
	CN           string            `json:"cn"`
	OU           string            `json:"ou"`
	UPN          string            `json:"upn"`
	Password     string            `json:"password"`
	Control      int               `json:"control"`
	State        string            `json:"state"`
	PrimaryGroup int               `json:"primaryGroup"`
	Attributes   map[string][]byte `json:"attributes"`
}

type group struct {
	Name string `json:"name"`
	OU   string `json:"ou"`
	Type int    `json:"type"`
}

// A grant puts ACEs before those that the object has. Placeholders: {sid:account}, {guid:class, attribute or right}.
type grant struct {
	On         string   `json:"on"` // OU key or sAMAccountName
	ACEs       []string `json:"aces"`
	Block      bool     `json:"block"`      // stop inheritance and drop what was inherited
	LikeAdmins bool     `json:"likeAdmins"` // take the DACL of AdminSDHolder, as the SDProp task of a Windows DC does
}

func newSeed(o Options) seed {
	s := seed{
		Groups: seededGroups, Members: seededMembers, Grants: seededGrants(),
		RenameDomainAdmins: o.RenameDomainAdmins, Bulk: o.Bulk,
	}
	for _, u := range seededOUs {
		name := u.key
		if o.LocalNames {
			name = u.local
		}
		s.OUs = append(s.OUs, ou{u.key, name, u.parent})
	}
	for _, name := range SpecialNames {
		s.OUs = append(s.OUs, ou{name, name, "Special Names"})
	}
	parent := ""
	for i := range Depth {
		name := fmt.Sprintf("Depth %02d", i+1)
		s.OUs = append(s.OUs, ou{name, name, parent})
		parent = name
	}
	for _, a := range seededAccounts {
		s.Users = append(s.Users, a.seed(o))
	}
	return s
}

func (a Account) seed(o Options) user {
	return user{
		Name: a.Name, CN: cmp.Or(a.cn, a.Name), OU: cmp.Or(a.ou, "Service Accounts"), UPN: a.upnIn(o.Realm),
		Password: cmp.Or(a.Password, o.UserPassword), Control: cmp.Or(a.control, normalAccount), State: a.state,
		PrimaryGroup: a.primaryGroup, Attributes: a.attributes,
	}
}

func (a Account) upnIn(realm string) string {
	upn := cmp.Or(a.upn, a.Name)
	switch {
	case upn == "-":
		return ""
	case strings.Contains(upn, "@"):
		return upn
	}
	return upn + "@" + realm
}
