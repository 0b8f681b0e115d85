package ui

import (
	"context"
	"strings"
	"unicode/utf16"
	"unsafe"

	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

// https://learn.microsoft.com/windows/win32/api/commdlg/ns-commdlg-openfilenamew
type openFileName struct {
	size            uint32
	owner           uintptr
	instance        uintptr
	filter          *uint16
	customFilter    *uint16
	maxCustomFilter uint32
	filterIndex     uint32
	file            *uint16
	maxFile         uint32
	fileTitle       *uint16
	maxFileTitle    uint32
	initialDir      *uint16
	title           *uint16
	flags           uint32
	fileOffset      uint16
	fileExtension   uint16
	defaultExt      *uint16
	customData      uintptr
	hook            uintptr
	templateName    *uint16
	reserved        uintptr
	reserved2       uint32
	flagsEx         uint32
}

const (
	ofnFileMustExist = 0x00001000
	ofnPathMustExist = 0x00000800
	ofnNoChangeDir   = 0x00000008
	ofnHideReadOnly  = 0x00000004
	ofnExplorer      = 0x00080000
)

// longestPath is what a path with the prefix \\?\ can have.
const longestPath = 32768

// chooseFile shows the file dialog of Windows: it knows network places, recent
// files and the person's habits, which Fyne's does not. It has a message loop
// of its own and runs on another thread, so that the window goes on drawing.
func (w *Window) chooseFile(title string, endings []string, chosen func(path string)) {
	owner := uintptr(0)
	if native, ok := w.win.(driver.NativeWindow); ok {
		native.RunNative(func(c any) {
			if win, ok := c.(driver.WindowsWindowContext); ok {
				owner = win.HWND
			}
		})
	}
	w.background(func(context.Context) func() {
		path, ok := openFile(owner, title, endings)
		if !ok {
			return nil
		}
		return func() { chosen(path) }
	})
}

func openFile(owner uintptr, title string, endings []string) (string, bool) {
	pattern := "*" + strings.Join(endings, ";*")
	filter := utf16.Encode([]rune(pattern + "\x00" + pattern + "\x00*.*\x00*.*\x00\x00"))
	buffer := make([]uint16, longestPath)
	caption, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return "", false
	}
	ofn := openFileName{owner: owner, filter: &filter[0], file: &buffer[0], maxFile: uint32(len(buffer)), title: caption,
		flags: ofnFileMustExist | ofnPathMustExist | ofnNoChangeDir | ofnHideReadOnly | ofnExplorer}
	ofn.size = uint32(unsafe.Sizeof(ofn))
	ok, _, _ := windows.NewLazySystemDLL("comdlg32.dll").NewProc("GetOpenFileNameW").Call(uintptr(unsafe.Pointer(&ofn)))
	return windows.UTF16ToString(buffer), ok != 0
}
