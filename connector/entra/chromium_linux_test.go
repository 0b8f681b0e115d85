package entra_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/websocket"

	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

// TestChromium signs in with a real browser: from Microsoft's page over the
// consent to the listener, by the form that the browser posts by itself, to the
// last page. It proves what no HTTP client can: that a browser neither blocks
// nor questions the way from https to localhost.
func TestChromium(t *testing.T) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("NOT RUN: chromium is missing; apt-get install chromium")
	}
	tn, err := tenant.Start(tenant.Options{Person: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tn.Close() })
	b := &chromium{profile: t.TempDir()}
	t.Cleanup(b.stop)
	c := connect(t, tn, func(o *entra.Options) {
		o.OpenURL = func(link string) error { return b.start(path, link) }
		o.Timeout = time.Minute
	})
	acc, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
	if err != nil {
		t.Fatalf("SignIn = %v; the browser saw %q", err, b.seen)
	}
	if acc.UPN != tenant.Account || !acc.HasScope(scopes(tn)[0]) {
		t.Errorf("account = %+v", acc)
	}
	if last := b.wait(); !strings.Contains(last, "Microsoft has answered") {
		t.Errorf("the last page says %q", last)
	}
}

// chromium is a browser without a window, driven over its debugging port.
type chromium struct {
	profile string // where it keeps its files
	cmd     *exec.Cmd
	page    *websocket.Conn
	done    chan struct{}
	seen    []string // what each page said
	last    string
}

// start opens the link and presses the main button of every page.
func (b *chromium) start(path, link string) error {
	b.cmd = exec.Command(path, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
		"--user-data-dir="+b.profile, "--remote-debugging-port=0", "--remote-allow-origins=*", link)
	b.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // its children end with it
	out, err := b.cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := b.cmd.Start(); err != nil {
		return err
	}
	// "DevTools listening on ws://127.0.0.1:PORT/devtools/browser/…"
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, at, ok := strings.Cut(lines.Text(), "DevTools listening on ws://"); ok {
			host, _, _ := strings.Cut(at, "/")
			return b.attach(host)
		}
	}
	return fmt.Errorf("%s ended before it could be driven", path)
}

// attach connects to the page that was opened.
func (b *chromium) attach(host string) error {
	for range 50 {
		address, err := pageAddress(host)
		if err != nil {
			return err
		}
		if address != "" {
			if b.page, err = websocket.Dial(address, "", "http://"+host); err != nil {
				return err
			}
			b.done = make(chan struct{})
			go b.drive()
			return nil
		}
		<-time.After(100 * time.Millisecond)
	}
	return fmt.Errorf("no page to drive")
}

func pageAddress(host string) (string, error) {
	resp, err := http.Get("http://" + host + "/json/list")
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	defer http.DefaultClient.CloseIdleConnections()
	var pages []struct{ Type, WebSocketDebuggerURL string }
	if err := json.NewDecoder(resp.Body).Decode(&pages); err != nil {
		return "", err
	}
	for _, p := range pages {
		if p.Type == "page" {
			return p.WebSocketDebuggerURL, nil
		}
	}
	return "", nil
}

// press presses the main button, once for each page, and tells what the page
// says.
const press = `(() => {
  const b = document.querySelector('button.main:not([data-pressed])');
  if (b) { b.dataset.pressed = 1; setTimeout(() => b.click()); }
  return document.body ? document.body.innerText : '';
})()`

// drive presses buttons until the last page is there or the browser ends.
func (b *chromium) drive() {
	defer close(b.done)
	for id := 1; id < 600; id++ {
		ask := map[string]any{"id": id, "method": "Runtime.evaluate", "params": map[string]any{"expression": press}}
		if websocket.JSON.Send(b.page, ask) != nil {
			return
		}
		var answer struct {
			Result struct {
				Result struct{ Value string }
			}
		}
		if websocket.JSON.Receive(b.page, &answer) != nil {
			return
		}
		if text := answer.Result.Result.Value; text != "" && text != b.last {
			b.seen, b.last = append(b.seen, text), text
		}
		if strings.Contains(b.last, "Close this window") {
			return
		}
		<-time.After(50 * time.Millisecond)
	}
}

// wait returns what the last page says.
func (b *chromium) wait() string {
	select {
	case <-b.done:
		return b.last
	case <-time.After(20 * time.Second):
		return "nothing: it did not come"
	}
}

func (b *chromium) stop() {
	if b.page != nil {
		b.page.Close()
		<-b.done
	}
	if b.cmd != nil && b.cmd.Process != nil {
		syscall.Kill(-b.cmd.Process.Pid, syscall.SIGKILL)
		b.cmd.Wait()
	}
}
