package terminal_test

import (
	"os"
	"strings"
	"testing"
)

// The help of a step is built in: no network is needed to read it.
func TestHelp(t *testing.T) {
	screen := mustFinish(t, practise(t), together(toStep("Hybrid connection"), "<", "> Help, files", "> Help for this step", "> Back", "> Leave", "> Leave")...)
	golden(t, "help", "What do you need?", screen)
}

// The notice for the security team is shown and written.
func TestNotice(t *testing.T) {
	screen := mustFinish(t, practise(t), "> Help, files", "> Notice for the security team", "> Save it as a file", "", "> Back", "> Leave")
	golden(t, "notice", "What do you need?", screen)
	if text, err := os.ReadFile("notice-security-team.txt"); err != nil || !strings.Contains(string(text), "changes nothing") {
		t.Errorf("the notice was not written: %v\n%s", err, text)
	}
}

// A language is found by somebody who reads no other one, and holds from then on.
func TestLanguage(t *testing.T) {
	screen := mustFinish(t, practise(t), "> Help, files", "> Language", "> Deutsch", "> Hilfe", "> Sprache", "> English", "> Leave")
	golden(t, "language", "What do you need?", screen)
}
