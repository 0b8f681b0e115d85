package exchange

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"hire2retire-setup/connector/check"
)

// wireError is what Exchange or Graph answered instead of a result.
type wireError struct {
	Status int
	// Code is the short code of the envelope, Type the .NET type of the error
	// where it is told, Message the sentence that says most.
	Code, Type, Message string
	// Claims is what a new sign-in has to ask for, when a token was taken back.
	Claims string
	// RequestID finds the call in Microsoft's logs.
	RequestID string
}

// Error returns the status and the message.
func (e *wireError) Error() string {
	s := "HTTP status " + strconv.Itoa(e.Status)
	for _, part := range []string{e.Code, e.Type, e.Message} {
		if part != "" {
			s += ", " + part
		}
	}
	if e.RequestID != "" {
		s += ", request-id " + e.RequestID
	}
	return s
}

// denied reports that the cmdlet, or one of its parameters, is not for the
// caller. It means something only if the token holds the permission.
func (e *wireError) denied() bool {
	return e.Status == http.StatusForbidden || strings.Contains(e.Type, "CmdletAccessDenied") ||
		strings.Contains(e.Message, "A parameter cannot be found that matches parameter name") ||
		strings.Contains(e.Message, "is not recognized as the name of a cmdlet") ||
		strings.Contains(e.Message, "User is not allowed to call")
}

// envelope is an error as OData writes it, and what Exchange puts into it.
type envelope struct {
	Error struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Details []struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"details"`
		Inner struct {
			Type     string `json:"type"`
			Internal struct {
				Message string `json:"message"`
				Type    string `json:"type"`
			} `json:"internalexception"`
		} `json:"innererror"`
	} `json:"error"`
}

// parseError reads an answer that is no result. The sentence that says most
// stands in the details, as JSON in a string or as "id|Type|text"; the message
// of the envelope is always the same. A body that is no JSON, such as the long
// run of NUL bytes that comes with 403, is no surprise.
func parseError(resp *http.Response, body []byte) *wireError {
	e := &wireError{Status: resp.StatusCode, Claims: challenge(resp.Header), RequestID: check.Clean(resp.Header.Get("request-id"))}
	var env envelope
	if json.Unmarshal(bytes.Trim(body, "\x00 \t\r\n"), &env) != nil {
		e.Message = check.Clean(string(bytes.Trim(body, "\x00")))
		return e
	}
	e.Code, e.Message, e.Type = env.Error.Code, env.Error.Message, env.Error.Inner.Type
	if inner := env.Error.Inner.Internal; inner.Message != "" {
		e.Message, e.Type = inner.Message, inner.Type
	}
	for _, d := range env.Error.Details {
		if kind, text := parseDetail(d.Message); text != "" {
			e.Message, e.Type = text, kind
			break
		}
	}
	e.Code, e.Message, e.Type = check.Clean(e.Code), check.Clean(e.Message), check.Clean(e.Type)
	return e
}

// parseDetail reads one detail in any of its three forms.
func parseDetail(s string) (kind, text string) {
	var in struct{ Message, TypeName string }
	if json.Unmarshal([]byte(s), &in) == nil && in.Message != "" {
		return in.TypeName, in.Message
	}
	if parts := strings.SplitN(s, "|", 3); len(parts) == 3 {
		return parts[1], parts[2]
	}
	return "", s
}

var claimsParameter = regexp.MustCompile(`claims="([A-Za-z0-9+/=_-]+)"`)

// challenge returns the decoded claims of a challenge.
// learn.microsoft.com/entra/identity-platform/claims-challenge
func challenge(h http.Header) string {
	m := claimsParameter.FindStringSubmatch(h.Get("WWW-Authenticate"))
	if m == nil {
		return ""
	}
	raw := strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(m[1]), "=")
	claims, err := base64.RawStdEncoding.DecodeString(raw)
	if err != nil || !json.Valid(claims) {
		return ""
	}
	return string(claims)
}
