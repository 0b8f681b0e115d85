package terminal_test

import (
	"os"
	"strings"
	"testing"
)

// The help of a step is built in: no network is needed to read it.
func TestHelp(t *testing.T) {
	screen := mustFinish(t, practise(t), together(toStep("Hybrid connection"), "<", "> Help, files", "> Help for this step", "> Back", "> Leave")...)
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

// What was proved is told host by host and written in every form; nothing was
// checked yet is said, too.
func TestReports(t *testing.T) {
	screen := mustFinish(t, practise(t), together("> Help, files", "> Report, story", "> Story", "> Back", "> Back", toStep("Hybrid connection"), times(5, enter), "> Help, files", "> Report, story",
		"> Story", "> Save it as a file", enter, "> Report as a web page", enter, "> Report as text", "> Save it as a file", enter, "> Report as JSON", enter, "> Support bundle", enter,
		"> Support bundle", enter, "> Write somewhere else", "<", "> Back", "> Back", "> Leave")...)
	i := strings.Index(screen, "What do you want to see or to keep?")
	for _, want := range []string{"Nothing was checked yet.", "dc1.practice.example", "This file is there already:"} {
		if !strings.Contains(screen[i:], want) {
			t.Errorf("%q was not said:\n%s", want, screen[i:])
		}
	}
	for name, want := range map[string]string{"story.txt": "dc1.practice.example", "report.html": "<html", "report.txt": "dc1.practice.example", "report.json": `"version":`, "support-bundle.zip": "report.html"} {
		if text, err := os.ReadFile(name); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %v, or %q is not in it", name, err, want)
		}
	}
}

// A language is found by somebody who reads no other one, and holds from then on.
func TestLanguage(t *testing.T) {
	screen := mustFinish(t, practise(t), "> Help, files", "> Language", "> Deutsch", "> Hilfe", "> Sprache", "> English", "> Leave")
	golden(t, "language", "What do you need?", screen)
}
