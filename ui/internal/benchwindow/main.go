//go:build cgo

// Command benchwindow opens the window of the wizard, or an empty Fyne window of
// the same size, fonts and theme, and writes how long its first frame took, in
// milliseconds since the moment that the first argument names. It stays open
// until its standard input ends. A benchmark runs it; it is not shipped.
package main

import (
	"context"
	"fmt"
	"image"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui"
	"hire2retire-setup/ui/theme"
)

func main() {
	began, err := strconv.ParseInt(os.Args[1], 10, 64)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	a := theme.Calm(app.NewWithID("io.robomq.connectionsetup.bench"))
	w, err := open(a, os.Args[2:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	w.Canvas().Overlays().Add(witness(time.Unix(0, began))) // above the content, which is not laid out anew for it
	w.Resize(fyne.NewSize(1100, 720))
	w.Show() // paints the first frame
	go exitAtEnd(os.Stdin)
	a.Run()
}

// exitAtEnd ends the program when r ends, which may be before the app runs: Fyne
// would forget to quit.
func exitAtEnd(r io.Reader) {
	io.Copy(io.Discard, r)
	os.Exit(0)
}

// open returns the window of the wizard on a folder of its own, or, without a
// folder, an empty one. A window that draws no letter reads no font, and so the
// empty one has a word in each of the two faces of the first page; the third
// face, that of commands, neither window reads.
func open(a fyne.App, home []string) (fyne.Window, error) {
	if len(home) == 0 {
		a.Settings().SetTheme(theme.New(theme.System))
		w := a.NewWindow("Empty")
		w.SetContent(container.NewVBox(label(theme.Body), label(theme.Strong)))
		return w, nil
	}
	store, err := profile.Open(context.Background(), home[0], profile.Memory())
	if err != nil {
		return nil, err
	}
	printer, err := words.New("en")
	if err != nil {
		return nil, err
	}
	deps := setup.Deps{Store: store, Cloud: cloud.Find, Computer: "workstation", Person: "admin", Start: setup.DefaultAnswers()}
	return ui.New(a, setup.New(deps), printer).Fyne(), nil
}

func label(t theme.Type) fyne.CanvasObject {
	text := canvas.NewText("Empty", theme.Color(theme.Text))
	text.TextSize, text.TextStyle = fyne.CurrentApp().Settings().Theme().Size(t.Size), t.Style
	return text
}

// witness is a point that is painted last and says when.
func witness(began time.Time) fyne.CanvasObject {
	var once sync.Once
	point := canvas.NewRaster(func(w, h int) image.Image {
		once.Do(func() { fmt.Println(float64(time.Since(began).Microseconds()) / 1000) })
		return image.NewRGBA(image.Rect(0, 0, w, h))
	})
	return container.NewWithoutLayout(sized(point))
}

func sized(o fyne.CanvasObject) fyne.CanvasObject {
	o.Resize(fyne.NewSquareSize(1))
	return o
}
