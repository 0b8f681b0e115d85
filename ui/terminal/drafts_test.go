package terminal_test

import (
	"os"
	"strings"
	"testing"
)

// What was typed and proved is there again after the wizard was left, or ended.
func TestDraft(t *testing.T) {
	d := practise(t)
	left := mustFinish(t, d, together(toStep("Hybrid connection"), "My connection", times(4, enter), "> Leave", "> Leave, and go on")...)
	if !strings.Contains(left, "kept as a draft, without the password") {
		t.Errorf("that a draft is kept was not said:\n%s", left)
	}
	screen := mustFinish(t, d, "> Not finished: My connection", "> Back", "> Not finished: My connection", "> Go on with it", "> Go on at", "<", "<", "> Leave", "> Leave, and forget")
	golden(t, "draft", "What do you want to do?", screen)
	again := mustFinish(t, d, "> Leave")
	if strings.Contains(again, "Not finished") {
		t.Errorf("the draft was not forgotten:\n%s", again)
	}
}

// Ctrl+C twice loses nothing either; a draft that is not wanted goes by itself.
func TestDraftAfterInterrupt(t *testing.T) {
	d := practise(t)
	if _, err := converse(t, d, together(toStep("Hybrid connection"), "My connection", "^C", "^C")...); err == nil {
		t.Fatal("Run was not interrupted")
	}
	screen := mustFinish(t, d, "> Not finished: My connection", "> Forget it", "> Leave")
	golden(t, "draft-dropped", "What do you want to do?", screen)
}

// Two people on two computers: the draft goes there, the other half is done, and
// it comes back; what was taken from where is said.
func TestTwoComputers(t *testing.T) {
	here, there := practise(t), practise(t)
	here.Computer, here.Person, there.Computer, there.Person = "jump-host", "ad-admin", "laptop", "exchange-admin"
	folder := t.TempDir()
	out, back := folder+"/out.json", folder+"/back.json"
	mustFinish(t, here, together(onAccount, enter, "> Help, files", "> Work with another", "> Leave Exchange Online", "> Write this set-up", out, "> Back", "> Back", "> Leave", "> Leave, and go on")...)
	mustFinish(t, there, together("> Bring in", out, "> Go to another step", "> Exchange Online", enter, enter, "> Sign in with a browser", "> Yes", enter,
		"> Help, files", "> Work with another", "> Write this set-up", back, "> Back", "> Back", "> Leave", "> Leave, and go on")...)
	screen := mustFinish(t, here, "> Bring in", "nowhere.json", "<", "> Bring in", back, "> Leave", "> Leave, and go on")
	golden(t, "two-computers", "What do you want to do?", strings.ReplaceAll(screen, folder, "FOLDER"))
	for _, path := range []string{out, back} {
		if text, err := os.ReadFile(path); err != nil || strings.Contains(string(text), here.Offer) {
			t.Errorf("%s: %v, or the password is in it", path, err)
		}
	}
}

// What a draft would have trusted is said on arrival and again before the
// password is asked for.
func TestDraftIsCompared(t *testing.T) {
	here, there := practise(t), practise(t)
	out := t.TempDir() + "/out.json"
	mustFinish(t, here, together(onAccount, enter, "> Help, files", "> Work with another", "> Write this set-up", out, "> Back", "> Back", "> Leave", "> Leave, and go on")...)
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), `"hosts": "dc1.practice.example\t636`, `"hosts": "dc1.practice.example\t636\tdc2.practice.example`, 1)
	if changed == string(text) {
		t.Fatalf("the draft has no such host:\n%s", text)
	}
	if err := os.WriteFile(out, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	screen, err := converse(t, there, "> Bring in", out, "> Go to another step", "> Service account", "^C", "^C")
	if err == nil {
		t.Fatal("Run was not interrupted")
	}
	const says = "takes the certificate of dc2.practice.example for dc1.practice.example"
	flat := strings.Join(strings.Fields(screen), " ")
	first, again := strings.Index(flat, says), strings.LastIndex(flat, says)
	if first < 0 || first == again || again > strings.LastIndex(flat, "Username (") {
		t.Errorf("said at %d and %d, before the account is asked for:\n%s", first, again, screen)
	}
}
