package ui

import (
	"context"
	"path/filepath"
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
	ofnFileMustExist   = 0x00001000
	ofnOverwritePrompt = 0x00000002
	ofnPathMustExist   = 0x00000800
	ofnNoChangeDir     = 0x00000008
	ofnHideReadOnly    = 0x00000004
	ofnExplorer        = 0x00080000
)

// longestPath is what a path with the prefix \\?\ can have.
const longestPath = 32768

// chooseFile shows the file dialog of Windows: it knows network places, recent
// files and the person's habits, which Fyne's does not.
func (w *Window) chooseFile(title string, endings []string, chosen func(path string)) {
	pattern := "*" + strings.Join(endings, ";*")
	w.dialog(fileDialog{proc: "GetOpenFileNameW", title: title, pattern: pattern, flags: ofnFileMustExist | ofnHideReadOnly}, chosen)
}

// askPath shows the dialog of Windows that asks where to save a file; it warns
// before one is replaced.
func (w *Window) askPath(name string, write func(path string, refused func(error))) {
	d := fileDialog{proc: "GetSaveFileNameW", name: name, pattern: "*" + filepath.Ext(name), flags: ofnOverwritePrompt}
	w.dialog(d, func(path string) { write(path, nil) })
}

// replaces is whether a file that exists may be replaced: the dialog of Windows
// has asked.
const replaces = true

// fileDialog is what a dialog of comdlg32.dll is asked for.
type fileDialog struct {
	proc, title, name, pattern string
	flags                      uint32
}

// dialog shows a file dialog. It has a message loop of its own and runs on
// another thread, so that the window goes on drawing.
func (w *Window) dialog(d fileDialog, chosen func(path string)) {
	owner := uintptr(0)
	if native, ok := w.win.(driver.NativeWindow); ok {
		native.RunNative(func(c any) {
			if win, ok := c.(driver.WindowsWindowContext); ok {
				owner = win.HWND
			}
		})
	}
	w.background(func(context.Context) func() {
		path, ok := d.show(owner)
		if !ok {
			return nil
		}
		return func() { chosen(path) }
	})
}

func (d fileDialog) show(owner uintptr) (string, bool) {
	filter := utf16.Encode([]rune(d.pattern + "\x00" + d.pattern + "\x00*.*\x00*.*\x00\x00"))
	buffer := make([]uint16, longestPath)
	copy(buffer, utf16.Encode([]rune(d.name)))
	ofn := openFileName{owner: owner, filter: &filter[0], file: &buffer[0], maxFile: uint32(len(buffer)),
		flags: d.flags | ofnPathMustExist | ofnNoChangeDir | ofnExplorer}
	if d.title != "" {
		caption, err := windows.UTF16PtrFromString(d.title)
		if err != nil {
			return "", false
		}
		ofn.title = caption
	}
	ofn.size = uint32(unsafe.Sizeof(ofn))
	ok, _, _ := windows.NewLazySystemDLL("comdlg32.dll").NewProc(d.proc).Call(uintptr(unsafe.Pointer(&ofn)))
	return windows.UTF16ToString(buffer), ok != 0
}
