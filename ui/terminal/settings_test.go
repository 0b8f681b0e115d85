package terminal_test

import "testing"

// What most leave as it is can be seen and changed, one thing at a time.
func TestSettings(t *testing.T) {
	screen := mustFinish(t, practise(t), together(toStep("Exchange Online"), enter, enter, "> Cloud, tenant",
		"> Tenant", "practice.example", "> Write scope", "Default", "", "> Write scope", "Berlin only", "CustomAttribute1 -eq 'Berlin'",
		"> Ask to read", "> Yes", "> Ask to read", "<", "> Back", "> Leave", "> Leave")...)
	golden(t, "settings", "What do you want to change?", screen)
}

// The text of Microsoft's page is explained; its own empty lines and numbers
// answer nothing.
func TestSignInPage(t *testing.T) {
	screen := mustFinish(t, practise(t), together(toStep("Exchange Online"), enter, enter,
		"> Explain what", "Sorry, but we're having trouble signing you in.\n\n1\nAADSTS50105: Your administrator has configured the application to block users.\n.",
		"> Explain what", "<", "> Leave")...)
	golden(t, "sign-in-page", "Sign in with Microsoft?", screen)
}

// Warnings can be accepted, which is said where they are shown again, and taken
// back.
func TestAcceptWarnings(t *testing.T) {
	screen := mustFinish(t, practise(t, "account.expiry"), together(onAccount, enter, "> Accept", "1", enter, "> Go to another step", "> Review",
		"> Show all problems", "> Accept", "1", enter, "> Show all problems", "> Leave", "> Leave")...)
	golden(t, "accepted", "What next?\n1. Next: Exchange Online", screen)
}

// In practice, what can go wrong is chosen from a list, seen, and healed.
func TestRehearse(t *testing.T) {
	screen := mustFinish(t, practise(t), together(toStep("Hybrid connection"), times(5, enter), "> Help, files", "> What if", "> A failure of Active", "> Show the next", "<", "> Nothing listens",
		"> Back", "> Check again", "> Help, files", "> What if", "> Nothing goes wrong", "> Back", "> Check again", "> Leave")...)
	golden(t, "rehearse", "What do you need?", screen)
}
