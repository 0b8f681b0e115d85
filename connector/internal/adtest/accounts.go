package adtest

import "slices"

// An Account is one seeded account and what a bind with it must show. The names (DN, UPN, SID) are filled in by
// Domain.Account and Domain.Accounts, exactly as the domain controller stores them.
type Account struct {
	Name     string // sAMAccountName
	Password string
	DN       string
	UPN      string // as stored in the directory; empty for svc-noupn
	SID      string

	// SubCode is the "data xxx" in the refusal of a bind with the right password; empty when it signs in.
	SubCode string
	// DomainAdmin tells that RID 512 of the domain is in the token, by whichever way.
	DomainAdmin bool
	// OtherAdmin tells that the account is privileged by RID 519 or BUILTIN\Administrators only.
	OtherAdmin bool
	// Why says what is particular about the account.
	Why string

	cn, ou, upn  string // upn: "" is name@realm, "-" is none, without "@" gets the realm
	control      int    // userAccountControl; 0 is a normal account
	state        string // set after creation: see finish_user in seed.py
	primaryGroup int
	attributes   map[string][]byte
}

// SignsIn tells whether a bind with the right password succeeds.
func (a Account) SignsIn() bool { return a.SubCode == "" }

// WrongPasswordSubCode is the sub-code of a bind with a wrong password: every state hides behind 52e, except
// locked. Sources: MS-ADTS section 5.1.1.1.1 for the form, Samba 4.17 and Windows agree on the values.
func (a Account) WrongPasswordSubCode() string {
	if a.SubCode == "775" {
		return "775"
	}
	return "52e"
}

const (
	normalAccount     = 0x200
	accountDisabled   = 0x2
	smartCardRequired = 0x40000
	domainAdminsRID   = 512

	// UnicodePassword is the password of svc-pwunicode: spaces and characters of three scripts.
	UnicodePassword = "Pässwörd €2026 東京"
)

// Seeded lists the seeded accounts of every domain, without DN, UPN and SID. Accounts live in OU=Service Accounts
// unless said otherwise.
func Seeded() []Account { return slices.Clone(seededAccounts) }

var seededAccounts = []Account{
	// Domain Admins, each in another way.
	{Name: "svc-direct", DomainAdmin: true, Why: "direct member; denied to create users in OU=Denied"},
	{Name: "svc-nested", DomainAdmin: true, Why: "member through three nested groups"},
	{Name: "svc-cyclic", DomainAdmin: true, Why: "member through a cycle of groups"},
	{Name: "svc-primary", DomainAdmin: true, primaryGroup: domainAdminsRID, Why: "member by primaryGroupID only: no memberOf"},
	{Name: "svc-da-hires", DomainAdmin: true, ou: "Hires", Why: "direct member, lives in the target OU"},
	{Name: "svc-protected", DomainAdmin: true, SubCode: "52f", Why: "also in Protected Users, which forbids simple binds"},

	// Privileged, but not Domain Admins.
	{Name: "svc-enterprise", OtherAdmin: true, Why: "Enterprise Admins only"},
	{Name: "svc-builtinadmin", OtherAdmin: true, Why: "BUILTIN\\Administrators only"},

	// Delegated control; see grants in seed.go.
	{Name: "svc-least", Why: "least privilege: exactly the ACEs of the remedy script on OU=Hires, OU=Leavers and OU=Groups"},
	{Name: "svc-delegated", Why: "full control of users and groups in OU=Hires; may create users in OU=Vault"},
	{Name: "svc-viagroup", Why: "as svc-delegated, through the group Hire Operators"},
	{Name: "svc-createonly", Why: "may create users in OU=Hires, nothing else"},
	{Name: "svc-resetonly", Why: "may reset passwords, force a change and unlock in OU=Hires"},
	{Name: "svc-nopassword", Why: "as svc-least on OU=Hires, but explicitly denied to reset passwords"},

	// Ordinary accounts with awkward names.
	{Name: "svc-plain", Why: "no rights; member of a domain local and of a distribution group"},
	{Name: "svc-noupn", upn: "-", Why: "no userPrincipalName"},
	{Name: "svc-altupn", upn: "svc-altupn@mail.example.org", Why: "UPN suffix that is not the domain"},
	{Name: "svc-comma", cn: "Comma, Name", upn: "Comma.Name", Why: "comma in the DN, UPN differs from sAMAccountName"},
	{Name: "svc-ümläut", cn: "Ümläut 東京", Why: "unicode in every name"},
	{Name: "svc-pwunicode", Password: UnicodePassword, Why: "password with spaces and unicode"},
	{Name: "svc-spaces", Password: "  Spaces around 2026  ", Why: "password that begins and ends with spaces"},
	{Name: "svc-chain", Why: "innermost member of the group chain of Options.Bulk.Groups"},

	// Refused with their own sub-code.
	{Name: "svc-hours", SubCode: "530", attributes: map[string][]byte{"logonHours": make([]byte, 21)}, Why: "no logon hours"},
	{Name: "svc-workstation", SubCode: "531", attributes: text("userWorkstations", "SOMEOTHERPC"), Why: "may sign in at another computer only"},
	{Name: "svc-pwexpired", SubCode: "532", state: "password-expired", Why: "password expired"},
	{Name: "svc-disabled", SubCode: "533", control: normalAccount | accountDisabled, Why: "account disabled"},
	{Name: "svc-expired", SubCode: "701", attributes: text("accountExpires", "131000000000000000"), Why: "account expired in 2016"},
	{Name: "svc-mustchange", SubCode: "773", state: "must-change", Why: "must change the password first"},
	{Name: "svc-locked", SubCode: "775", state: "locked", Why: "locked out (threshold 5, for 10 years)"},
	{Name: "svc-smartcard", SubCode: "52e", control: normalAccount | smartCardRequired, Why: "smart card required; Samba says 52e"},

	// The people the service account works on.
	{Name: "hire01", ou: "Hires", attributes: text("employeeID", "10001"), Why: "has an employeeID"},
	{Name: "hire02", ou: "Hires", attributes: text("employeeID", "10002"), Why: "has an employeeID"},
	{Name: "hire03", ou: "Hires", attributes: text("employeeID", "10003"), Why: "has an employeeID"},
	{Name: "hire04", ou: "Hires", Why: "no employeeID"},
	{Name: "hire05", ou: "Hires", Why: "no employeeID"},
	{Name: "hire-admin", ou: "Hires", attributes: text("adminCount", "1"), Why: "Account Operator: adminCount=1, no inherited ACEs"},
	{Name: "hire-orphan", ou: "Hires", attributes: text("adminCount", "1"), Why: "adminCount=1 and no inherited ACEs, but in no protected group any more"},
	{Name: "sealed01", ou: "Sealed", Why: "in the OU that blocks inheritance"},
	{Name: "vault01", ou: "Vault", Why: "in the OU where everyone is denied to delete children"},
	{Name: "leaver01", ou: "Leavers", control: normalAccount | accountDisabled, SubCode: "533", Why: "disabled leaver"},
}

func text(attribute, value string) map[string][]byte {
	return map[string][]byte{attribute: []byte(value)}
}
