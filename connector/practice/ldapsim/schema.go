package ldapsim

import (
	"strings"

	"hire2retire-setup/connector/directory/ntsd"
)

// class is a structural class: its chain of objectClass values, the last part
// of its objectCategory, and its GUID where access checks need one.
type class struct {
	chain    []string
	category string
	guid     ntsd.GUID
}

var classes = map[string]class{
	"user":                     {[]string{"top", "person", "organizationalPerson", "user"}, "Person", ntsd.ClassUser},
	"contact":                  {[]string{"top", "person", "organizationalPerson", "contact"}, "Person", ntsd.ClassContact},
	"computer":                 {[]string{"top", "person", "organizationalPerson", "user", "computer"}, "Computer", ntsd.ClassComputer},
	"group":                    {[]string{"top", "group"}, "Group", ntsd.ClassGroup},
	"organizationalUnit":       {[]string{"top", "organizationalUnit"}, "Organizational-Unit", ntsd.ClassOrganizationalUnit},
	"container":                {[]string{"top", "container"}, "Container", ntsd.ClassContainer},
	"builtinDomain":            {[]string{"top", "builtinDomain"}, "Builtin-Domain", ntsd.GUID{}},
	"domainDNS":                {[]string{"top", "domain", "domainDNS"}, "Domain-DNS", ntsd.GUID{}},
	"configuration":            {[]string{"top", "configuration"}, "Configuration", ntsd.GUID{}},
	"classSchema":              {[]string{"top", "classSchema"}, "Class-Schema", ntsd.GUID{}},
	"dMD":                      {[]string{"top", "dMD"}, "DMD", ntsd.GUID{}},
	"crossRefContainer":        {[]string{"top", "crossRefContainer"}, "Cross-Ref-Container", ntsd.GUID{}},
	"crossRef":                 {[]string{"top", "crossRef"}, "Cross-Ref", ntsd.GUID{}},
	"sitesContainer":           {[]string{"top", "sitesContainer"}, "Sites-Container", ntsd.GUID{}},
	"site":                     {[]string{"top", "site"}, "Site", ntsd.GUID{}},
	"serversContainer":         {[]string{"top", "serversContainer"}, "Servers-Container", ntsd.GUID{}},
	"server":                   {[]string{"top", "server"}, "Server", ntsd.GUID{}},
	"nTDSDSA":                  {[]string{"top", "applicationSettings", "nTDSDSA"}, "NTDS-DSA", ntsd.GUID{}},
	"foreignSecurityPrincipal": {[]string{"top", "foreignSecurityPrincipal"}, "Foreign-Security-Principal", ntsd.GUID{}},
}

// childClasses are what can be created in a container, as far as
// allowedChildClasses is asked for.
var childClasses = []string{"computer", "contact", "group", "organizationalUnit", "user"}

// syntax says how values of an attribute are compared.
type syntax int

const (
	asText syntax = iota
	asName        // a DN
	asInteger
	asBoolean
	asTime // sorts as text
	asSID
	asGUID
)

// attributeKind is how an attribute is spelled and compared.
type attributeKind struct {
	name   string
	syntax syntax
}

// attributeKinds holds every attribute that a search may name, by lower-case
// name. One that is not here and on no object is unknown, and a filter over it
// is undefined, as on a domain controller.
var attributeKinds = kinds(map[syntax]string{
	asText: `c cn co company department description displayName division dNSHostName employeeID employeeNumber employeeType
		facsimileTelephoneNumber givenName homePhone info initials ipPhone isRecycled l legacyExchangeDN logonHours mail mailNickname
		mobile msDS-ExternalDirectoryObjectId msDS-PrincipalName name nETBIOSName nTSecurityDescriptor objectClass ou
		physicalDeliveryOfficeName postalCode proxyAddresses sAMAccountName servicePrincipalName sn st streetAddress
		structuralObjectClass targetAddress telephoneNumber title uid unicodePwd userParameters userPrincipalName userWorkstations
		wWWHomePage canonicalName allowedAttributes allowedAttributesEffective allowedChildClasses allowedChildClassesEffective dc
		dnsRoot extensionAttribute1 msExchHideFromAddressLists lDAPDisplayName defaultSecurityDescriptor`,
	asName: `distinguishedName objectCategory member memberOf manager directReports managedBy managedObjects
		serverReference serverReferenceBL nCName subschemaSubentry msDS-ResultantPSO defaultObjectCategory`,
	asInteger: `accountExpires adminCount badPasswordTime badPwdCount codePage countryCode groupType instanceType lastLogon
		lastLogonTimestamp lockoutDuration lockOutObservationWindow lockoutThreshold lockoutTime logonCount maxPwdAge minPwdAge
		minPwdLength ms-DS-MachineAccountQuota msDS-Approx-Immed-Subordinates msDS-Behavior-Version
		msDS-User-Account-Control-Computed msDS-UserPasswordExpiryTimeComputed primaryGroupID primaryGroupToken pwdHistoryLength
		pwdLastSet pwdProperties sAMAccountType sDRightsEffective systemFlags userAccountControl uSNChanged uSNCreated
		msDS-SupportedEncryptionTypes searchFlags options`,
	asBoolean: `isCriticalSystemObject showInAdvancedViewOnly isDeleted msDS-isGC msDS-isRODC`,
	asTime:    `createTimeStamp modifyTimeStamp whenChanged whenCreated`,
	asSID:     `objectSid tokenGroups tokenGroupsGlobalAndUniversal tokenGroupsNoGCAcceptable sIDHistory`,
	asGUID:    `objectGUID mS-DS-ConsistencyGuid schemaIDGUID attributeSecurityGUID`,
})

func kinds(lists map[syntax]string) map[string]attributeKind {
	out := make(map[string]attributeKind)
	for s, list := range lists {
		for _, name := range strings.Fields(list) {
			out[strings.ToLower(name)] = attributeKind{name, s}
		}
	}
	return out
}

// writable are the attributes that allowedAttributes lists, by class. The
// name of an object never is among them: it changes by renaming.
var writable = map[string][]string{
	"user": strings.Fields(`accountExpires c co company department description displayName division employeeID employeeNumber
		employeeType facsimileTelephoneNumber givenName homePhone info initials ipPhone l lockoutTime mail manager mobile
		physicalDeliveryOfficeName postalCode proxyAddresses pwdLastSet sAMAccountName servicePrincipalName sn st streetAddress
		telephoneNumber title unicodePwd userAccountControl userPrincipalName userWorkstations wWWHomePage`),
	"contact": strings.Fields(`c co company department description displayName employeeID givenName initials l mail manager
		mobile physicalDeliveryOfficeName postalCode proxyAddresses sn st streetAddress telephoneNumber title`),
	"group":              strings.Fields(`description displayName groupType info mail managedBy member proxyAddresses sAMAccountName`),
	"organizationalUnit": strings.Fields(`c co description displayName l managedBy postalCode st streetAddress`),
	"container":          strings.Fields(`description displayName`),
}
