package tenant

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
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

// invoke answers InvokeCommand.
func (t *Tenant) invoke(w http.ResponseWriter, r *http.Request, a *account) {
	name, given, err := readCommand(r)
	if err != nil {
		exoError{status: http.StatusBadRequest, code: "BadRequest", message: err.Error()}.write(w)
		return
	}
	if o, ok := w.(*observed); ok {
		o.cmdlet = name
	}
	world := t.world.Load()
	may := world.now(t.state, "InvokeCommand", a)
	cmdlet, allowed, ok := may.find(name)
	if !ok || world.moduleDisabled {
		writeDenied(w)
		return
	}
	for parameter := range given {
		if !slices.ContainsFunc(allowed, func(p string) bool { return strings.EqualFold(p, parameter) }) {
			unknownParameter(parameter).write(w)
			return
		}
	}
	read, ok := readers[cmdlet]
	if !ok {
		exoError{status: http.StatusBadRequest, code: "BadRequest", message: "Error executing cmdlet",
			detail: "The practice tenant runs cmdlets that read, and of those only the ones the product uses; it does not run " + cmdlet + ".", kind: "System.NotSupportedException"}.write(w)
		return
	}
	list, failure := read(world, a, given)
	if failure != nil {
		failure.write(w)
		return
	}
	t.page(w, r, cmdlet, given, list)
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

// page answers with the next part of a list. ResultSize cuts the list, with a
// warning; odata.maxpagesize divides it.
func (t *Tenant) page(w http.ResponseWriter, r *http.Request, cmdlet string, given parameters, list []object) {
	body := map[string]any{"@odata.context": t.doors.region.origin + "/adminapi/beta/" + ID + "/$metadata#Collection(Exchange.CmdletOutput)"}
	if n, err := strconv.Atoi(given.text("ResultSize")); err == nil && n >= 0 && n < len(list) {
		list = list[:n]
		body["@adminapi.warnings"] = []string{"There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter."}
	}
	skip, _ := strconv.Atoi(r.URL.Query().Get("$skiptoken"))
	skip = min(max(skip, 0), len(list))
	size := pageSize(r.Header.Get("Prefer"))
	if skip+size < len(list) {
		next := url.Values{"$skiptoken": {strconv.Itoa(skip + size)}}
		if s := r.URL.Query().Get("$select"); s != "" {
			next.Set("$select", s)
		}
		body["@odata.nextLink"] = t.doors.region.origin + r.URL.Path + "?" + next.Encode()
	}
	body["value"] = chosen(list[skip:min(skip+size, len(list))], r.URL.Query().Get("$select"))
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
