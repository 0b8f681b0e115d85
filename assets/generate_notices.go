//go:build ignore

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const noticesHead = `Notices about other people's work in Hire2Retire Connection Setup
==================================================================

Built into the program are fonts, icons and Go modules of other people. Their
names, sources and terms follow.
`

// bundled are the files of assets that come from somewhere else.
var bundled = []struct{ what, license string }{
	{"Inter (Regular, SemiBold), https://github.com/rsms/inter", "Inter.txt"},
	{"JetBrains Mono (Regular, without its table of ligatures), https://github.com/JetBrains/JetBrainsMono", "JetBrainsMono.txt"},
	{"Fluent UI System Icons (arcs rewritten as curves), https://github.com/microsoft/fluentui-system-icons", "FluentUISystemIcons.txt"},
}

var licenseFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)([-.].*)?$`)

// notices writes NOTICES.txt for the modules that the packages are built from.
func notices(packages []string) error {
	var out bytes.Buffer
	out.WriteString(noticesHead)
	for _, b := range bundled {
		text, err := os.ReadFile(filepath.Join("licenses", b.license))
		if err != nil {
			return err
		}
		section(&out, b.what, text)
	}
	modules, err := modulesOf(packages)
	if err != nil {
		return err
	}
	for _, m := range modules {
		name, dir, _ := strings.Cut(m, " => ")
		text, err := termsIn(dir)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		section(&out, name, text)
	}
	return os.WriteFile("NOTICES.txt", out.Bytes(), 0o644)
}

func section(out *bytes.Buffer, what string, terms []byte) {
	fmt.Fprintf(out, "\n%s\n%s\n%s\n", strings.Repeat("-", 78), what, strings.Repeat("-", 78))
	out.WriteString("\n" + strings.TrimSpace(strings.ReplaceAll(string(terms), "\r\n", "\n")) + "\n")
}

// modulesOf returns "path version => folder" of every module but our own that
// a build for Linux or for Windows uses.
func modulesOf(packages []string) ([]string, error) {
	const format = `{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} => {{.Dir}}{{end}}{{end}}`
	var modules []string
	for _, system := range []string{"linux", "windows"} {
		list := exec.Command("go", append([]string{"list", "-deps", "-f", format}, packages...)...)
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=1")
		listed, err := list.Output()
		if err != nil {
			return nil, err
		}
		modules = append(modules, strings.Split(string(listed), "\n")...)
	}
	modules = slices.DeleteFunc(modules, func(line string) bool { return line == "" })
	slices.Sort(modules)
	return slices.Compact(modules), nil
}

func termsIn(dir string) ([]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var terms [][]byte
	for _, e := range entries {
		if e.IsDir() || !licenseFile.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		terms = append(terms, text)
	}
	if len(terms) == 0 {
		return nil, fmt.Errorf("no licence in its folder")
	}
	return bytes.Join(terms, []byte("\n\n")), nil
}
