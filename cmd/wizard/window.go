//go:build cgo

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver"
	"github.com/go-gl/glfw/v3.4/glfw"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui"
	"hire2retire-setup/ui/theme"
)

// windowFlags are the flags of the window.
type windowFlags struct {
	practice optional
	lang     string
}

func parseWindowFlags(args []string) (windowFlags, error) {
	var f windowFlags
	s := flag.NewFlagSet("wizard", flag.ContinueOnError)
	s.SetOutput(io.Discard)
	s.Var(&f.practice, "practice", "")
	s.StringVar(&f.lang, "lang", "", "")
	if err := s.Parse(args); err != nil {
		return f, err
	}
	if s.NArg() > 0 {
		return f, fmt.Errorf("%q is one argument too many", s.Arg(0))
	}
	return f, nil
}

// open shows the window until it is closed. Where there can be none it says why,
// and what does the same without one.
func open(ctx context.Context, args []string, c console) int {
	f, err := parseWindowFlags(args)
	if err != nil {
		fmt.Fprintf(c.err, "wizard: %s\n", err)
		return exitUsage
	}
	if f.practice.value == "list" {
		return listFaults(c, f.lang)
	}
	lang := f.lang
	if lang == "" {
		lang = systemLanguage()
	}
	printer, err := words.New(lang)
	if err != nil {
		fmt.Fprintln(c.err, "wizard:", err)
		return exitUsage
	}
	world, err := newWorld(ctx, worldOptions{practice: f.practice, words: printer, person: true})
	if err != nil {
		fmt.Fprintln(c.err, "wizard:", err)
		return exitUsage
	}
	defer world.close()
	if why := runWindow(ctx, world, printer, f.lang == ""); why != "" {
		noWindow(c, why)
		return exitUsage
	}
	return exitOK
}

func noWindow(c console, why string) {
	text := fmt.Sprintf("wizard: no window: %s.\nThe same set-up in the terminal: wizard text. The checks alone: wizard verify (see wizard help).", why)
	fmt.Fprintln(c.err, text)
	alert(appName, text)
}

// runWindow runs the event loop until the window is closed. It returns why there
// is no window, or nothing. If choice, the language that was chosen in the window
// wins over that of the printer.
func runWindow(ctx context.Context, world *world, printer *words.Printer, choice bool) string {
	w, why := startWindow(world, printer, choice)
	if why != "" {
		return why
	}
	stop := context.AfterFunc(ctx, func() { fyne.Do(w.Fyne().Close) })
	defer stop()
	fyne.CurrentApp().Run()
	w.Wait()
	return ""
}

// The window is at first as large as this, or as the screen allows.
const (
	windowWidth  = 1100
	windowHeight = 720
)

// startWindow makes and shows the window. Without a display the library that
// makes windows panics; without OpenGL Fyne writes a line to the log and goes on
// with no window.
func startWindow(world *world, printer *words.Printer, choice bool) (w *ui.Window, why string) {
	told := &strings.Builder{}
	before := log.Writer()
	log.SetOutput(io.MultiWriter(before, told))
	defer func() {
		log.SetOutput(before)
		if p := recover(); p != nil {
			w, why = nil, oneLine(fmt.Sprint(p))
		}
	}()
	if err := glfw.Init(); err != nil { // Fyne does it again, which does nothing
		return nil, oneLine(err.Error())
	}
	app.SetMetadata(fyne.AppMetadata{ID: appID, Name: appName, Version: appVersion, Build: appBuild, Icon: theme.AppIcon(),
		Release: true, Migrations: map[string]bool{"fyneDo": true}})
	a := theme.Calm(app.NewWithID(appID))
	a.SetIcon(theme.AppIcon())
	w = ui.New(a, setup.New(world.deps), printer)
	if choice {
		w.FollowChoice()
	}
	w.Fyne().Resize(fyne.NewSize(windowWidth, windowHeight))
	w.Fyne().CenterOnScreen()
	w.Fyne().Show()
	if !hasHandle(w.Fyne()) {
		return nil, cause(told.String())
	}
	fitScreen(w.Fyne())
	return w, ""
}

// hasHandle reports whether the system has made the window.
func hasHandle(w fyne.Window) bool {
	made := false
	w.(driver.NativeWindow).RunNative(func(c any) {
		switch c := c.(type) {
		case driver.WindowsWindowContext:
			made = c.HWND != 0
		case driver.X11WindowContext:
			made = c.WindowHandle != 0
		case driver.WaylandWindowContext:
			made = c.WaylandSurface != 0
		case driver.MacWindowContext:
			made = c.NSWindow != 0
		}
	})
	return made
}

// cause finds in the log of Fyne why there is no window.
func cause(told string) string {
	if _, rest, ok := strings.Cut(told, "Cause: "); ok {
		line, _, _ := strings.Cut(rest, "\n")
		return oneLine(line)
	}
	return "OpenGL 2 is missing"
}

func oneLine(s string) string { return strings.TrimRight(strings.Join(strings.Fields(s), " "), ".") }

// fitScreen makes a window smaller that the screen has no room for. Fyne knows
// the scale of the screen only when the window is there.
func fitScreen(w fyne.Window) {
	m := glfw.GetPrimaryMonitor()
	if m == nil {
		return
	}
	_, _, width, height := m.GetWorkarea()
	scale := w.Canvas().Scale()
	const border = 40 // of the window, and the edge of the screen
	room := fyne.NewSize(float32(width)/scale-border, float32(height)/scale-border)
	if size := w.Canvas().Size(); room.Width < size.Width || room.Height < size.Height {
		w.Resize(fyne.NewSize(min(size.Width, room.Width), min(size.Height, room.Height)))
		w.CenterOnScreen()
	}
}
