package ui_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/practice"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

var (
	large = fyne.NewSize(1100, 720)
	small = fyne.NewSize(930, 500)
)

// screen is a window in memory over the practice world, as cmd builds it.
type screen struct {
	*testing.T
	flow   *setup.Flow
	window *ui.Window
	win    fyne.Window
	world  *practice.World
	words  *words.Printer
	// browser, if set, opens the sign-in page in place of the practice browser.
	browser func(string) error
}

// newScreen opens the window on the practice with these faults, in English.
func newScreen(t *testing.T, faults ...string) *screen {
	t.Helper()
	return newScreenIn(t, "en", faults...)
}

func newScreenIn(t *testing.T, lang string, faults ...string) *screen {
	t.Helper()
	return openStore(t, lang, t.TempDir(), profile.Memory(), faults...)
}

// openStore opens the window on the practice and on a store in a folder.
func openStore(t *testing.T, lang, dir string, keyring *profile.Keyring, faults ...string) *screen {
	t.Helper()
	world, err := practice.Start(faults...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { world.Close() })
	store, err := profile.Open(t.Context(), filepath.Join(dir, "store"), keyring)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	printer, err := words.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return openScreen(t, world, practiceDeps(world, store), printer)
}

func practiceDeps(w *practice.World, store *profile.Store) setup.Deps {
	a := setup.DefaultAnswers()
	a.Hosts = nil
	for _, h := range w.Hosts() {
		a.Hosts = append(a.Hosts, setup.HostAnswer{Name: h, Port: "636"})
	}
	a.CA, a.BaseDN, a.Username = string(w.CA()), w.BaseDN(), w.Username()
	a.UserOUs, a.GroupOUs = strings.Join(w.UserOUs(), "\n"), strings.Join(w.GroupOUs(), "\n")
	a.Cloud, a.Account = cloud.Practice, w.Account()
	var faults []setup.RehearsalFault
	for _, f := range practice.Faults() {
		track := setup.DirectoryTrack
		if f.Microsoft {
			track = setup.MicrosoftTrack
		}
		faults = append(faults, setup.RehearsalFault{Name: f.Name, Says: f.Says, Track: track})
	}
	return setup.Deps{Rehearsal: setup.NewRehearsal(faults, w.SetFaults), Store: store, Directory: setup.Network{LookupHost: w.LookupHost, Dial: w.Dial},
		Cloud:    func(cloud.ID) (cloud.Cloud, error) { return w.Cloud(), nil },
		ClientID: w.ClientID(), OpenURL: w.Consent, Computer: "PRACTICE-PC", Person: "admin", Practice: true, Timeout: 3 * time.Second,
		Start: a, Offer: w.Password().Reveal()}
}

func openScreen(t *testing.T, world *practice.World, deps setup.Deps, printer *words.Printer) *screen {
	t.Helper()
	s := &screen{T: t, world: world, words: printer, browser: deps.OpenURL}
	deps.OpenURL = func(url string) error { return s.browser(url) }
	s.flow = setup.New(deps)
	s.window = ui.New(fyne.CurrentApp(), s.flow, printer)
	s.win = s.window.Fyne()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.text())
		}
		if s.open() {
			s.win.Close()
		}
		s.window.Wait()
		events.drain()
	})
	s.win.Resize(large)
	s.win.Show()
	return s
}

// at waits for a step.
func (s *screen) at(id setup.StepID) {
	s.Helper()
	events.wait(s.T, "the step "+string(id)+", at "+s.win.Title(), func() bool { return s.flow.Current().ID == id })
}

// until waits until the foot says that nothing runs.
func (s *screen) idle() {
	s.Helper()
	events.wait(s.T, "the end of the checks", func() bool { return !s.window.Busy() })
}

func (s *screen) key(keys ...fyne.KeyName) { widgettest.Key(s.win, keys...) }

// text is everything that can be read on the screen.
func (s *screen) text() string {
	var b strings.Builder
	for _, told := range widgets.Told(s.win.Canvas().Content()) {
		b.WriteString(told.Name + "\n" + told.Value + "\n")
	}
	return b.String()
}

func (s *screen) says(sentences ...string) {
	s.Helper()
	text := s.text()
	for _, sentence := range sentences {
		if !strings.Contains(text, sentence) {
			s.Errorf("the page %q does not say %q; it says:\n%s", s.win.Title(), sentence, text)
		}
	}
}

func (s *screen) press(name string) {
	s.Helper()
	widgettest.Button(s.T, s.win.Canvas().Content(), name).Press()
}

// names are the names of everything on the screen.
func (s *screen) names() []string {
	var names []string
	for _, told := range widgets.Told(s.win.Canvas().Content()) {
		names = append(names, told.Name)
	}
	return names
}

// fill types the offered password without walking there.
func (s *screen) fill() {
	s.window.Goto(setup.ServiceAccount)
	s.key(fyne.KeyReturn) // the button that fills it in has the focus
}

// walk presses Enter until a step is shown.
func (s *screen) walk(to setup.StepID) {
	s.Helper()
	for _, step := range s.flow.Steps() {
		s.at(step.ID)
		if step.ID == to {
			return
		}
		if step.ID == setup.ServiceAccount {
			s.key(fyne.KeyReturn) // Fill in
		}
		s.key(fyne.KeyReturn)
	}
}

// open reports whether the window is still there.
func (s *screen) open() bool { return slices.Contains(fyne.CurrentApp().Driver().AllWindows(), s.win) }
