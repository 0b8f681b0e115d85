package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime"
	"time"

	"hire2retire-setup/assets"
	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/cloud/web"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/logfile"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
)

// world is the outside world of one run: the real one, or that of practice.
type world struct {
	deps setup.Deps
	// password is what practice mode offers.
	password secret.Text
	closers  []func()
}

type worldOptions struct {
	practice optional
	timeout  time.Duration
	proxy    string
	words    *words.Printer
	// person: somebody sits at the screen and signs in.
	person bool
	// storeless: nothing is opened or saved, so that a missing home folder does
	// not matter.
	storeless bool
}

// brand is the part of brand.json that the program itself needs.
type brand struct {
	ClientID string `json:"clientID"`
}

func newWorld(ctx context.Context, o worldOptions) (*world, error) {
	var b brand
	if err := json.Unmarshal(assets.Brand, &b); err != nil {
		return nil, fmt.Errorf("brand.json: %w", err)
	}
	w := &world{deps: speaking(o.words)}
	d := &w.deps
	d.Cloud, d.ClientID, d.OpenURL, d.Timeout, d.Start = cloud.Find, b.ClientID, openBrowser, o.timeout, setup.DefaultAnswers()
	if o.proxy != "" {
		proxy, err := web.ManualProxy(o.proxy)
		if err != nil {
			return nil, fmt.Errorf("--proxy: %w", err)
		}
		w.deps.Proxy = proxy
	}
	if !o.storeless {
		w.openLog(o)
	}
	if o.practice.set {
		return w, w.practise(ctx, o)
	}
	if o.storeless {
		return w, nil
	}
	store, err := openStore(ctx, o.keyring())
	if err != nil {
		return nil, err
	}
	w.deps.Store = store
	w.closers = append(w.closers, func() { store.Close() })
	return w, nil
}

// speaking are the parts of the outside world that need no network and no disk:
// who speaks, in which language, to whom and where.
func speaking(w *words.Printer) setup.Deps {
	return setup.Deps{Version: appVersion, Computer: computer(), Person: person(), Language: func() string { return w.Tag().String() },
		Page: entra.Page{Product: appName, Lang: w.Tag().String(), Draw: w.Draw}}
}

// openLog begins the log. A log that cannot be written does not stop the
// program.
func (w *world) openLog(o worldOptions) {
	dir, err := home()
	if err != nil {
		return
	}
	if o.practice.set {
		dir = filepath.Join(dir, practiceFolder)
	}
	l, err := logfile.Open(filepath.Join(dir, logFolder))
	if err != nil {
		return
	}
	w.deps.Log = l
	l.Info("program started", "version", appVersion, "system", runtime.GOOS+"/"+runtime.GOARCH)
	restore := l.Install()
	w.closers = append(w.closers, func() { l.Close() }, restore)
}

// logFolder is where the log is, beside the saved connections.
const logFolder = "logs"

// openStore opens the saved connections of this person on this computer, and
// finishes what a crash left half done.
func openStore(ctx context.Context, keyring *profile.Keyring) (*profile.Store, error) {
	dir, err := home()
	if err != nil {
		return nil, err
	}
	store, err := profile.Open(ctx, dir, keyring)
	if err != nil {
		return nil, err
	}
	_ = store.Reconcile(ctx) // what could not be finished is tried at the next start
	return store, nil
}

// home returns the folder for saved connections.
func home() (string, error) {
	dir, err := profile.Home()
	if err != nil {
		return "", &check.Problem{Code: "profile.no-home", Err: err,
			Detail: check.T("profile.no-home", "The folder for saved connections is not known: this environment has no home folder."),
			Advice: check.Advice{Who: check.You, Do: check.T("profile.no-home.do", "Set HOME or XDG_DATA_HOME for the program.")}}
	}
	return dir, nil
}

// keyring of the computer; where somebody sits at the screen it may take its
// time to ask to be unlocked.
func (o worldOptions) keyring() *profile.Keyring {
	if o.person {
		return profile.System().Patient()
	}
	return profile.System()
}

// close ends what the world holds open, the newest first.
func (w *world) close() {
	for i := len(w.closers) - 1; i >= 0; i-- {
		w.closers[i]()
	}
	w.password.Wipe()
}
