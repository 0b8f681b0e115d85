package tenant_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"hire2retire-setup/connector/practice/tenant"
)

// exchange is a client that does by hand what the wire asks for.
type exchange struct {
	t      *testing.T
	tn     *tenant.Tenant
	http   *http.Client
	token  string
	anchor string
	header http.Header
}

// newExchange is signed in as account with Exchange.Manage.
func newExchange(t *testing.T, tn *tenant.Tenant, account string) *exchange {
	t.Helper()
	token, err := tn.Token(account, tn.Cloud().ExchangeScope("Exchange.Manage"))
	if err != nil {
		t.Fatal(err)
	}
	c := httpClient(t, tn)
	c.Jar, _ = cookiejar.New(nil)
	return &exchange{t: t, tn: tn, http: c, token: token, anchor: "UPN:" + account, header: http.Header{}}
}

// answer is status and body of a call.
type answer struct {
	*http.Response
	body []byte
}

// call sends one request and follows redirects by hand, without port 446.
func (e *exchange) call(method, address, body string) answer {
	e.t.Helper()
	for range 5 {
		got := e.once(method, address, body)
		if got.StatusCode != http.StatusFound {
			return got
		}
		next, err := got.Location()
		if err != nil {
			e.t.Fatal(err)
		}
		if next.Port() == "446" {
			next.Host = next.Hostname()
		}
		if !e.tn.Cloud().AllowsExchange(next) {
			e.t.Fatalf("redirected to %s, which the cloud does not allow", next)
		}
		address = next.String()
	}
	e.t.Fatal("redirected without end")
	return answer{}
}

func (e *exchange) once(method, address, body string) answer {
	e.t.Helper()
	req, err := http.NewRequestWithContext(e.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		e.t.Fatal(err)
	}
	req.Header = e.header.Clone()
	req.Header.Set("Authorization", "Bearer "+e.token)
	req.Header.Set("X-AnchorMailbox", e.anchor)
	resp, err := e.http.Do(req)
	if err != nil {
		e.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		e.t.Fatal(err)
	}
	return answer{resp, b}
}

// invoke runs a cmdlet.
func (e *exchange) invoke(cmdlet string, parameters map[string]any) answer {
	e.t.Helper()
	b, err := json.Marshal(map[string]any{"CmdletInput": map[string]any{"CmdletName": cmdlet, "Parameters": parameters}})
	if err != nil {
		e.t.Fatal(err)
	}
	return e.call(http.MethodPost, e.tn.Cloud().Exchange+"/adminapi/beta/"+tenant.ID+"/InvokeCommand", string(b))
}

// output is what a cmdlet returns.
type output struct {
	Value    []map[string]any `json:"value"`
	Next     string           `json:"@odata.nextLink"`
	Warnings []string         `json:"@adminapi.warnings"`
}

func (a answer) output(t *testing.T) output {
	t.Helper()
	var out output
	if err := json.Unmarshal(a.body, &out); err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("status %d, body %.200q, want JSON", a.StatusCode, a.body)
	}
	return out
}

var (
	function  = regexp.MustCompile(`(?s)function script:(\w+-\w+) \{.*?\nparam\((.*?)\)\n`)
	parameter = regexp.MustCompile(`\$\{(\w+)\}`)
)

// module reads the module file: parameters by cmdlet.
func (e *exchange) module() map[string][]string {
	e.t.Helper()
	got := e.call(http.MethodGet, e.tn.Cloud().Exchange+"/AdminApi/v1.0/"+tenant.ID+"/EXOModuleFile?Version=3.9.2", "")
	cmdlets := map[string][]string{}
	for _, file := range got.output(e.t).Value {
		if exported, _ := file["exportedCmdlets"].(string); exported != "" {
			for _, m := range function.FindAllStringSubmatch(file["fileContent"].(string), -1) {
				cmdlets[m[1]] = []string{}
				for _, p := range parameter.FindAllStringSubmatch(m[2], -1) {
					cmdlets[m[1]] = append(cmdlets[m[1]], p[1])
				}
			}
			if got, want := len(cmdlets), strings.Count(exported, ",")+1; got != want {
				e.t.Errorf("the script has %d cmdlets, want the %d exported", got, want)
			}
		}
	}
	return cmdlets
}

func TestModuleFileOfTheServiceAccount(t *testing.T) {
	for title, opts := range map[string]tenant.Options{"ports": {}, "names": {Names: true}} {
		t.Run(title, func(t *testing.T) {
			may := newExchange(t, start(t, opts), tenant.Account).module()
			for _, tt := range []struct {
				cmdlet, parameter string
				want              bool
			}{
				{"New-DistributionGroup", "Type", true},
				{"New-DistributionGroup", "IgnoreNamingPolicy", true},
				{"Add-DistributionGroupMember", "BypassSecurityGroupManagerCheck", true},
				{"Set-DynamicDistributionGroup", "Identity", true},
				{"Set-Mailbox", "Type", true},
				{"Get-RecipientPermission", "Trustee", true},
				{"Add-UnifiedGroupLinks", "Links", true},
				{"New-Mailbox", "EnableRoomMailboxAccount", true},
				{"New-Mailbox", "Shared", false},
				{"New-RoleGroup", "Name", false},
			} {
				if got := slices.Contains(may[tt.cmdlet], tt.parameter); got != tt.want {
					t.Errorf("%s -%s = %v, want %v", tt.cmdlet, tt.parameter, got, tt.want)
				}
			}
		})
	}
}

func TestInvokePagesAndWarns(t *testing.T) {
	e := newExchange(t, with(t), tenant.Account)
	e.header.Set("Prefer", "odata.maxpagesize=2")
	first := e.invoke("Get-DistributionGroup", nil).output(t)
	if len(first.Value) != 2 || first.Next == "" {
		t.Fatalf("first page has %d groups and nextLink %q, want 2 and one", len(first.Value), first.Next)
	}
	names := []any{first.Value[0]["Name"], first.Value[1]["Name"]}
	for next := first.Next; next != ""; {
		page := e.call(http.MethodPost, next, `{"CmdletInput":{"CmdletName":"Get-DistributionGroup","Parameters":{}}}`).output(t)
		for _, o := range page.Value {
			names = append(names, o["Name"])
		}
		next = page.Next
	}
	if got, want := len(names), 5; got != want {
		t.Errorf("all pages hold %v, want %d groups", names, want)
	}
	one := e.invoke("Get-Mailbox", map[string]any{"ResultSize": 1, "RecipientTypeDetails": "SharedMailbox"}).output(t)
	if len(one.Value) != 1 || one.Value[0]["RecipientTypeDetails"] != "SharedMailbox" || len(one.Warnings) != 1 {
		t.Errorf("Get-Mailbox -ResultSize 1 = %v with warnings %q, want one shared mailbox and a warning", one.Value, one.Warnings)
	}
}

func TestExchangeRefusals(t *testing.T) {
	tn := with(t)
	path := tn.Cloud().Exchange + "/adminapi/beta/" + tenant.ID + "/InvokeCommand"
	mailboxes := `{"CmdletInput":{"CmdletName":"Get-Mailbox","Parameters":{}}}`
	graph, err := tn.Token(tenant.Account, tn.Cloud().GraphScope("User.Read"))
	if err != nil {
		t.Fatal(err)
	}
	v2, err := tn.Token(tenant.Account, tn.Cloud().ExchangeScope("Exchange.ManageV2"))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		title  string
		call   func(e *exchange) answer
		status int
		body   string
	}{
		{"a cmdlet of no role", func(e *exchange) answer { return e.invoke("New-RoleGroup", nil) }, 403, strings.Repeat("\x00", 512)},
		{"a parameter of no role", func(e *exchange) answer { return e.invoke("New-Mailbox", map[string]any{"Shared": true}) }, 400, `|System.Management.Automation.ParameterBindingException|A parameter cannot be found that matches parameter name 'Shared'.`},
		{"an object that is not there", func(e *exchange) answer { return e.invoke("Get-Mailbox", map[string]any{"Identity": "nobody"}) }, 404, `{\"InnerError\":null,\"Message\":\"The operation couldn't be performed because object 'nobody' couldn't be found`},
		{"a cmdlet that writes", func(e *exchange) answer { return e.invoke("Remove-DistributionGroup", nil) }, 400, "it does not run Remove-DistributionGroup"},
		{"the permission Exchange.ManageV2", func(e *exchange) answer { e.token = v2; return e.call("POST", path, mailboxes) }, 403, ""},
		{"a token for Graph", func(e *exchange) answer { return foreign(e, graph) }, 401, ""},
		{"a token of nobody", func(e *exchange) answer { return foreign(e, "a.b.c") }, 401, ""},
		{"another tenant in the address", func(e *exchange) answer {
			return e.call("POST", strings.Replace(path, tenant.ID, "00000000-0000-0000-0000-000000000001", 1), mailboxes)
		}, 401, "The tenant in the address"},
		{"no anchor mailbox", func(e *exchange) answer { e.anchor = ""; return e.call("POST", path, mailboxes) }, 400, "X-AnchorMailbox"},
		{"an unknown address", func(e *exchange) answer { return e.call("GET", path, "") }, 404, ""},
	}
	for _, tt := range tests {
		t.Run(tt.title, func(t *testing.T) {
			got := tt.call(newExchange(t, tn, tenant.Account))
			if got.StatusCode != tt.status {
				t.Errorf("status = %d, want %d", got.StatusCode, tt.status)
			}
			if tt.body == "" && len(got.body) != 0 || !bytes.Contains(got.body, []byte(tt.body)) {
				t.Errorf("body = %q, want %q", got.body, tt.body)
			}
		})
	}
}

// foreign sends another token to the region, whose address the front tells to
// a good one.
func foreign(e *exchange, token string) answer {
	e.t.Helper()
	got := e.once(http.MethodPost, e.tn.Cloud().Exchange+"/adminapi/beta/"+tenant.ID+"/InvokeCommand", "{}")
	u, err := got.Location()
	if err != nil {
		e.t.Fatal(err)
	}
	e.token = token
	return e.once(http.MethodPost, u.String(), "{}")
}

func TestAffinity(t *testing.T) {
	tn := with(t)
	fronts := func() int {
		n := 0
		for _, call := range tn.Calls() {
			if call.Host == "outlook.practice.example" {
				n++
			}
		}
		return n
	}
	e := newExchange(t, tn, tenant.Account)
	first := e.once(http.MethodPost, tn.Cloud().Exchange+"/adminapi/beta/"+tenant.ID+"/InvokeCommand", "{}")
	region, err := first.Location()
	if err != nil {
		t.Fatal(err)
	}
	const mailboxes = `{"CmdletInput":{"CmdletName":"Get-Mailbox","Parameters":{}}}`
	for range 3 {
		if got := e.call(http.MethodPost, region.String(), mailboxes); got.StatusCode != 200 {
			t.Fatalf("status with the cookie = %d, want 200", got.StatusCode)
		}
	}
	if got, want := fronts(), 1; got != want {
		t.Errorf("the front saw %d calls, want %d: the cookie leads to the region", got, want)
	}
	e.http.Jar = nil
	if got := e.once(http.MethodPost, region.String(), mailboxes); got.StatusCode != http.StatusFound {
		t.Errorf("status without the cookie = %d, want 302: back to the front", got.StatusCode)
	}
	if got := e.call(http.MethodPost, tn.Cloud().Exchange+region.Path, mailboxes); got.StatusCode != 200 {
		t.Errorf("status of a new session through the front = %d, want 200", got.StatusCode)
	}
}

func TestNextLinkTakesGET(t *testing.T) {
	tn := with(t)
	e := newExchange(t, tn, tenant.Account)
	e.header.Set("Prefer", "odata.maxpagesize=3")
	first := e.invoke("Get-DistributionGroup", nil).output(t)
	second := e.call(http.MethodGet, first.Next, "").output(t)
	if got, want := len(first.Value)+len(second.Value), 5; got != want || second.Next != "" {
		t.Errorf("two pages hold %d groups and nextLink %q, want %d and none", got, second.Next, want)
	}
	admin := newExchange(t, tn, tenant.Admin)
	if got := admin.call(http.MethodGet, first.Next, ""); got.StatusCode != http.StatusBadRequest {
		t.Errorf("status of somebody else's nextLink = %d, want 400", got.StatusCode)
	}
}

func TestSelect(t *testing.T) {
	e := newExchange(t, with(t), tenant.Account)
	body := `{"CmdletInput":{"CmdletName":"Get-UnifiedGroup","Parameters":{"ResultSize":1}}}`
	got := e.call(http.MethodPost, e.tn.Cloud().Exchange+"/adminapi/beta/"+tenant.ID+"/InvokeCommand?$select=Name,IsDirSynced", body).output(t)
	if len(got.Value) != 1 || len(got.Value[0]) != 2 || got.Value[0]["Name"] == nil {
		t.Errorf("$select=Name,IsDirSynced returned %v, want these two properties", got.Value)
	}
}

func TestStrangers(t *testing.T) {
	tn := with(t, "exo.foreign-redirect")
	e := newExchange(t, tn, tenant.Account)
	next, err := e.once(http.MethodPost, tn.Cloud().Exchange+"/adminapi/beta/"+tenant.ID+"/InvokeCommand", "{}").Location()
	if err != nil || tn.Cloud().AllowsExchange(next) {
		t.Errorf("redirected to %v, %v, want an address that the cloud does not allow", next, err)
	}
	if _, err := e.http.Get(next.String()); err == nil || !strings.Contains(err.Error(), "no such host") {
		t.Errorf("dialling the stranger = %v, want no such host", err)
	}
	if err := tn.SetFaults("foreign-next-link"); err != nil {
		t.Fatal(err)
	}
	e.header.Set("Prefer", "odata.maxpagesize=1")
	link, err := url.Parse(e.invoke("Get-Mailbox", nil).output(t).Next)
	if err != nil || link.Host == "" || tn.Cloud().AllowsExchange(link) {
		t.Errorf("nextLink = %v, %v, want an address that the cloud does not allow", link, err)
	}
}

func TestDialContextKnowsOnlyPort443(t *testing.T) {
	tn := start(t, tenant.Options{Names: true})
	for addr, want := range map[string]error{"outlook.practice.example:443": nil, "eur01.outlook.practice.example:446": syscall.ECONNREFUSED} {
		conn, err := tn.DialContext(t.Context(), "tcp", addr)
		if err == nil {
			_ = conn.Close()
		}
		if !errors.Is(err, want) {
			t.Errorf("DialContext(%q) = %v, want %v", addr, err, want)
		}
	}
	if _, err := tn.DialContext(t.Context(), "tcp", "no port"); err == nil {
		t.Error("DialContext(no port) = nil, want an error")
	}
}
