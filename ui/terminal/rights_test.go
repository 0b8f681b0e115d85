package terminal_test

import (
	"os"
	"strings"
	"testing"
)

// Every cell of the matrix is shown with the entry that decided it, and what is
// missing as commands and as a script in a file.
func TestRights(t *testing.T) {
	d := practise(t, "rights.missing")
	script := "grant.ps1"
	screen := mustFinish(t, d, together(onAccount, "> Keep", "> Rights in each OU", "> Commands and script", "> Save it as a file", script, "> Leave", "> Leave")...)
	golden(t, "rights", "What next?\n1. Next: Exchange Online", screen)
	text, err := os.ReadFile(script)
	if err != nil || !strings.Contains(string(text), "-Undo") {
		t.Errorf("the script was not written: %v", err)
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
