package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/practice"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
)

// practiceFolder holds what practice mode saves.
const practiceFolder = "practice"

// practiceSignIn is how long the practice browser gets where nobody watches: it
// needs milliseconds, unless a fault makes it never return.
const practiceSignIn = 10 * time.Second

// practise replaces the outside by the practice directory and tenant. What is
// saved goes into a store of its own, the password into memory.
func (w *world) practise(ctx context.Context, o worldOptions) error {
	p, err := practice.Start(o.practice.faults()...)
	if err != nil {
		return err
	}
	w.closers = append(w.closers, func() { p.Close() })
	d := &w.deps
	d.Practice, d.ClientID, d.Rehearsal = true, p.ClientID(), rehearsal(p, o.practice.faults())
	if !o.person {
		d.SignInTimeout = practiceSignIn
	}
	if !o.storeless {
		dir, err := home()
		if err != nil {
			return err
		}
		store, err := profile.Open(ctx, filepath.Join(dir, practiceFolder), profile.Memory())
		if err != nil {
			return err
		}
		w.closers = append(w.closers, func() { store.Close() })
		d.Store = store
	}
	d.Directory = setup.Network{LookupHost: p.LookupHost, Dial: p.Dial}
	d.Cloud = func(cloud.ID) (cloud.Cloud, error) { return p.Cloud(), nil }
	d.OpenURL = p.Consent
	d.Start = practiceAnswers(p)
	w.password = p.Password()
	d.Offer = w.password.Reveal() // the page shows it: it opens the practice and nothing else
	return nil
}

// rehearsal offers the faults of the practice.
func rehearsal(p *practice.World, active []string) *setup.Rehearsal {
	var faults []setup.RehearsalFault
	for _, f := range practice.Faults() {
		track := setup.DirectoryTrack
		if f.Microsoft {
			track = setup.MicrosoftTrack
		}
		faults = append(faults, setup.RehearsalFault{Name: f.Name, Says: f.Says, Track: track})
	}
	return setup.NewRehearsal(faults, p.SetFaults, active...)
}

// practiceAnswers are all answers but the password, which the page offers.
func practiceAnswers(p *practice.World) setup.Answers {
	a := setup.DefaultAnswers()
	a.Hosts = nil
	for _, h := range p.Hosts() {
		a.Hosts = append(a.Hosts, setup.HostAnswer{Name: h, Port: "636"})
	}
	a.CA, a.BaseDN, a.Username = string(p.CA()), p.BaseDN(), p.Username()
	a.UserOUs, a.GroupOUs = strings.Join(p.UserOUs(), "\n"), strings.Join(p.GroupOUs(), "\n")
	a.Cloud, a.Account = cloud.Practice, p.Account()
	return a
}

// listFaults prints what --practice=FAULT takes, in the language of lang.
func listFaults(c console, lang string) int {
	if lang == "" {
		lang = systemLanguage()
	}
	printer, err := words.New(lang)
	if err != nil {
		fmt.Fprintln(c.err, "wizard:", err)
		return exitUsage
	}
	for _, f := range practice.Faults() {
		fmt.Fprintf(c.out, "%-48s %s\n", f.Name, printer.Draw(f.Says))
	}
	return exitOK
}
