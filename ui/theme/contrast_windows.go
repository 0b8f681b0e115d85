package theme

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// https://learn.microsoft.com/windows/win32/api/winuser/ns-winuser-highcontrastw
type highContrast struct {
	size   uint32
	flags  uint32
	scheme *uint16
}

const (
	spiGetHighContrast = 0x0042
	highContrastOn     = 0x0001
)

// SystemHighContrast reports whether high contrast is switched on.
func SystemHighContrast() bool {
	get := windows.NewLazySystemDLL("user32.dll").NewProc("SystemParametersInfoW")
	h := highContrast{}
	h.size = uint32(unsafe.Sizeof(h))
	ok, _, _ := get.Call(spiGetHighContrast, uintptr(h.size), uintptr(unsafe.Pointer(&h)), 0)
	return ok != 0 && h.flags&highContrastOn != 0
}
