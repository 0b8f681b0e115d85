package logfile_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"go.uber.org/goleak"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/logfile"
	"hire2retire-setup/connector/secret"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t *testing.T) (*logfile.Log, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "logs")
	l, err := logfile.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l, dir
}

// everything returns what all files of a log hold.
func everything(t *testing.T, dir string) []byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}

// record returns the last line of the log.
func record(t *testing.T, dir string) map[string]any {
	t.Helper()
	lines := bytes.Split(bytes.TrimSpace(everything(t, dir)), []byte("\n"))
	var r map[string]any
	if err := json.Unmarshal(lines[len(lines)-1], &r); err != nil {
		t.Fatalf("the last line is no JSON: %v\n%s", err, lines[len(lines)-1])
	}
	return r
}

const canary = "Kanarienvogel/7c4f"

// encodings returns the forms in which the canary could stand in a file; of
// base64 the part that its neighbours do not change, at three offsets.
func encodings() map[string]string {
	wide := make([]byte, 0, 2*len(canary))
	for _, u := range utf16.Encode([]rune(canary)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	forms := map[string]string{
		"UTF-8": canary, "UTF-16": string(wide), "hex": hex.EncodeToString([]byte(canary)), "wide hex": hex.EncodeToString(wide),
		"URL": url.QueryEscape(canary), "JSON": strings.ReplaceAll(canary, "/", `\/`),
	}
	for i := range 3 {
		full := base64.RawStdEncoding.EncodeToString(append(make([]byte, i), canary...))
		forms["base64 "+strconv.Itoa(i)] = full[(i*8+5)/6 : len(full)-2]
	}
	return forms
}

func leaks(data []byte) (found []string) {
	low := strings.ToLower(string(data))
	for name, form := range encodings() {
		if strings.Contains(low, strings.ToLower(form)) {
			found = append(found, name)
		}
	}
	return found
}

// The ways in which code could try to log a password.
func TestCanary(t *testing.T) {
	type inner struct {
		Password secret.Text
		hidden   secret.Text
	}
	pw := secret.New(canary)
	plain := canary // somebody revealed it too early
	for name, attempt := range map[string]func(l *slog.Logger){
		"a secret":                func(l *slog.Logger) { l.Info("x", "value", pw) },
		"a secret in a struct":    func(l *slog.Logger) { l.Info("x", "v", inner{pw, pw}, "p", &inner{pw, pw}) },
		"a secret in a group":     func(l *slog.Logger) { l.WithGroup("g").With("v", pw).Info("x", slog.Group("h", "v", pw)) },
		"a secret in a message":   func(l *slog.Logger) { l.Info(fmt.Sprintf("%v %+v %x %q", pw, inner{pw, pw}, pw, pw)) },
		"a secret in an error":    func(l *slog.Logger) { l.Error("x", "err", fmt.Errorf("bind %v: %w", pw, errors.New("49"))) },
		"a plain one by its name": func(l *slog.Logger) { l.Info("x", "password", plain, "userPassword", plain, "client_secret", plain) },
		"a plain one in a map": func(l *slog.Logger) {
			l.Info("x", "v", map[string]any{"user": "a", "pwd": plain, "deep": []any{map[string]any{"accessToken": plain}}})
		},
		"a plain one in a struct": func(l *slog.Logger) { l.Info("x", "v", struct{ User, Passphrase string }{"a", plain}) },
		"its bytes":               func(l *slog.Logger) { l.Info("x", "pass", []byte(plain)) },
		"an address with it":      func(l *slog.Logger) { l.Info("x", "url", "ldaps://svc:"+url.QueryEscape(plain)+"@dc1:636/") },
		"a query with it": func(l *slog.Logger) {
			l.Info("GET /?code=" + url.QueryEscape(plain) + "&state=" + url.QueryEscape(plain))
		},
		"a header with it": func(l *slog.Logger) {
			l.Info("x", "h", "Authorization: Basic "+base64.StdEncoding.EncodeToString([]byte("svc:"+plain)))
		},
		"a sentence with it": func(l *slog.Logger) { l.Info(`cannot bind, Password: "` + plain + `", sorry`) },
		"a token with it": func(l *slog.Logger) {
			l.Info("x", "t", "eyJhbGciOiJSUzI1NiJ9."+base64.RawURLEncoding.EncodeToString([]byte(plain))+".c2ln")
		},
		"a key with it": func(l *slog.Logger) {
			l.Info("x", "k", "-----BEGIN PRIVATE KEY-----\n"+base64.StdEncoding.EncodeToString([]byte(plain))+"\n")
		},
		"a debug line":               func(l *slog.Logger) { l.Debug("x", "note", plain) },
		"package log, with its name": func(*slog.Logger) { log.Printf("password=%s", plain) },
		"package log, with a secret": func(*slog.Logger) { log.Println("bind", pw) },
	} {
		l, dir := open(t)
		restore := l.Install()
		attempt(l.Logger)
		restore()
		if found := leaks(everything(t, dir)); len(found) > 0 {
			t.Errorf("%s: the log holds it as %s:\n%s", name, found, everything(t, dir))
		}
	}
}

// The search above must be able to find: each form, logged under a name that
// nobody could suspect.
func TestCanaryControl(t *testing.T) {
	if found := leaks([]byte("padding")); len(found) != 0 {
		t.Errorf("found %s in nothing", found)
	}
	l, dir := open(t)
	l.Info("x", "note", canary)
	if found := leaks(everything(t, dir)); len(found) == 0 {
		t.Error("a leaking program is not caught")
	}
	for i := range 3 {
		form := "base64 " + strconv.Itoa(i)
		all := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", i) + canary + "x"))
		if !strings.Contains(strings.Join(leaks([]byte(all)), ","), form) {
			t.Errorf("%s is not found in %s", form, all)
		}
	}
}

// What an admin or support needs must survive the redaction.
func TestWhatIsKept(t *testing.T) {
	l, dir := open(t)
	l.Info("saved 3 passed checks of dc1.corp.example.com", "event", "check", "code", "ldap.account-locked", "sub", "775", "ms", 12, "passed", 3,
		"dn", "OU=R&D\\, Labs,OU=Staff,DC=corp,DC=example,DC=com", "id", "0f2b7c1e-5a3d-4c6f-8e9a-1b2c3d4e5f60", "took", 2*time.Second, "big", int64(1)<<60,
		"err", errors.New("dial tcp 10.0.0.1:636: connect: connection refused"), "list", []int{1, 2}, "path", "/home/ada/.local/share/RoboMQ/Connection Setup/profiles")
	r := record(t, dir)
	for key, want := range map[string]any{
		"msg": "saved 3 passed checks of dc1.corp.example.com", "code": "ldap.account-locked", "sub": "775", "ms": 12.0, "passed": 3.0,
		"dn": "OU=R&D\\, Labs,OU=Staff,DC=corp,DC=example,DC=com", "id": "0f2b7c1e-5a3d-4c6f-8e9a-1b2c3d4e5f60",
		"err": "dial tcp 10.0.0.1:636: connect: connection refused", "path": "/home/ada/.local/share/RoboMQ/Connection Setup/profiles",
	} {
		if r[key] != want {
			t.Errorf("%s = %v, want %v", key, r[key], want)
		}
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]bool{
		"password": true, "Password": true, "userPassword": true, "user_password": true, "PWD": true, "clientsecret": true, "client-secret": true,
		"accessToken": true, "id_token": true, "code": true, "authorization_code": true, "state": true, "code_verifier": true, "Authorization": true, "cookie": true,
		"passed": false, "path": false, "status": false, "decoded": false, "tokenized": false, "host_id": false, "": false, "compass": false,
	} {
		l, dir := open(t)
		l.Info("x", name, "Value1")
		got := strings.Contains(string(everything(t, dir)), "redacted")
		if got != want {
			t.Errorf("a value named %q is redacted: %v, want %v", name, got, want)
		}
	}
}

// A line from a hostile server stays one line, without anything that steers a
// terminal.
func TestHostileText(t *testing.T) {
	l, dir := open(t)
	l.Error("x", "server_text", "a\r\n{\"level\":\"INFO\"}\x1b[31m\u202E\x00"+strings.Repeat("long ", 500))
	if got, _ := record(t, dir)["server_text"].(string); len(got) > 310 || strings.ContainsAny(got, "\r\n\x1b\u202E\x00") {
		t.Errorf("server_text = %d bytes %q", len(got), got)
	}
	if n := bytes.Count(everything(t, dir), []byte("\n")); n != 1 {
		t.Errorf("%d lines, want 1", n)
	}
}

func TestResult(t *testing.T) {
	l, dir := open(t)
	for _, host := range []string{"dc1.corp.example.com", "dc2.corp.example.com", "dc1.corp.example.com"} {
		l.Result(check.Result{ID: "ldaps.bind", Host: host, Status: check.Failed, Took: 12 * time.Millisecond,
			Found:    check.T("t.found", "{{.u}} signed in.", "u", `CORP\ada`),
			Problems: []*check.Problem{{Code: "ldap.account-locked", Detail: check.T("t.detail", "{{.u}} is locked.", "u", `CORP\ada`), Cause: "data 775"}}})
	}
	r := record(t, dir)
	for key, want := range map[string]any{"event": "check", "id": "ldaps.bind", "status": "failed", "ms": 12.0, "code": "ldap.account-locked", "server_text": "data 775", "host_id": "host-1"} {
		if r[key] != want {
			t.Errorf("%s = %v, want %v", key, r[key], want)
		}
	}
	if all := string(everything(t, dir)); strings.Contains(all, "corp") || strings.Contains(all, "ada") || !strings.Contains(all, "host-2") {
		t.Errorf("the log names people or hosts:\n%s", all)
	}
}

func TestInstallAndRestore(t *testing.T) {
	var before bytes.Buffer
	log.SetOutput(&before)
	defer log.SetOutput(os.Stderr)
	l, dir := open(t)
	restore := l.Install()
	log.Print("into the file")
	slog.Info("too")
	restore()
	log.Print("not into the file")
	all := string(everything(t, dir))
	if !strings.Contains(all, "into the file") || !strings.Contains(all, `"too"`) || strings.Contains(all, "not into") || !strings.Contains(before.String(), "not into") {
		t.Errorf("file:\n%s\nbefore:\n%s", all, before.String())
	}
}

// line returns a line of about a kilobyte.
func line(writer, n int) []byte {
	return fmt.Appendf(nil, `{"w":%d,"i":%d,"text":%q}`+"\n", writer, n, strings.Repeat("x", 1000))
}

func TestRotation(t *testing.T) {
	dir := t.TempDir()
	f, err := logfile.OpenFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const lines = 7000 // about 7 MiB
	for i := range lines {
		if _, err := f.Write(line(0, i)); err != nil {
			t.Fatal(err)
		}
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.log"))
	if err != nil || len(names) != 5 {
		t.Fatalf("%q, %v, want 5 files", names, err)
	}
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil || info.Size() > 1<<20 || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %d bytes, mode %v, %v", name, info.Size(), info.Mode(), err)
		}
	}
	current, err := os.ReadFile(filepath.Join(dir, "wizard.log"))
	if err != nil || !bytes.HasSuffix(current, line(0, lines-1)) {
		t.Errorf("the current file does not end with the last line: %v", err)
	}
	oldest, err := os.ReadFile(filepath.Join(dir, "wizard.4.log"))
	if err != nil || bytes.HasPrefix(oldest, line(0, 0)) {
		t.Errorf("the first line is still there: %v", err)
	}
}

// Two copies of the program share the files; no line is lost or torn.
func TestTwoWriters(t *testing.T) {
	dir := t.TempDir()
	const each = 1200 // together about 2.4 MiB, so nothing falls off the end
	var wg sync.WaitGroup
	for w := range 2 {
		f, err := logfile.OpenFile(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		wg.Go(func() {
			for i := range each {
				if _, err := f.Write(line(w, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for l := range bytes.SplitSeq(bytes.TrimSpace(everything(t, dir)), []byte("\n")) {
		var r struct{ W, I int }
		if err := json.Unmarshal(l, &r); err != nil {
			t.Fatalf("a torn line: %v\n%s", err, l)
		}
		seen[fmt.Sprint(r.W, "/", r.I)] = true
	}
	if len(seen) != 2*each {
		t.Errorf("%d lines, want %d", len(seen), 2*each)
	}
}

func TestDiscardAndClosed(t *testing.T) {
	logfile.Discard().Info("x")
	l, dir := open(t)
	if err := errors.Join(l.Close(), l.Close()); err != nil {
		t.Errorf("Close = %v", err)
	}
	l.Info("after the end") // must not panic
	if all := everything(t, dir); len(all) != 0 {
		t.Errorf("something was written after Close: %s", all)
	}
	if _, err := logfile.Open("/dev/null/logs"); err == nil {
		t.Error("Open in an impossible folder succeeds")
	}
}

// A text for people keeps its lines and what only looks like a secret.
func TestRedact(t *testing.T) {
	const (
		key   = "sha256//47DEQpj8HBSaTImWW5JCeuQeRkm5NMpJWZG3hSuFUaB="
		print = "SHA-256 04:37:41:46:D0:87:D3:94:94:5B:BC:0A:5E:13:7C:11:3A:6A:8A:90:27:56:69:FB:B5:AE:14:6C:90:4C:24:7C"
		token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln"
	)
	for name, c := range map[string]struct{ in, want string }{
		"plain":             {"DNS 3 ms → TCP 1 ms", "DNS 3 ms → TCP 1 ms"},
		"lines":             {"one\n  two", "one\n  two"},
		"a fingerprint":     {print, print},
		"a pin":             {"expected " + key + ", seen " + key, "expected " + key + ", seen " + key},
		"a token":           {"said " + token + " here", "said [redacted] here"},
		"a token, a pin":    {token + " " + key + " " + token, "[redacted] " + key + " [redacted]"},
		"more than a pin":   {strings.Repeat("A", 80), "[redacted]"},
		"an address":        {"http://user:pw@proxy:3128", "http://[redacted]@proxy:3128"},
		"a sign-in address": {"https://login.example/x?code=0.AXoAcd&y=1", "https://login.example/x?code=[redacted]&y=1"},
	} {
		if got := logfile.Redact(c.in); got != c.want {
			t.Errorf("%s: Redact(%q) = %q, want %q", name, c.in, got, c.want)
		}
	}
}

// What was logged can be read while the log is open, for the support bundle.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	l, err := logfile.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	l.Info("first line")
	files, err := l.Files()
	if err != nil || len(files) != 1 || files[0].Name != "wizard.log" || !strings.Contains(string(files[0].Data), "first line") {
		t.Errorf("Files() = %+v, %v", files, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "wizard.2.log"), []byte("older"), 0o600); err != nil {
		t.Fatal(err)
	}
	if files, err := l.Files(); err != nil || len(files) != 2 || files[1].Name != "wizard.2.log" {
		t.Errorf("with an older file: %+v, %v", files, err)
	}
	if files, err := logfile.Discard().Files(); err != nil || files != nil {
		t.Errorf("a log that keeps nothing has %+v, %v", files, err)
	}
}
