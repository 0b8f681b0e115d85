package terminal_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every cell of the matrix is shown with the entry that decided it, and what is
// missing as commands and as a script in a file.
func TestRights(t *testing.T) {
	d := practise(t, "rights.missing")
	folder := t.TempDir()
	screen := mustFinish(t, d, together(onAccount, "> Keep", "> Rights in each OU", "> OU=Staff", "> OU=Groups", "> Back", "> Commands and script", "> Save them", folder, "> Leave", "> Leave")...)
	golden(t, "rights", "What next?\n1. Next: Exchange Online", strings.ReplaceAll(screen, folder, "FOLDER"))
	written, err := os.ReadDir(folder)
	if err != nil || len(written) != 2 {
		t.Fatalf("written were %v, %v", written, err)
	}
	for _, script := range written {
		if text, err := os.ReadFile(filepath.Join(folder, script.Name())); err != nil || !strings.Contains(string(text), "dsacls") && !strings.Contains(string(text), "-Undo") {
			t.Errorf("%s: %v", script.Name(), err)
		}
	}
}

// Somebody who does not have the password checks with an account of their own;
// nothing is kept of it.
func TestOwnAccount(t *testing.T) {
	d := practise(t)
	offer := d.Offer
	d.Offer = ""
	screen := mustFinish(t, d, together(toStep("Service account"), enter, hidden, "> Type it", hidden, "> Check with my own account", enter, enter,
		"svc-hire2retire@practice.example", hidden+offer, "> Check again", enter, hidden+offer,
		"> Check with the password of the service account", hidden+offer, "> Do not keep", "> Leave", "> Leave")...)
	golden(t, "own-account", "Username", screen)
}

// Nobody has to sign in anywhere: what is typed can be saved as not verified.
func TestWithoutPassword(t *testing.T) {
	d := practise(t)
	d.Offer = ""
	screen := mustFinish(t, d, together(toStep("Service account"), enter, hidden, "> Go on without a check", enter, enter, "> Next", enter, enter, "> Not now", "> Save it as not verified", "> Finish")...)
	golden(t, "without-password", "No password was typed.", screen)
}
