package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// maxParts is how many parts of a list are fetched.
const maxParts = 20

// Object is what a cmdlet returns. Values are as JSON has them.
type Object map[string]any

// Text returns a property as text: the first of the names that is there.
func (o Object) Text(names ...string) string {
	for _, n := range names {
		if s, ok := o[n].(string); ok && s != "" {
			return s
		}
	}
	return ""
}

// list returns the texts of a property that is a list.
func (o Object) list(name string) []string {
	values, _ := o[name].([]any)
	var out []string
	for _, v := range values {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Bool reports whether a property is true.
func (o Object) Bool(name string) bool {
	b, ok := o[name].(bool)
	return ok && b
}

// errWrites keeps this package to its word.
var errWrites = errors.New("only cmdlets that read are run")

// Invoke runs a cmdlet that reads and returns its objects. properties, if any,
// are all that is returned of each.
func (s *Session) Invoke(ctx context.Context, cmdlet string, parameters map[string]any, properties ...string) ([]Object, error) {
	if !strings.HasPrefix(cmdlet, "Get-") || !cmdletName.MatchString(cmdlet) {
		return nil, fmt.Errorf("%s: %w", cmdlet, errWrites)
	}
	if parameters == nil {
		parameters = map[string]any{}
	}
	body, err := json.Marshal(map[string]any{"CmdletInput": map[string]any{"CmdletName": cmdlet, "Parameters": parameters}})
	if err != nil {
		return nil, err
	}
	caller, err := s.Caller(ctx)
	if err != nil {
		return nil, err
	}
	path := "/adminapi/beta/" + caller.Tenant + "/InvokeCommand"
	if len(properties) > 0 {
		path += "?" + url.Values{"$select": {strings.Join(properties, ",")}}.Encode()
	}
	return s.parts(ctx, question{method: http.MethodPost, path: path, cmdlet: cmdlet, body: body, header: map[string]string{"Prefer": "odata.maxpagesize=1000"}})
}

// parts fetches a list until it ends. The same question is sent for each part.
func (s *Session) parts(ctx context.Context, q question) ([]Object, error) {
	var out []Object
	for range maxParts {
		body, err := s.ask(ctx, q)
		if err != nil {
			return nil, err
		}
		var answer struct {
			Value []Object `json:"value"`
			Next  string   `json:"@odata.nextLink"`
		}
		// Some cmdlets answer with nothing at all.
		if body = bytes.TrimSpace(body); len(body) > 0 && json.Unmarshal(body, &answer) != nil {
			return nil, changed(errors.New("the answer to " + q.cmdlet + " is not the known JSON"))
		}
		out = append(out, answer.Value...)
		if answer.Next == "" {
			return out, nil
		}
		next, err := url.Parse(answer.Next)
		if err != nil {
			return nil, changed(errors.New("the next part of " + q.cmdlet + " has no address"))
		}
		if q.next, err = s.own(next); err != nil {
			return nil, err
		}
	}
	return nil, changed(fmt.Errorf("the list of %s does not end", q.cmdlet))
}
