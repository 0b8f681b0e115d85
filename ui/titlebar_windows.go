package ui

import (
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

// https://learn.microsoft.com/windows/win32/api/dwmapi/ne-dwmapi-dwmwindowattribute
const dwmwaUseImmersiveDarkMode = 20

// paintTitleBar makes the title bar dark or light. Where Windows is too old for
// it, nothing happens.
func paintTitleBar(w fyne.Window, dark bool) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	on := int32(0)
	if dark {
		on = 1
	}
	native.RunNative(func(c any) {
		if c, ok := c.(driver.WindowsWindowContext); ok && c.HWND != 0 {
			set := windows.NewLazySystemDLL("dwmapi.dll").NewProc("DwmSetWindowAttribute")
			set.Call(c.HWND, dwmwaUseImmersiveDarkMode, uintptr(unsafe.Pointer(&on)), unsafe.Sizeof(on))
		}
	})
}
