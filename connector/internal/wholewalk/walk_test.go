package wholewalk_test

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/practice/tenant"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets/widgettest"
)

func TestMain(m *testing.M) {
	app := theme.Calm(test.NewApp())
	app.Settings().SetTheme(theme.New(theme.Light))
	adtest.Main(m)
}

// answers are what an admin of the domain has typed, but for the password.
func answers(t *testing.T, d *adtest.Domain, account string) setup.Answers {
	t.Helper()
	ca, err := os.ReadFile(d.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	a := setup.DefaultAnswers()
	a.Hosts = nil
	for _, h := range d.Hosts {
		a.Hosts = append(a.Hosts, setup.HostAnswer{Name: h.IP, Port: "636"})
	}
	a.CA, a.BaseDN, a.Username, a.Account = string(ca), d.BaseDN, d.Implicit(account), tenant.Account
	a.UserOUs, a.GroupOUs = strings.Join([]string{d.OU("Hires"), d.OU("Leavers")}, "\n"), d.OU("Groups")
	return a
}

// The pages, the flow, real domain controllers and real MSAL against the
// practice tenant, from Welcome to the saved connection.
func TestWalkInTheTestDriver(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	microsoft, err := tenant.Start(tenant.Options{Domain: d.DNSName})
	if err != nil {
		t.Fatal(err)
	}
	defer microsoft.Close()
	store, err := profile.Open(t.Context(), t.TempDir(), profile.Memory())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	printer, err := words.New("en")
	if err != nil {
		t.Fatal(err)
	}
	flow := setup.New(setup.Deps{Store: store, Cloud: func(cloud.ID) (cloud.Cloud, error) { return microsoft.Cloud(), nil },
		ClientID: tenant.ClientID, OpenURL: microsoft.Consent, Computer: "ws", Person: "admin", Start: answers(t, d, "svc-least")})
	queue := widgettest.NewQueue(t)
	window := ui.New(fyne.CurrentApp(), flow, printer)
	win := window.Fyne()
	win.Resize(fyne.NewSize(1100, 720))
	win.Show()
	for flow.Current().ID != setup.Done {
		from := flow.Current().ID
		if from == setup.ServiceAccount && flow.Answers().Password.Empty() {
			focusPassword(t, win)
			widgettest.Type(win, d.Account("svc-least").Password)
		}
		widgettest.Key(win, fyne.KeyReturn)
		queue.Until(func() bool { return flow.Current().ID != from })
	}
	if c := flow.Connection(); !c.Verified || len(c.Reasons) > 0 {
		t.Errorf("saved, verified = %v: %v", c.Verified, c.Reasons)
	}
	win.Close()
	queue.Drain()
	window.Wait()
}

// focusPassword walks by Tab to the password field.
func focusPassword(t *testing.T, win fyne.Window) {
	t.Helper()
	for range 40 {
		if widgettest.Focused(win).Name == "Password" {
			return
		}
		widgettest.Tab(win, 1)
	}
	t.Fatal("Tab never came to the password")
}
