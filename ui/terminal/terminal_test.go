package terminal_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/terminal"
)

// enter is an answer that keeps what is offered.
const enter = ""

func times(n int, answer string) []string {
	var list []string
	for range n {
		list = append(list, answer)
	}
	return list
}

// together joins answers and lists of answers.
func together(parts ...any) []string {
	var list []string
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			list = append(list, p)
		case []string:
			list = append(list, p...)
		}
	}
	return list
}

// The practice offers every answer, so Enter alone leads through all of it.
func TestWholeSetUp(t *testing.T) {
	screen := mustFinish(t, practise(t), times(40, enter)...)
	golden(t, "set-up", "Answer each question", screen)
	if n := strings.Count(screen, "Practice mode: nothing here is real."); n != 8 {
		t.Errorf("practice mode was marked %d times, want once on each of 8 steps", n)
	}
}

// Every sentence of the whole set-up is there in German.
func TestWholeSetUpInGerman(t *testing.T) {
	p := newTypist(times(40, enter))
	if err := runIn(t.Context(), t, practise(t), p, "de"); err != nil {
		t.Fatal(err)
	}
	golden(t, "set-up-german", "Beantworten Sie", p.leave())
}

// What was probably meant is taken with one choice, also in a list and of what
// was typed only the part that is wrong.
func TestCorrection(t *testing.T) {
	screen := mustFinish(t, practise(t), together(toStep("Hybrid connection"), enter,
		"dc2.practice.example", "ldap://dc1.practice.example", "", "> Change what was typed", "-", "ldaps://dc2.practice.example:389", "", enter,
		"0", enter, "<", "<", "<", "<", "> Leave", "> Leave")...)
	golden(t, "correction", "Domain controllers (Enter keeps", screen)
}

// toStep leads from the first question to a step.
func toStep(nav string) []string {
	return []string{"> Set up a new connection", "> Go to another step", "> " + nav}
}

var onAccount = together(toStep("Service account"), times(4, enter))

// A failed check is explained with what to copy, and does not keep anybody from
// going on and saving.
func TestFailedCheck(t *testing.T) {
	screen := mustFinish(t, practise(t, "ldap.account-locked"), together(onAccount, "> Check again", "> Next: Exchange Online",
		enter, enter, "> Not now", "> Show what to send", "> Back", "> Show all problems", "> Save it as not verified", "> Finish")...)
	golden(t, "locked", "Step 5 of 8", screen)
}

// What is in the way of a step can be on another one: the way there is offered.
func TestInTheWay(t *testing.T) {
	d := practise(t, "tls.unknown-ca")
	d.Start.CA = ""
	screen := mustFinish(t, d, together(onAccount, "> Go to: Hybrid connection", "<", "> Leave", "> Leave")...)
	golden(t, "in-the-way", "What next?\n1. Next: Exchange Online", screen)
}

// Warnings do not stand in the way.
func TestWarning(t *testing.T) {
	screen := mustFinish(t, practise(t, "account.expiry"), together(onAccount, enter, "> Leave", "> Leave")...)
	golden(t, "expiry", "Checking.", screen)
}

// What cannot be used is said at the question that it is about, which is asked
// again; Enter still keeps what was right.
func TestUnusableInput(t *testing.T) {
	folder := t.TempDir()
	garbage, missing := filepath.Join(folder, "notes.pem"), filepath.Join(folder, "missing.pem")
	if err := os.WriteFile(garbage, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	hosts, account, exchange := toStep("Hybrid connection"), toStep("Service account"), toStep("Exchange Online")
	for _, tc := range []struct {
		field   string
		before  []string
		typed   []string
		message string
		asked   string // again
	}{
		{"connection name", hosts, []string{strings.Repeat("n", 300)}, "The name has 300 characters", "Connection name (Enter keeps Connection-Directory Service): "},
		{"host", together(hosts, enter), []string{"10.0.0.999", ""}, "“10.0.0.999” is not a valid IP address", "Domain controllers (Enter keeps dc1.practice.example): "},
		{"port of a host", together(hosts, enter), []string{"dc1.practice.example", "dc2.practice.example:389", ""}, "Port 389 is LDAP without encryption.", "Number (Enter takes 1): "},
		{"no host", together(hosts, enter), []string{"-"}, "No host was given.", "Domain controllers (Enter keeps dc1.practice.example): "},
		{"port", together(hosts, times(2, enter)), []string{"0"}, "“0” is not a port", "Number (Enter takes 1): "},
		{"sync interval", together(hosts, times(3, enter)), []string{"often"}, "“often” is not a number of minutes", "Entra ID sync interval in minutes (optional): "},
		{"CA file that is none", together(hosts, times(4, enter), "> Use another file"), []string{garbage}, "notes.pem", "CA file (optional): "},
		{"CA file that is missing", together(hosts, times(4, enter), "> Use another file"), []string{missing}, "cannot be read. Check the path", "CA file (optional): "},
		{"Base DN", toStep("Base DN"), []string{"=x"}, "Write it like OU=", "Base DN (Enter keeps DC=practice,DC=example): "},
		{"username", account, []string{"-"}, "user name", "Username (Enter keeps svc-hire2retire@practice.example): "},
		{"password", together(account, enter), []string{hidden + "a\x00b"}, "password", "Password: "},
		{"OU for users", together(account, times(2, enter), "> Type the list"), []string{"Staff", ""}, "Staff", "OUs for users (Enter keeps these 3): "},
		{"features", exchange, []string{"1", "2", "3", "4", ""}, "Nothing is ticked.", "Number to change, or Enter to go on: "},
		{"a choice", exchange, []string{"9"}, "“9” is not a number from 1 to 5.", "Number to change, or Enter to go on: "},
		{"account", together(exchange, enter), []string{"two words@example.com"}, "is not the name of a Microsoft 365 account", "Exchange Online service account (optional) (Enter keeps svc-hire2retire@practice.example): "},
		{"tenant", together(exchange, enter, enter, "> Cloud, tenant", "> Tenant"), []string{"no tenant"}, "no tenant", "Tenant: "},
		{"application", together(exchange, enter, enter, "> Cloud, tenant", "> Application"), []string{"12345"}, "“12345” is not an application", "Application (client) ID: "},
	} {
		t.Run(tc.field, func(t *testing.T) {
			screen, err := converse(t, practise(t), together(tc.before, tc.typed)...)
			if !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("Run = %v, want another question", err)
			}
			screen = strings.TrimRight(screen, "\n")
			tail := strings.Join(strings.Fields(screen[max(0, len(screen)-600):]), " ")
			if !strings.Contains(tail, tc.message) || !strings.HasSuffix(screen, tc.asked) {
				t.Errorf("after %q:\n%s\nwant %q and then %q", tc.typed, tail, tc.message, tc.asked)
			}
		})
	}
}

// A certificate that is not trusted is shown, and nothing is trusted by itself.
func TestCertificate(t *testing.T) {
	screen := mustFinish(t, practise(t, "tls.unknown-ca"), together(toStep("Hybrid connection"), times(4, enter),
		"> Trust what this computer", "> Certificate of", "> Change nothing", "> Certificate of", "> Trust this public key",
		"> Certificate of", "> Do not trust its public key", "> Leave", "> Leave")...)
	golden(t, "certificate", "Checking.", screen)
}

// A name that the certificate carries is offered, and only taken when chosen.
func TestOtherName(t *testing.T) {
	screen := mustFinish(t, practise(t, "tls.wrong-name"), together(toStep("Hybrid connection"), times(5, enter),
		"> Certificate of", "> Verify it as", "> Leave", "> Leave")...)
	golden(t, "other-name", "What do you want to do about it?", screen)
}

func TestSavedConnection(t *testing.T) {
	d := practise(t)
	mustFinish(t, d, times(40, enter)...)
	screen := mustFinish(t, d, "> Saved:", "> Verify again", "> Go to: Exchange Online", enter, enter, "> Sign in with a browser", "> Yes", enter, enter, "> Save the connection", "> Back to the first page",
		"> Saved:", "> Open", "<", "<", "<")
	golden(t, "saved", "What do you want to do?", screen)
}

// A saved connection is deleted only after another question, and is gone then.
func TestDeleteSaved(t *testing.T) {
	d := practise(t)
	mustFinish(t, d, times(40, enter)...)
	screen := mustFinish(t, d, "> Saved:", "> Delete", "> Keep it", "> Saved:", "> Delete", "> Delete connection", "> Leave")
	golden(t, "delete", "What do you want to do?", screen)
	if saved, err := setup.SavedConnections(t.Context(), d); err != nil || len(saved) > 0 {
		t.Errorf("still saved are %v, %v", saved, err)
	}
}

// The authority that issued the certificates is added from a file after it was
// missed, and the hosts are looked at again.
func TestAddAuthority(t *testing.T) {
	d, world := world(t)
	d.Start.CA = ""
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, world.CA(), 0o600); err != nil {
		t.Fatal(err)
	}
	screen := mustFinish(t, d, together(toStep("Hybrid connection"), times(5, enter), "> Certificate of", "> Trust a CA file", "<",
		"> Certificate of", "> Trust a CA file", path, "> Leave", "> Leave, and forget")...)
	golden(t, "ca-file", "CA file (optional)", screen)
}

// What is missing for saving is named with its step, and nothing is saved.
func TestIncomplete(t *testing.T) {
	d := practise(t)
	d.Start.BaseDN, d.Start.Username = "", ""
	screen := mustFinish(t, d, together(toStep("Review and save"), "> Save it as not verified", "> Leave")...)
	golden(t, "incomplete", "Step 7 of 8", screen)
}

// The account of another tenant, roles that are missing: what is wrong at
// Microsoft reads like what is wrong in the directory.
func TestMissingRole(t *testing.T) {
	screen := mustFinish(t, practise(t, "role.missing.mail-recipients"), together(toStep("Exchange Online"), enter, enter,
		"> Good to know", "> Scripts and a request", "> Show the commands", "> Back", "> Sign in with a browser", "> Yes", enter, "> Leave", "> Leave")...)
	golden(t, "missing-role", "What Hire2Retire will manage", screen)
}

// Domain controllers can be looked up, and only those that are ticked are taken.
func TestFind(t *testing.T) {
	found := mustFinish(t, practise(t), together(toStep("Hybrid connection"), times(5, enter), "> Find domain controllers", "nowhere.example",
		"> Find domain controllers", enter, "1", enter, "> Find domain controllers", enter, enter, "> Leave", "> Leave")...)
	golden(t, "find", "What next?\n1. Next: Base DN", found)

	d := practise(t)
	d.Start.Hosts = nil
	none := mustFinish(t, d, together(toStep("Hybrid connection"), enter, "> Find them", enter, "> Type them", "<", "<", "<", "<")...)
	golden(t, "find-none", "How do you want to name", none)
}

// What passed and fails at the last check is not saved as if nothing had
// happened: it is shown once, and then saved as what it is.
func TestSaveSeesWhatChanged(t *testing.T) {
	d, practice := world(t)
	p := newTypist(together(onAccount, enter, "> Next", enter, enter, "> Not now", "meanwhile", "> Save it", "> Save it", "> Finish"))
	p.meanwhile = func() {
		if err := practice.SetFaults("ldap.account-disabled"); err != nil {
			t.Error(err)
		}
	}
	err := run(t.Context(), t, d, p)
	screen := p.leave()
	if err != nil {
		t.Fatalf("Run = %v after\n%s", err, screen)
	}
	golden(t, "changed", "Not saved yet: something is not proved any more.", screen)
}

// A connection that cannot be saved as it is says why, and nothing is lost.
func TestNotSaved(t *testing.T) {
	d := practise(t)
	mustFinish(t, d, times(40, enter)...)
	screen := mustFinish(t, d, together(onAccount, enter, "> Next", enter, enter, "> Not now", "> Save it", "> Go to another step", "> Hybrid connection",
		"Another name", times(4, enter), "> Go to another step", "> Review", "> Save it", "> Finish")...)
	for _, want := range []string{"The connection was not saved", "“Another name” is saved, not verified"} {
		if !strings.Contains(screen, want) {
			t.Errorf("%q was not said:\n%s", want, screen)
		}
	}
}

// No line is wider than the screen but prompts, which the terminal breaks, and
// what cannot be broken: a link or a fingerprint.
func TestWidth(t *testing.T) {
	screen := mustFinish(t, practise(t), times(40, enter)...)
	for line := range strings.SplitSeq(screen, "\n") {
		if n := utf8.RuneCountInString(line); n > 80 && len(strings.Fields(line)) > 1 && !strings.HasSuffix(line, "⏎") {
			t.Errorf("%d columns: %q", n, line)
		}
	}
}

// A pasted list is shown as it was understood.
func TestPastedHosts(t *testing.T) {
	screen := mustFinish(t, practise(t), together(toStep("Hybrid connection"), enter, "ldaps://DC1.practice.example:636, dc2.practice.example dc1.practice.example", enter, times(3, enter), "> Leave", "> Leave, and forget")...)
	golden(t, "pasted-hosts", "One host on each line", screen)
}

func TestSignOut(t *testing.T) {
	onExchange := together(enter, enter, "> Sign in with a browser", "> Yes", enter, "> Change the answers", enter, enter)
	screen := mustFinish(t, practise(t), together(toStep("Exchange Online"), onExchange, "> Check the roles", "> Change the answers", enter, enter, "> Sign out", "> Sign in with a browser", "> No", "> Leave", "> Leave")...)
	golden(t, "sign-out", "Signed in as", screen)
}

func TestInterrupts(t *testing.T) {
	name := "My connection"
	for _, tc := range []struct {
		what    string
		faults  []string
		answers []string
		want    error
		last    string
	}{
		{"nothing was typed", nil, []string{"^C"}, terminal.ErrInterrupted, "Number (Enter takes 1): ^C"},
		{"something was typed, and stays", nil, together(toStep("Hybrid connection"), name, "^C", "> Stay", "<", "<", "> Leave", "> Leave, and forget"), nil, "Leave, and forget what was typed"},
		{"something was typed, and goes", nil, together(toStep("Hybrid connection"), name, "^C", "^C"), terminal.ErrInterrupted, "^C"},
		{"the input ends", nil, toStep("Hybrid connection"), io.ErrUnexpectedEOF, "Connection name"},
	} {
		t.Run(tc.what, func(t *testing.T) {
			screen, err := converse(t, practise(t, tc.faults...), tc.answers...)
			if !errors.Is(err, tc.want) {
				t.Errorf("Run = %v, want %v; the screen was\n%s", err, tc.want, screen)
			}
			if tail := screen[max(0, len(screen)-300):]; !strings.Contains(tail, tc.last) {
				t.Errorf("the screen ends with\n%s\nwant %q", tail, tc.last)
			}
		})
	}
}

// A sign-in with a code says where to enter it, and one without a browser where to
// go.
func TestLinks(t *testing.T) {
	for _, tc := range []struct{ what, fault, way, want string }{
		{"browser", "role.missing", "> Sign in with a browser", "Your browser opens. If you do not see it, open this link in a browser on this\ncomputer:\nhttps://"},
		{"no browser", "entra.browser", "> Sign in with a browser", "No browser could be opened here. Open the link yourself, in a browser on this\ncomputer."},
		{"code", "entra.device-code-expired", "> Sign in on another device; > Show a code", "On any device, open this page and enter the code "},
	} {
		t.Run(tc.what, func(t *testing.T) {
			p := newTypist(together(toStep("Exchange Online"), enter, enter, strings.Split(tc.way, "; "), "> Leave", "> Leave"))
			left, over := make(chan struct{}), make(chan struct{})
			go func() { // what was to be seen was seen: nobody signs in
				defer close(over)
				p.await(tc.want)
				select {
				case p.interrupt <- os.Interrupt:
				case <-left:
				}
			}()
			err := run(t.Context(), t, practise(t, tc.fault), p)
			screen := p.leave()
			close(left)
			<-over
			if err != nil && !errors.Is(err, terminal.ErrInterrupted) || !strings.Contains(screen, tc.want) {
				t.Errorf("Run = %v; %q was not said:\n%s", err, tc.want, screen)
			}
		})
	}
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := converseContext(ctx, t, practise(t), times(40, enter)...); !errors.Is(err, context.Canceled) {
		t.Errorf("Run = %v, want %v", err, context.Canceled)
	}
}

// The first Ctrl+C cancels the checks that run and keeps what was proved; the
// second one leaves.
func TestCancel(t *testing.T) {
	d := practise(t, "entra.timeout")
	signIn := together(toStep("Exchange Online"), enter, enter, "> Sign in on another device", "> Show a code")
	for _, tc := range []struct {
		what       string
		interrupts int
		answers    []string
		want       error
		last       string
	}{
		{"once", 1, together(signIn, "> Leave", "> Leave"), nil, "Cancelled. What was proved before still stands."},
		{"twice", 2, signIn, terminal.ErrInterrupted, "Ctrl+C again leaves the wizard."},
	} {
		t.Run(tc.what, func(t *testing.T) {
			p := newTypist(tc.answers)
			left := make(chan struct{})
			go func() {
				defer close(left)
				for range tc.interrupts {
					p.await("enter the code")
					p.interrupt <- os.Interrupt
				}
			}()
			err := run(t.Context(), t, d, p)
			screen := p.leave()
			if <-left; !errors.Is(err, tc.want) || !strings.Contains(screen, tc.last) {
				t.Errorf("Run = %v, want %v; the screen was\n%s\nwant %q", err, tc.want, screen, tc.last)
			}
		})
	}
}
