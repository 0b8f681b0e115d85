//go:debug x509negativeserial=1

// Command wizard connects an Active Directory and Exchange Online to
// Hire2Retire and proves that the connection can do its work.
//
// Built without cgo it is the console program: the command line that scripts
// and scheduled tasks depend on. Built with cgo it is the window. Both come from
// this folder; the packages below do the work, and this one reads flags and
// puts the parts together.
//
// Samba's own certificates have negative serial numbers half of the time; the
// debug setting above lets them be named for what they are.
//
// Exit codes: 0 all passed or warned, 1 something failed, 2 wrong usage or input
// that cannot be used, 3 something could not be checked, 130 interrupted.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
)

const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitUnknown     = 3
	exitInterrupted = 130
)

// console is where the program reads and writes.
type console struct {
	in       *os.File
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], console{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// commands are the words after the program's name; each gets what follows.
var commands = map[string]func(ctx context.Context, args []string, c console) int{
	"verify":  verify,
	"list":    list,
	"version": version,
	"text":    text,
	"report":  reportOf,
	"handoff": notYet("the sealed file for the platform"),
	"help":    func(_ context.Context, _ []string, c console) int { fmt.Fprint(c.out, usage); return exitOK },
}

const usage = `Usage:
  wizard [--practice[=FAULT]] [--lang en]
                                    open the window
  wizard text [--accessible]        the same set-up in the terminal; see wizard text --help
  wizard verify [NAME] [flags]      run all checks without a window
  wizard list                       list the saved connections
  wizard report NAME [flags]        what was proved of a saved connection; --format, --output, --lang,
                                    and --bundle FILE.zip for support
  wizard version                    print the version

Flags of verify:
  --host H              domain controller, H or H:PORT; repeat for more, order kept
  --port 636            LDAPS port of hosts without one
  --base-dn DN          where Hire2Retire works
  --user NAME           service account: user@domain, DOMAIN\user or a DN
  --password-stdin      read the password from standard input
  --without-password    leave out what needs the password
  --ca FILE.pem         trust these authorities in addition
  --pin HOST=sha256//BASE64, --verify-as HOST=NAME
  --ou DN, --group-ou DN    target OUs for users, for groups; repeat for more
  --account UPN --tenant T --client-id ID
  --cloud worldwide|gcc-high|dod|21vianet
  --features dl,m365,mesg,shared
  --write-scope NAME    the custom recipient write scope that the Exchange roles should be limited to
  --sign-in stored|browser|device-code
  --proxy URL           for Microsoft; the system's proxy otherwise
  --directory-only, --exchange-only
  --practice[=FAULT|list]   the built-in practice directory and tenant
  --timeout 10s         limit of one host's probe and of each later operation
  --save NAME [--replace]
  --format text|json|html   --output FILE   --lang en

Exit codes: 0 passed or warned, 1 failed, 2 wrong usage, 3 could not check.
`

func run(ctx context.Context, args []string, c console) int {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") && !slices.Contains([]string{"-h", "--help", "-help"}, args[0]) {
		return open(ctx, args, c)
	}
	name := strings.TrimLeft(args[0], "-")
	if name == "h" {
		name = "help"
	}
	command, ok := commands[name]
	if !ok {
		fmt.Fprintf(c.err, "wizard: %q is not a command; see wizard help\n", args[0])
		return exitUsage
	}
	return command(ctx, args[1:], c)
}

func version(_ context.Context, _ []string, c console) int {
	fmt.Fprintf(c.out, "%s %s (build %d, %s, %s/%s)\n", appName, appVersion, appBuild, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return exitOK
}

func notYet(what string) func(context.Context, []string, console) int {
	return func(_ context.Context, _ []string, c console) int {
		fmt.Fprintf(c.err, "wizard: not in this version: %s\n", what)
		return exitUsage
	}
}
