package directory

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// joinedDomain asks Windows whether it is in a domain, and for its DNS name.
func joinedDomain() string {
	var name *uint16
	var status uint32
	if err := windows.NetGetJoinInformation(nil, &name, &status); err != nil {
		return ""
	}
	windows.NetApiBufferFree((*byte)(unsafe.Pointer(name)))
	if status != windows.NetSetupDomainName {
		return ""
	}
	size := uint32(256)
	domain := make([]uint16, size)
	if err := windows.GetComputerNameEx(windows.ComputerNameDnsDomain, &domain[0], &size); err != nil {
		return ""
	}
	return windows.UTF16ToString(domain)
}
