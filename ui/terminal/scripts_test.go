package terminal_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What administrators need is written to files, in the folder that was named,
// and nothing that is there is replaced without asking.
func TestScripts(t *testing.T) {
	folder := t.TempDir()
	there := filepath.Join(folder, "request.txt")
	if err := os.WriteFile(there, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	screen := mustFinish(t, practise(t), together(toStep("Exchange Online"), enter, enter, "> Scripts and a request",
		"> Request on one page", "> Save it as a file", there, "> Write somewhere else", there, "> Replace",
		"> Script: Exchange roles", folder, "> Script: the Entra role", folder, "> Script: register", folder, "> Script: report", folder, "> Script: report", "<",
		"> Back", "> Leave")...)
	golden(t, "scripts", "What do you want to hand over?", strings.ReplaceAll(screen, folder, "FOLDER"))
	for name, want := range map[string]string{"request.txt": "Request: a service account", "hire2retire-exchange-roles.ps1": "-Apply", "hire2retire-entra-role.ps1": "-Apply", "hire2retire-app-registration.ps1": "-Apply", "hire2retire-evidence.ps1": "Connect-ExchangeOnline"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %v, and %q is not in it", name, err, want)
		}
	}
}

// What an administrator reported is read from a file: a file that is something
// else is refused at the question.
func TestEvidence(t *testing.T) {
	folder := t.TempDir()
	path, other := filepath.Join(folder, "evidence.json"), filepath.Join(folder, "other.json")
	at := time.Now().UTC()
	report := `{"version":1,"kind":"hire2retire-evidence","account":"svc-hire2retire@practice.example","tenantId":"5a1e0c4b-7d2f-4b8e-9a36-2f1c0d9e8b47",
"by":"exchange-admin@practice.example","at":"` + at.Format(time.RFC3339) + `","assignments":[],"roleGroups":[],"entraRoles":[{"template":"fe930be7-5e62-47db-91af-98c3a49a38b1","scope":"/","eligible":false}]}`
	for p, text := range map[string]string{path: report, other: "[]"} {
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	screen := mustFinish(t, practise(t), together(toStep("Exchange Online"), enter, enter, "> Scripts and a request", "> Read what that script", other, path, "> Next: Review", "> Leave", "> Leave")...)
	golden(t, "evidence", "What do you want to hand over?", strings.NewReplacer(folder, "FOLDER", at.Format("2006-01-02 15:04 UTC"), "2026-03-01 12:00 UTC").Replace(screen))
}
