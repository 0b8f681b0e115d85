package netproblem_test

import (
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"go.uber.org/goleak"
)

// system is the one CA in the store of the operating system while the tests
// run; it is empty where the store cannot be replaced.
var system entity

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "netproblem")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if runtime.GOOS == "linux" {
		system = root(failing{}, "System Root CA", current)
		replaceSystemStore(dir)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		os.RemoveAll(dir)
		os.Exit(code)
	}))
}

// replaceSystemStore uses the variables of crypto/x509 on Unix, which reads
// them once.
func replaceSystemStore(dir string) {
	path := filepath.Join(dir, "system.pem")
	if err := os.WriteFile(path, pemOf(system), 0o600); err != nil {
		panic(err)
	}
	os.Setenv("SSL_CERT_FILE", path)
	os.Setenv("SSL_CERT_DIR", dir)
	if _, err := x509.SystemCertPool(); err != nil {
		panic(err)
	}
}

// failing stands for a test before there is one.
type failing struct{ testing.TB }

func (failing) Helper()           {}
func (failing) Fatal(args ...any) { panic(fmt.Sprint(args...)) }
