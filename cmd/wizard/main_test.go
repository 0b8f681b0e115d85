package main

import (
	"flag"
	"os"
	"regexp"
	"slices"
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
		e.Setenv("NEWLINE", "\n")
		e.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
		return nil
	}})
}

// The help names every flag that there is, and no other; so does what the README
// shows.
func TestHelpNamesTheFlags(t *testing.T) {
	has := map[string]bool{}
	var f flags
	for _, set := range []*flag.FlagSet{f.set(), f.ofReport()} {
		set.VisitAll(func(g *flag.Flag) { has["--"+g.Name] = true })
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`--[a-z][a-z-]*`)
	text := []string{"--accessible", "--help"} // of text, which has a help of its own
	for where, says := range map[string]string{"the help": usage, "README.md": string(readme)} {
		for _, name := range named.FindAllString(says, -1) {
			if !has[name] && !slices.Contains(text, name) {
				t.Errorf("%s names %s, which there is not", where, name)
			}
		}
	}
	for name := range has {
		if !slices.Contains(named.FindAllString(usage, -1), name) {
			t.Errorf("the help does not name %s", name)
		}
	}
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
