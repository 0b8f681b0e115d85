package terminal

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/setup"
)

// Every state of a sign-in is said once, and the link is on a line of its own
// however long it is.
func TestLinkLines(t *testing.T) {
	link := "https://login.example.com/authorize?client_id=00000000-0000-0000-0000-000000000000&state=0123456789"
	until := time.Date(2030, 1, 2, 15, 4, 5, 0, time.Local)
	waiting := setup.SignInState{Stage: setup.SignInWaiting, URL: link, Until: until}
	failed, patient, code := waiting, waiting, waiting
	failed.Browser = errors.New("no display")
	patient.Wait = 2 * time.Second
	code.URL, code.Code = "https://login.example.com/device", "ABCD1234"
	opens := "\nYour browser opens. If you do not see it, open this link in\na browser on this computer:\n" + link + "\nThe sign-in is open until 15:04:05. Ctrl+C cancels it.\n\n"
	for _, tc := range []struct {
		what   string
		states []setup.SignInState
		want   string
	}{
		{"nothing yet", []setup.SignInState{{}}, ""},
		{"the link", []setup.SignInState{{}, waiting}, opens},
		{"the same again", []setup.SignInState{waiting, waiting, waiting}, opens},
		{"no browser", []setup.SignInState{waiting, failed, failed}, opens + "No browser could be opened here. Open the link yourself, in\na browser on this computer.\n"},
		{"another link", []setup.SignInState{code, {Stage: setup.SignInWaiting, URL: "https://login.example.com/device", Code: "NEW"}},
			"\nOn any device, open this page and enter the code ABCD1234:\nhttps://login.example.com/device\nThe sign-in is open until 15:04:05. Ctrl+C cancels it.\n\n" +
				"\nOn any device, open this page and enter the code NEW:\nhttps://login.example.com/device\n\n"},
		{"patience", []setup.SignInState{patient, patient, waiting}, "Microsoft asks to wait for 2 s.\n" + opens},
		{"the end", []setup.SignInState{{Stage: setup.SignInFinishing}, {Stage: setup.SignInFinishing}}, "The answer has come; the roles of the account are checked\nnext.\n"},
	} {
		t.Run(tc.what, func(t *testing.T) {
			l := links{face: drawn(t, wordsOnly)}
			said := ""
			for _, s := range tc.states {
				said += l.lines(s)
			}
			if diff := cmp.Diff(tc.want, said); diff != "" {
				t.Errorf("what was said (-want +got):\n%s", diff)
			}
		})
	}
}
