package tenant

import (
	"encoding/json"
	"net/http"
)

// exoError is an error of the Exchange admin service. Its message is general;
// what matters stands in details, as JSON inside a string or as "|Type|text".
type exoError struct {
	status        int
	code, message string
	detail, kind  string
	// bars selects the second form of details.
	bars bool
}

const odataException = "Microsoft.Exchange.Admin.OData.Core.ODataServiceException"

func (e exoError) write(w http.ResponseWriter) {
	inner := map[string]any{"message": e.message, "type": odataException}
	body := map[string]any{"code": e.code, "message": e.message, "innererror": inner}
	if e.detail != "" {
		text := "|" + e.kind + "|" + e.detail
		if !e.bars {
			b, _ := json.Marshal(map[string]any{"Message": e.detail, "TypeName": e.kind, "StackTrace": nil, "InnerError": nil}) // plain texts
			text = string(b)
		}
		body["details"] = []map[string]any{{"code": "Context", "target": "", "message": text}}
	}
	writeJSON(w, e.status, map[string]any{"error": body})
}

// unknownParameter is what a caller gets for a parameter his roles do not
// have.
func unknownParameter(name string) exoError {
	return exoError{status: http.StatusBadRequest, code: "BadRequest", message: "Invalid Operation", bars: true,
		kind: "System.Management.Automation.ParameterBindingException", detail: "A parameter cannot be found that matches parameter name '" + name + "'."}
}

// noRoles is what an account without any role gets.
func noRoles(a *account) exoError {
	return exoError{status: http.StatusForbidden, code: "Forbidden", message: "Error executing cmdlet",
		kind: "Microsoft.Exchange.Configuration.Authorization.CmdletAccessDeniedException", detail: "The user \"" + a.upn + "\" isn't assigned to any management roles."}
}

// notFound is what a caller gets for an object that is not there.
func notFound(identity string) *exoError {
	return &exoError{status: http.StatusNotFound, code: "NotFound", message: "Error executing cmdlet",
		kind: "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException", detail: "The operation couldn't be performed because object '" + identity + "' couldn't be found on 'practice'."}
}

// writeDenied answers a cmdlet that no role of the caller has: 403 with a run
// of NUL bytes for a body, as measured.
func writeDenied(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusForbidden)
	_, _ = w.Write(make([]byte, 512))
}
