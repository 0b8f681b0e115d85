package setup_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"hire2retire-setup/connector/internal/adtest"
)

// program builds the console program once; it is run here because the real
// domain controllers are.
var program = sync.OnceValues(func() (string, error) {
	path, err := filepath.Abs("../../build/test/wizard")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("go", "build", "-o", path, "hire2retire-setup/cmd/wizard")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// run is one call of the program.
type run struct {
	code     int
	out, err string
	took     time.Duration
	report   struct {
		Outcome string
		Results []struct {
			ID, Host, Status, Target string
			Problem                  struct{ Code string }
		}
	}
}

func wizard(t *testing.T, home, password string, args ...string) run {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Stdin = strings.NewReader(password)
	cmd.Env = []string{"XDG_DATA_HOME=" + home, "HOME=" + home, "PATH=/nonexistent"}
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	began := time.Now()
	_ = cmd.Run() // the exit code tells
	r := run{code: cmd.ProcessState.ExitCode(), out: out.String(), err: stderr.String(), took: time.Since(began)}
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &r.report); err != nil {
			t.Fatalf("standard output is no JSON: %v\n%s", err, r.out)
		}
	}
	return r
}

// codes are the codes of the results that count, by ID.
func (r run) codes() string {
	var out []string
	for _, res := range r.report.Results {
		if res.Problem.Code != "" {
			out = append(out, res.ID+" "+res.Status+" "+res.Problem.Code)
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "; ")
}

// verifyArgs are the flags of a full check of the directory half, by address:
// the certificates hold the addresses too.
func verifyArgs(d *adtest.Domain, account string, more ...string) []string {
	args := []string{"verify", "--directory-only", "--format", "json", "--password-stdin", "--ca", d.CAFile, "--base-dn", d.BaseDN, "--user", d.Implicit(account), "--ou", d.OU("Hires")}
	for _, h := range d.Hosts {
		args = append(args, "--host", h.IP)
	}
	return append(args, more...)
}

// Every kind of account gets its verdict and its exit code, in a domain where
// nothing has its usual name.
func TestExitCodeOfEveryAccount(t *testing.T) {
	d := adtest.Start(t, adtest.OtherDomain)
	subCodes := map[string]string{"52e": "ldap.wrong-password", "52f": "ldap.account-restricted", "530": "ldap.logon-hours", "531": "ldap.workstation",
		"532": "ldap.password-expired", "533": "ldap.account-disabled", "701": "ldap.account-expired", "773": "ldap.must-change-password", "775": "ldap.account-locked"}
	for _, a := range d.Accounts() {
		t.Run(a.Name, func(t *testing.T) {
			r := wizard(t, t.TempDir(), a.Password+"\n", verifyArgs(d, a.Name)...)
			controls := slices.Contains([]string{"svc-least", "svc-delegated", "svc-viagroup", "hire-admin"}, a.Name)
			want, code := 1, "rights.missing"
			switch {
			case !a.SignsIn():
				code = subCodes[a.SubCode]
			case a.DomainAdmin, a.OtherAdmin, controls:
				want, code = 0, ""
			}
			if r.code != want || !strings.Contains(r.codes(), code) {
				t.Errorf("%s (%s): exit %d, %s; want exit %d with %q\n%s", a.Name, a.Why, r.code, r.codes(), want, code, r.err)
			}
		})
	}
}

// One wrong password costs one try, however many hosts there are.
func TestOneWrongPasswordCostsOneTry(t *testing.T) {
	d := adtest.StartOwn(t, adtest.Options{})
	args := verifyArgs(d, "svc-plain")
	before := []int{d.BadPwdCount(t, "svc-plain", 0), d.BadPwdCount(t, "svc-plain", 1)}
	for i := range 18 { // more addresses at which nobody answers
		args = append(args, "--host", fmt.Sprintf("127.77.0.%d", i+1))
	}
	r := wizard(t, t.TempDir(), "not the password", args...)
	tries := d.BadPwdCount(t, "svc-plain", 0) - before[0] + d.BadPwdCount(t, "svc-plain", 1) - before[1]
	if r.code != 1 || tries != 1 || !strings.Contains(r.codes(), "ldaps.bind failed ldap.wrong-password") {
		t.Errorf("exit %d, %d tries, %s; want exit 1 after one try", r.code, tries, r.codes())
	}
}

// 18 of 20 hosts are silent: the whole run takes hardly longer than the
// time-out of one.
func TestDeadHostsCostOneTimeout(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	const timeout = 4 * time.Second
	args := verifyArgs(d, "svc-least", "--timeout", timeout.String())
	for range 18 {
		args = append(args, "--host", adtest.BlackHole(t))
	}
	r := wizard(t, t.TempDir(), d.Account("svc-least").Password, args...)
	if limit := timeout * 135 / 100; r.took > limit {
		t.Errorf("took %s, want at most 1.35 x %s", r.took, timeout)
	}
	if r.code != 0 || !strings.Contains(r.codes(), "directory.hosts-agree warned hosts.some-down") {
		t.Errorf("exit %d: %s; dead hosts are excused while others serve", r.code, r.codes())
	}
}

// encodings are the ways in which a secret could lie somewhere.
func encodings(s string) [][]byte {
	var wide []byte
	for _, u := range utf16.Encode([]rune(s)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	list := [][]byte{[]byte(s), wide, []byte(hex.EncodeToString([]byte(s))), []byte(strings.ToUpper(hex.EncodeToString([]byte(s))))}
	for shift := range 3 { // base64 looks different at each of three alignments
		enc := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + s))
		list = append(list, []byte(enc[4:len(enc)-4]))
	}
	return list
}

// The password is in nothing that the program writes.
func TestPasswordIsNowhere(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	home := t.TempDir()
	password := d.Account("svc-least").Password
	r := wizard(t, home, password, verifyArgs(d, "svc-least", "--save", "Nightly")...)
	if r.code != 0 {
		t.Fatalf("exit %d: %s\n%s", r.code, r.codes(), r.err)
	}
	again := wizard(t, home, password, "verify", "Nightly", "--directory-only", "--format", "json", "--password-stdin")
	if again.code != 0 {
		t.Errorf("verify by name: exit %d: %s\n%s", again.code, again.codes(), again.err)
	}
	told := wizard(t, home, "", "report", "nightly", "--format", "json")
	if told.code != 0 || len(told.report.Results) == 0 {
		t.Errorf("report by name: exit %d, %d results\n%s", told.code, len(told.report.Results), told.err)
	}
	taken := wizard(t, home, password, verifyArgs(d, "svc-least", "--save", "Nightly")...)
	if taken.code != 2 || taken.out != "" {
		t.Errorf("--save of an existing name: exit %d, want 2\n%s", taken.code, taken.err)
	}
	seen := map[string][]byte{"stdout": []byte(r.out + again.out), "stderr": []byte(r.err + again.err + taken.err)}
	err := filepath.WalkDir(home, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		seen[path], err = os.ReadFile(path)
		return err
	})
	if err != nil || len(seen) < 3 {
		t.Fatalf("%d places searched, %v", len(seen), err)
	}
	for where, b := range seen {
		for _, form := range encodings(password) {
			if bytes.Contains(b, form) {
				t.Errorf("%s holds the password as %q", where, form)
			}
		}
	}
}

// Trust comes from the store, a file, a name that was picked, or a pin; each by
// its flag.
func TestTrustFlags(t *testing.T) {
	d := adtest.StartOwn(t, adtest.Options{DCs: 1})
	host := d.Hosts[0].IP
	password := d.Account("svc-least").Password
	without := func(flag string) []string {
		args := verifyArgs(d, "svc-least")
		if i := slices.Index(args, flag); i >= 0 {
			args = slices.Delete(args, i, i+2)
		}
		return args
	}
	for _, tc := range []struct {
		name    string
		variant adtest.Variant
		args    []string
		code    int
		want    string
	}{
		{"CA file", adtest.Good, without(""), 0, ""},
		{"no CA file", adtest.Good, without("--ca"), 1, "tls.unknown-ca"},
		{"name not in it", adtest.DNSOnly, without(""), 1, "tls.wrong-name"},
		{"picked name", adtest.DNSOnly, append(without(""), "--verify-as", host+"="+d.Hosts[0].Name), 0, ""},
		{"expired", adtest.Expired, without(""), 1, "tls.expired"},
		{"self-signed", adtest.SelfSigned, without("--ca"), 1, "tls.self-signed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d.SwitchCertificate(t, 0, tc.variant)
			r := wizard(t, t.TempDir(), password, tc.args...)
			if r.code != tc.code || !strings.Contains(r.codes(), tc.want) {
				t.Errorf("exit %d: %s; want exit %d with %q\n%s", r.code, r.codes(), tc.code, tc.want, r.err)
			}
		})
	}
	t.Run("pin", func(t *testing.T) {
		d.SwitchCertificate(t, 0, adtest.SelfSigned)
		first := wizard(t, t.TempDir(), password, without("--ca")...)
		pin := between(first.out, `"pin": "`, `"`)
		r := wizard(t, t.TempDir(), password, append(without("--ca"), "--pin", host+"="+pin)...)
		if r.code != 0 || pin == "" {
			t.Errorf("pin %q: exit %d: %s", pin, r.code, r.codes())
		}
		d.SwitchCertificate(t, 0, adtest.Renewed)
		r = wizard(t, t.TempDir(), password, append(without("--ca"), "--pin", host+"="+pin)...)
		if r.code != 1 || !strings.Contains(r.codes(), "tls.pin-changed") {
			t.Errorf("changed key: exit %d: %s, want tls.pin-changed", r.code, r.codes())
		}
	})
}

func between(s, before, after string) string {
	_, rest, _ := strings.Cut(s, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}
