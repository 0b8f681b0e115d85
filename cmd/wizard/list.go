package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/words"
)

// list prints the saved connections, one per line.
func list(ctx context.Context, args []string, c console) int {
	if len(args) > 0 {
		fmt.Fprintf(c.err, "wizard list: %q is one argument too many\n", args[0])
		return exitUsage
	}
	printer, err := words.New(systemLanguage())
	if err != nil {
		fmt.Fprintln(c.err, "wizard list:", err)
		return exitUsage
	}
	store, err := openStore(ctx, profile.System())
	if err != nil {
		fmt.Fprintln(c.err, "wizard list:", check.Clean(err.Error()))
		return exitUnknown
	}
	defer store.Close()
	entries, err := store.List(ctx)
	if err != nil {
		fmt.Fprintln(c.err, "wizard list:", check.Clean(err.Error()))
		return exitUnknown
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, e := range entries {
		fmt.Fprintf(w, "%s\t%s\t%s\n", e.Profile.Name, printer.Draw(standing(e)), e.Profile.UpdatedAt.Format(time.RFC3339))
	}
	w.Flush()
	return exitOK
}

// standing says in a few words what a saved connection is worth.
func standing(e profile.Entry) check.Text {
	switch {
	case e.Problem != nil:
		return e.Problem.Detail
	case e.Profile.Verified:
		return check.T("list.verified", "verified")
	}
	return check.T("list.not-verified", "saved, not verified")
}
