package tenant

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// parameters are the parameters of a cmdlet, by name as the caller spelled it.
type parameters map[string]any

// text returns a parameter as text; "" when it was not given.
func (p parameters) text(name string) string {
	for given, v := range p {
		if strings.EqualFold(given, name) && v != nil {
			return fmt.Sprint(v)
		}
	}
	return ""
}

// object is what a cmdlet returns.
type object = map[string]any

// cursor is a list of which some pages have been sent. The next page may be
// asked for with the same body again or without one.
type cursor struct {
	account string
	rest    []object
}

// invoke answers InvokeCommand.
func (t *Tenant) invoke(w http.ResponseWriter, r *http.Request, a *account) {
	if next := r.URL.Query().Get("$skiptoken"); next != "" {
		t.resume(w, r, a, next)
		return
	}
	name, given, err := readCommand(r)
	if err != nil {
		exoError{status: http.StatusBadRequest, code: "BadRequest", message: err.Error()}.write(w)
		return
	}
	if o, ok := w.(*observed); ok {
		o.cmdlet = name
	}
	cmdlet, refused := t.permit(a, name, given)
	switch read, ok := readers[cmdlet]; {
	case refused != nil:
		refused(w)
	case !ok:
		exoError{status: http.StatusBadRequest, code: "BadRequest", message: "Error executing cmdlet",
			detail: "The practice tenant runs cmdlets that read, and of those only the ones the product uses; it does not run " + cmdlet + ".", kind: "System.NotSupportedException"}.write(w)
	default:
		list, failure := read(t.world.Load(), a, given)
		if failure != nil {
			failure.write(w)
			return
		}
		t.first(w, r, a, given, list)
	}
}

// permit returns the cmdlet as it is spelled, or how it is refused.
func (t *Tenant) permit(a *account, name string, given parameters) (string, func(http.ResponseWriter)) {
	world := t.world.Load()
	cmdlet, allowed, ok := world.now(t.state, "InvokeCommand", a).find(name)
	if !ok || world.moduleDisabled {
		return "", writeDenied
	}
	for parameter := range given {
		if !slices.ContainsFunc(allowed, func(p string) bool { return strings.EqualFold(p, parameter) }) {
			return "", unknownParameter(parameter).write
		}
	}
	return cmdlet, nil
}

// readCommand reads the body of an InvokeCommand. Keys such as
// "x@odata.type" say what a value is and are no parameters.
func readCommand(r *http.Request) (string, parameters, error) {
	var body struct {
		CmdletInput struct {
			CmdletName string
			Parameters map[string]any
		}
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&body); err != nil {
		return "", nil, fmt.Errorf("the body is no CmdletInput: %w", err)
	}
	given := parameters{}
	for name, value := range body.CmdletInput.Parameters {
		if !strings.Contains(name, "@odata.") {
			given[name] = value
		}
	}
	return body.CmdletInput.CmdletName, given, nil
}

// defaultPage is how many objects one answer holds unless Prefer says less.
const defaultPage = 1000

// first answers with the first page. ResultSize cuts the list, with a warning.
func (t *Tenant) first(w http.ResponseWriter, r *http.Request, a *account, given parameters, list []object) {
	body := object{}
	if n, err := strconv.Atoi(given.text("ResultSize")); err == nil && n >= 0 && n < len(list) {
		list = list[:n]
		body["@adminapi.warnings"] = []string{"There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter."}
	}
	t.page(w, r, a, list, body)
}

// resume answers with the page that a nextLink stands for.
func (t *Tenant) resume(w http.ResponseWriter, r *http.Request, a *account, next string) {
	t.state.mu.Lock()
	c := t.state.cursors[next]
	t.state.mu.Unlock()
	if c == nil || c.account != a.upn {
		exoError{status: http.StatusBadRequest, code: "BadRequest", message: "The skip token is not valid."}.write(w)
		return
	}
	t.page(w, r, a, c.rest, object{})
}

// page writes as much of a list as Prefer allows, and a nextLink to the rest.
func (t *Tenant) page(w http.ResponseWriter, r *http.Request, a *account, list []object, body object) {
	body["@odata.context"] = t.doors.region.origin + "/adminapi/beta/" + ID + "/$metadata#Collection(Exchange.CmdletOutput)"
	size := pageSize(r.Header.Get("Prefer"))
	if t.world.Load().foreignNextLink {
		size = 1 // else the lists of the practice are too short for a next page
	}
	if size < len(list) {
		next := opaque("", 24)
		t.state.mu.Lock()
		t.state.cursors[next] = &cursor{account: a.upn, rest: list[size:]}
		t.state.mu.Unlock()
		query := r.URL.Query()
		query.Set("$skiptoken", next)
		origin := t.doors.region.origin
		if t.world.Load().foreignNextLink {
			origin = "https://" + stranger
		}
		body["@odata.nextLink"] = origin + r.URL.Path + "?" + query.Encode()
		list = list[:size]
	}
	body["value"] = chosen(list, r.URL.Query().Get("$select"))
	writeGzip(w, r, body)
}

func pageSize(prefer string) int {
	_, n, _ := strings.Cut(prefer, "odata.maxpagesize=")
	if size, err := strconv.Atoi(strings.TrimSpace(n)); err == nil && size > 0 {
		return min(size, defaultPage)
	}
	return defaultPage
}

// chosen keeps the properties named in $select.
func chosen(list []object, names string) []object {
	out := make([]object, 0, len(list))
	for _, one := range list {
		kept := object{}
		for name, value := range one {
			if names == "" || slices.ContainsFunc(strings.Split(names, ","), func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), name) }) {
				kept[name] = value
			}
		}
		out = append(out, kept)
	}
	return out
}
