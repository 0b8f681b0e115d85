//go:build cgo

// Command walkwindow opens the wizard's real window over a directory that is
// described on standard input, with the practice tenant for Microsoft, and says
// on standard output whether a verified connection was saved. Tests run it; it
// is not shipped.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/practice/tenant"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui"
	"hire2retire-setup/ui/theme"
)

// scene is what the window begins with.
type scene struct {
	Hosts                                   []string
	CA, BaseDN, Username, UserOUs, GroupOUs string
	Home, Lang, Domain                      string
	Width, Height                           float32
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var s scene
	if err := json.NewDecoder(os.Stdin).Decode(&s); err != nil {
		return err
	}
	microsoft, err := tenant.Start(tenant.Options{Domain: s.Domain})
	if err != nil {
		return err
	}
	defer microsoft.Close()
	store, err := profile.Open(context.Background(), s.Home, profile.Memory())
	if err != nil {
		return err
	}
	defer store.Close()
	printer, err := words.New(s.Lang)
	if err != nil {
		return err
	}
	flow := setup.New(setup.Deps{Store: store, Cloud: func(cloud.ID) (cloud.Cloud, error) { return microsoft.Cloud(), nil },
		ClientID: tenant.ClientID, OpenURL: microsoft.Consent, Computer: "workstation", Person: "admin", Start: s.answers()})
	a := theme.Calm(app.NewWithID("io.robomq.connectionsetup.walk"))
	w := ui.New(a, flow, printer)
	w.Fyne().Resize(fyne.NewSize(s.Width, s.Height))
	w.Fyne().Show()
	a.Run()
	w.Wait()
	return json.NewEncoder(os.Stdout).Encode(map[string]bool{"verified": flow.Connection().Verified})
}

func (s scene) answers() setup.Answers {
	a := setup.DefaultAnswers()
	a.Hosts = nil
	for _, h := range s.Hosts {
		a.Hosts = append(a.Hosts, setup.HostAnswer{Name: h, Port: "636"})
	}
	a.CA, a.BaseDN, a.Username, a.Account = s.CA, s.BaseDN, s.Username, tenant.Account
	a.UserOUs, a.GroupOUs = s.UserOUs, s.GroupOUs
	return a
}
