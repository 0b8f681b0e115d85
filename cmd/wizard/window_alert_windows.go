//go:build cgo

package main

import "golang.org/x/sys/windows"

// alert shows a text in a box: the window program has no console.
func alert(title, text string) {
	t, errTitle := windows.UTF16PtrFromString(title)
	s, errText := windows.UTF16PtrFromString(text)
	if errTitle != nil || errText != nil {
		return
	}
	windows.MessageBox(0, s, t, windows.MB_OK|windows.MB_ICONWARNING)
}
