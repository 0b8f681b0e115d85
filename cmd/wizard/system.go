package main

import (
	"os"
	"os/user"
	"strings"
)

// systemLanguage returns the language of the environment as a BCP 47 tag, or
// nothing.
func systemLanguage() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			v, _, _ = strings.Cut(v, ".")
			return strings.ReplaceAll(v, "_", "-")
		}
	}
	return ""
}

// person is who runs the program, for the evidence.
func person() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}

func computer() string {
	name, _ := os.Hostname()
	return name
}
