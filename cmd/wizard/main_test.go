package main

import (
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"wizard": main})
}

// The scripts are the contract of the command line.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", Setup: func(e *testscript.Env) error {
		e.Setenv("XDG_DATA_HOME", e.WorkDir+"/data")
		e.Setenv("LANG", "C")
		e.Setenv("DISPLAY", "")
		e.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
		return nil
	}})
}

// metadata.go is generated; this fails when FyneApp.toml has moved on.
func TestMetadata(t *testing.T) {
	var app struct {
		Details struct {
			ID, Name, Version string
			Build             int
		}
	}
	if _, err := toml.DecodeFile("../../FyneApp.toml", &app); err != nil {
		t.Fatal(err)
	}
	d := app.Details
	if d.ID != appID || d.Name != appName || d.Version != appVersion || d.Build != appBuild {
		t.Errorf("metadata.go is stale: run make generate. FyneApp.toml has %+v", d)
	}
}
