//go:build ignore

// Generate makes the files of assets that come from somewhere else. It is run
// by hand when an icon is added or a font is updated:
//
//	npm pack @fluentui/svg-icons && tar xzf fluentui-svg-icons-*.tgz
//	go run generate*.go icons package/icons     (names: the ones in icons/)
//	go run generate*.go icons package/icons copy_16_regular ...
//	go run generate*.go plain JetBrainsMono-Regular.ttf fonts/JetBrainsMono-Regular.ttf
//	go run generate*.go app                     (icon.png, window.png, windows/icon.ico)
//	go run generate*.go notices ../cmd/...      (NOTICES.txt)
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(args []string) error {
	switch {
	case len(args) >= 2 && args[0] == "icons":
		return icons(args[1], args[2:])
	case len(args) == 3 && args[0] == "plain":
		return withoutLigatures(args[1], args[2])
	case len(args) == 1 && args[0] == "app":
		return appIcon()
	case len(args) >= 2 && args[0] == "notices":
		return notices(args[1:])
	}
	return fmt.Errorf("usage: go run generate*.go icons DIR [NAME...] | plain IN OUT | app | notices PACKAGE...")
}

// icons copies the named icons with their arcs turned into curves; without
// names, those that are already there.
func icons(from string, names []string) error {
	if len(names) == 0 {
		files, err := filepath.Glob("icons/*.svg")
		if err != nil {
			return err
		}
		for _, f := range files {
			names = append(names, strings.TrimSuffix(filepath.Base(f), ".svg"))
		}
	}
	for _, name := range names {
		svg, err := os.ReadFile(filepath.Join(from, name+".svg"))
		if err != nil {
			return err
		}
		out, err := withoutArcs(string(svg))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join("icons", name+".svg"), []byte(out), 0o644); err != nil {
			return err
		}
	}
	return nil
}
