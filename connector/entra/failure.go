package entra

import (
	"encoding/json"
	"errors"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	msalerrors "github.com/AzureAD/microsoft-authentication-library-for-go/apps/errors"

	"hire2retire-setup/connector/check"
)

// Failure is what Microsoft answered instead of a token. Entra administrators
// find the event in the sign-in log by its correlation ID and time.
type Failure struct {
	// Kind is the OAuth error, such as "invalid_grant"; Sub refines it.
	Kind, Sub string
	// Numbers are the AADSTS numbers, which Microsoft may change at any time:
	// good for advice, never for a decision.
	Numbers []int
	// Text is Microsoft's own description, cleaned, without the IDs.
	Text string
	// CorrelationID, TraceID and Timestamp (UTC) as Microsoft wrote them.
	CorrelationID, TraceID, Timestamp string
	// Claims is what a new sign-in has to ask for; see Request.Claims.
	Claims string
	// Status is the HTTP status, 0 for an answer in the browser.
	Status int
	// Codes of a device are refused for reasons of their own.
	device bool
}

// Error returns Microsoft's text and how to find the event.
func (f *Failure) Error() string {
	s := f.Text
	if s == "" {
		s = strings.TrimSpace(f.Kind + " " + f.Sub)
	}
	if s == "" {
		s = "HTTP status " + strconv.Itoa(f.Status)
	}
	for _, part := range []struct{ name, value string }{
		{"Correlation ID", f.CorrelationID}, {"Trace ID", f.TraceID}, {"Timestamp", f.Timestamp},
	} {
		if part.value != "" {
			s += " " + part.name + ": " + part.value
		}
	}
	return s
}

// Facts returns the machine-readable part.
func (f *Failure) Facts() check.Facts {
	facts := check.Facts{}
	for name, value := range map[string]string{
		"error": f.Kind, "suberror": f.Sub, "correlationId": f.CorrelationID, "traceId": f.TraceID, "timestamp": f.Timestamp,
	} {
		if value != "" {
			facts[name] = value
		}
	}
	if len(f.Numbers) > 0 {
		facts["aadsts"] = f.Numbers
	}
	return facts
}

// wireError is the body of an error of the token endpoint.
type wireError struct {
	Error         string `json:"error"`
	Description   string `json:"error_description"`
	Numbers       []int  `json:"error_codes"`
	Timestamp     string `json:"timestamp"`
	TraceID       string `json:"trace_id"`
	CorrelationID string `json:"correlation_id"`
	Sub           string `json:"suberror"`
	Claims        string `json:"claims"`
}

// fromCall reads the error of a call of the token endpoint. MSAL has sometimes
// read the body already, so the JSON is taken out of the text, which always
// ends with it.
func fromCall(call msalerrors.CallErr) *Failure {
	status := 0
	if call.Resp != nil {
		status = call.Resp.StatusCode
	}
	_, body, _ := strings.Cut(call.Error(), "\n")
	return parseFailure(status, []byte(body))
}

// parseFailure reads the body of an error of the sign-in service.
func parseFailure(status int, body []byte) *Failure {
	f := &Failure{Status: status}
	var w wireError
	if json.Unmarshal(body, &w) != nil {
		f.Text = redact(string(body))
		return f
	}
	f.Kind, f.Sub, f.Claims, f.Numbers = w.Error, w.Sub, w.Claims, w.Numbers
	f.describe(w.Description)
	f.CorrelationID, f.TraceID, f.Timestamp = first(w.CorrelationID, f.CorrelationID), first(w.TraceID, f.TraceID), first(w.Timestamp, f.Timestamp)
	return f
}

// fromForm reads an error that the browser brought.
func fromForm(form url.Values) *Failure {
	f := &Failure{Kind: check.Clean(form.Get("error")), Sub: check.Clean(form.Get("error_subcode")), Claims: form.Get("claims")}
	f.describe(form.Get("error_description"))
	return f
}

var (
	aadsts  = regexp.MustCompile(`AADSTS(\d{4,9})`)
	trailer = regexp.MustCompile(`\s*(Trace ID|Correlation ID|Timestamp): ?(\d{4}-\d\d-\d\d[ T][\d:.]+ ?Z?|[0-9A-Za-z-]{8,64})`)
)

// describe takes a description apart: "AADSTS65001: Text. Trace ID: … Correlation
// ID: … Timestamp: …", possibly escaped for HTML.
func (f *Failure) describe(text string) {
	text = html.UnescapeString(text)
	for _, m := range trailer.FindAllStringSubmatch(text, -1) {
		switch m[1] {
		case "Trace ID":
			f.TraceID = m[2]
		case "Correlation ID":
			f.CorrelationID = m[2]
		case "Timestamp":
			f.Timestamp = m[2]
		}
	}
	f.Text = redact(trailer.ReplaceAllString(text, ""))
	if len(f.Numbers) > 0 {
		return
	}
	for _, m := range aadsts.FindAllStringSubmatch(text, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil {
			f.Numbers = append(f.Numbers, n)
		}
	}
}

// transient reports that the service itself was in trouble.
func (f *Failure) transient() bool {
	return f.Kind == "temporarily_unavailable" || f.Kind == "server_error" || f.Status == http.StatusTooManyRequests || f.Status >= 500
}

// failureOf finds the Failure behind an error of MSAL, or makes one.
func failureOf(err error) (*Failure, bool) {
	if f, ok := errors.AsType[*Failure](err); ok {
		return f, true
	}
	if call, ok := errors.AsType[msalerrors.CallErr](err); ok {
		return fromCall(call), true
	}
	return nil, false
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// ClaimsOf returns what a new sign-in has to ask for after this error, or "".
func ClaimsOf(err error) string {
	if f, ok := errors.AsType[*Failure](err); ok {
		return f.Claims
	}
	return ""
}
