package ui_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// A name that is taken is said before anything is written, and can be changed.
func TestNameIsTaken(t *testing.T) {
	s := saved(t)
	s.press("New connection")
	events.wait(t, "the next page", func() bool { return s.win.Title() == "Permissions - Connection Setup" })
	s.flow = nil // the window has another one now
	s.window.Goto(setup.Review)
	s.window.Next()
	events.wait(t, "the refusal", func() bool { return contains(s.text(), "The connection was not saved") })
	if got := s.win.Title(); got != "Review and save - Connection Setup" {
		t.Errorf("at %q after a refusal", got)
	}
	s.window.Goto(setup.Connection)
	s.typed("Connection name", "Another")
	s.window.Goto(setup.Review)
	if contains(s.text(), "The connection was not saved") {
		t.Error("the refusal is still shown after the name was changed")
	}
	s.window.Next()
	events.wait(t, "the last page", func() bool { return s.win.Title() == "Done - Connection Setup" })
}

// Where the password cannot be kept, Review says so before, the connection is
// saved all the same, and Done says what that means.
func TestKeyringRefuses(t *testing.T) {
	refuse := errors.New("the keyring is locked")
	s := openStore(t, "en", t.TempDir(), profile.NewKeyring(profile.Backend{Name: "Test Keyring",
		Set:    func(_, _, _ string) error { return refuse },
		Get:    func(_, _ string) (string, error) { return "", refuse },
		Delete: func(_, _ string) error { return refuse }}))
	s.walk(setup.Review)
	events.wait(t, "the keyring", func() bool { return contains(s.text(), "Cannot be kept:") })
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	s.says("The password is not kept", "“Connection-Directory Service” is saved and verified")
	if s.flow.Connection().Kept != nil {
		t.Error("the connection says that its password is kept")
	}
}

// A password is kept for the hosts, the trust and the name that it was typed for.
// If the file says something else, it has to be typed again.
func TestKeptForSomethingElse(t *testing.T) {
	vault := map[string]string{}
	keyring := profile.NewKeyring(profile.Backend{Name: "Test Keyring",
		Set: func(_, user, s string) error { vault[user] = s; return nil },
		Get: func(_, user string) (string, error) {
			if s, ok := vault[user]; ok {
				return s, nil
			}
			return "", profile.ErrNotKept
		},
		Delete: func(_, user string) error { delete(vault, user); return nil }})
	s := openStore(t, "en", t.TempDir(), keyring)
	s.walk(setup.Review)
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	clear(vault)
	s.window.Goto(setup.Welcome)
	s.listed("Open")
	s.press("Open")
	s.at(setup.Connection)
	s.window.Goto(setup.ServiceAccount)
	s.says("Type the password to verify the connection again")
	if !s.flow.Answers().Password.Empty() {
		t.Error("there is a password although none is kept")
	}
}

// A CA file is chosen by its path where the system has no dialog of its own.
func TestChooseFile(t *testing.T) {
	s := newScreen(t)
	ca := s.flow.Answers().CA
	s.window.Goto(setup.Connection)
	s.press("Remove")
	s.idle()
	home := t.TempDir()
	t.Setenv("HOME", home)
	if err := os.WriteFile(filepath.Join(home, "ca.pem"), []byte(ca), 0o600); err != nil {
		t.Fatal(err)
	}
	s.press("Choose CA file…")
	widgettest.Button(t, s.page(), "Open").Press()
	if s.win.Canvas().Overlays().Top() == nil {
		t.Fatal("no path at all was taken")
	}
	widgettest.Find(t, s.page(), func(i *widgets.Input) bool { return i.Semantics().Name == "Path of the file" }).SetText(" ~/ca.pem ")
	s.key(fyne.KeyReturn)
	events.wait(t, "the CA", func() bool { return s.flow.Answers().CA == ca })
	s.idle()
	s.says("Trusted CA", "Everything on this page is proved.")
}

// What cannot be read as a saved connection is listed with the reason, and can
// be deleted, not opened.
func TestSpoiledConnection(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, "en", dir, profile.Memory())
	s.walk(setup.Review)
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	spoil(t, dir)
	s.window.Goto(setup.Welcome)
	events.wait(t, "the list", func() bool { return contains(s.text(), "Cannot be opened") })
	for _, name := range []string{"Open", "Verify again"} {
		if b := widgettest.Button(t, s.page(), name); !b.Disabled() {
			t.Errorf("%s can be pressed on a file that cannot be read", name)
		}
	}
}

// spoil cuts every saved connection in half.
func spoil(t *testing.T, dir string) {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".json" {
			return err
		}
		n++
		return os.Truncate(path, 100)
	})
	if err != nil || n == 0 {
		t.Fatalf("spoiled %d files: %v", n, err)
	}
}
