package directory

import (
	"errors"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	netapi32        = windows.NewLazySystemDLL("netapi32.dll")
	primaryDomainOf = netapi32.NewProc("DsRoleGetPrimaryDomainInformation")
	freePrimary     = netapi32.NewProc("DsRoleFreeMemory")
	siteNameOf      = netapi32.NewProc("DsGetSiteNameW")
)

// primaryDomain is DSROLE_PRIMARY_DOMAIN_INFO_BASIC.
// https://learn.microsoft.com/windows/win32/api/dsrole/ns-dsrole-dsrole_primary_domain_info_basic
type primaryDomain struct {
	role       uint32
	flags      uint32
	flatName   *uint16
	dnsName    *uint16
	forestName *uint16
	guid       windows.GUID
}

// The parts of DSROLE_MACHINE_ROLE that are no member of a domain.
const (
	standaloneWorkstation = 0
	standaloneServer      = 2
)

// membership asks the computer for its domain, which needs no network. The name
// of the domain is not always the DNS suffix of the computer, so that is not
// what is asked for. The user name is returned whole, as UPNSuffix.
func membership() Joined {
	const basic = 1 // DsRolePrimaryDomainInfoBasic
	var found *primaryDomain
	if primaryDomainOf.Find() != nil || freePrimary.Find() != nil {
		return Joined{}
	}
	if status, _, _ := primaryDomainOf.Call(0, basic, uintptr(unsafe.Pointer(&found))); status != 0 || found == nil {
		return Joined{}
	}
	defer freePrimary.Call(uintptr(unsafe.Pointer(found)))
	if found.role == standaloneWorkstation || found.role == standaloneServer {
		return Joined{}
	}
	return Joined{DNSDomain: windows.UTF16PtrToString(found.dnsName), NetBIOS: windows.UTF16PtrToString(found.flatName),
		Site: ownSite(), UPNSuffix: ownUPN()}
}

// ownSite returns the site of the computer, or nothing.
// https://learn.microsoft.com/windows/win32/api/dsgetdc/nf-dsgetdc-dsgetsitenamew
func ownSite() string {
	var name *uint16
	if siteNameOf.Find() != nil {
		return ""
	}
	if status, _, _ := siteNameOf.Call(0, uintptr(unsafe.Pointer(&name))); status != 0 || name == nil {
		return ""
	}
	defer windows.NetApiBufferFree((*byte)(unsafe.Pointer(name)))
	return windows.UTF16PtrToString(name)
}

// ownUPN returns the user principal name of who is signed in; empty for an
// account of the computer itself, and when nobody can tell.
func ownUPN() string {
	size := uint32(256)
	for range 2 { // the second time with the size that was asked for
		name := make([]uint16, size)
		err := windows.GetUserNameEx(windows.NameUserPrincipal, &name[0], &size)
		if err == nil {
			return windows.UTF16ToString(name)
		}
		if !errors.Is(err, windows.ERROR_MORE_DATA) {
			return ""
		}
	}
	return ""
}
