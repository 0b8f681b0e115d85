package exchange

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"hire2retire-setup/connector/cloud"
)

//go:embed scripts/*.ps1
var scripts embed.FS

// Script is a PowerShell script for an administrator. Its logic is the same
// for everybody, so that it can be approved once; what differs stands in one
// line of JSON, which PowerShell reads as data.
//
// All but the evidence script change nothing unless run with -Apply, write a
// record of what they did, and take exactly that back with -Undo.
type Script struct {
	// Name is a file name, Text the script with CRLF line ends.
	Name, Text string
}

// Subject is whom a script is about.
type Subject struct {
	Cloud   cloud.Cloud
	Account string // UPN
}

// Grant is what RolesScript gives.
type Grant struct {
	// Roles are names of management roles.
	Roles []string
	// RoleGroup gets them; empty means RoleGroupName.
	RoleGroup string
	// WriteScope is a custom recipient write scope that limits them; empty means
	// the whole organization. With a ScopeFilter (OPATH, such as
	// "CustomAttribute1 -eq 'Berlin'") it is made if it does not exist; without
	// one the script asks for its own parameter -ScopeFilter then.
	WriteScope, ScopeFilter string
}

func (g Grant) group() string {
	if g.RoleGroup == "" {
		return RoleGroupName
	}
	return g.RoleGroup
}

// RolesScript gives the account Exchange roles through one role group.
func RolesScript(s Subject, g Grant) Script {
	return script("exchange-roles.ps1", map[string]any{
		"account": s.Account, "environment": s.Cloud.ExchangeEnvironment, "roleGroup": g.group(), "roles": g.Roles, "writeScope": g.WriteScope, "scopeFilter": g.ScopeFilter,
		"description": "What the service account of Hire2Retire may do in Exchange Online",
	})
}

// EntraRoleScript assigns an Entra role.
func EntraRoleScript(s Subject, r Role) Script {
	return script("entra-role.ps1", map[string]any{"account": s.Account, "environment": s.Cloud.GraphEnvironment, "role": r.Name, "template": r.Template})
}

// The applications of Microsoft whose permissions are asked for.
const (
	exchangeApp = "00000002-0000-0ff1-ce00-000000000000"
	graphApp    = "00000003-0000-0000-c000-000000000000"
)

// RegistrationScript registers an application of the customer's own, with the
// permissions of the plan for this account alone. deviceCode allows sign-ins
// with a code.
func RegistrationScript(s Subject, p Plan, deviceCode bool) Script {
	of := map[Resource][]string{}
	for _, scope := range p.Scopes {
		// The scopes of a sign-in belong to Graph when they are granted.
		r := scope.Resource
		if r == Identity {
			r = Graph
		}
		of[r] = append(of[r], scope.Name)
	}
	return script("app-registration.ps1", map[string]any{
		"account": s.Account, "environment": s.Cloud.GraphEnvironment, "displayName": "Hire2Retire Connection Setup", "deviceCode": deviceCode,
		"resources": []map[string]any{
			{"name": "Office 365 Exchange Online", "appId": exchangeApp, "scopes": of[ExchangeOnline]},
			{"name": "Microsoft Graph", "appId": graphApp, "scopes": of[Graph]},
		},
	})
}

// EvidenceScript only reads: see ParseEvidence.
func EvidenceScript(s Subject) Script {
	var cmdlets, parameters []string
	for _, c := range table.commands() {
		cmdlets = add(cmdlets, c.Cmdlet)
		if c.Parameter != "" {
			parameters = add(parameters, c.Parameter)
		}
	}
	slices.Sort(cmdlets)
	slices.Sort(parameters)
	return script("evidence.ps1", map[string]any{"account": s.Account, "environment": s.Cloud.ExchangeEnvironment, "graphEnvironment": s.Cloud.GraphEnvironment,
		"cmdlets": cmdlets, "parameters": parameters})
}

// commands are all commands of the table.
func (p Permissions) commands() []Command {
	var out []Command
	for _, r := range p.Roles {
		out = append(out, r.AdminOnly...)
	}
	for _, f := range p.Features {
		for _, n := range f.Needs {
			out = append(append(out, n.Must...), n.Should...)
		}
		for _, a := range f.Advises {
			out = append(out, a.Gives...)
		}
	}
	return out
}

// script puts the data into a script.
func script(name string, data map[string]any) Script {
	logic, err := scripts.ReadFile("scripts/" + name)
	if err != nil {
		panic(err) // the file is part of the program
	}
	text := strings.Replace(string(logic), "{{PLAN}}", literal(data), 1)
	return Script{Name: "hire2retire-" + name, Text: strings.ReplaceAll(text, "\n", "\r\n")}
}

// literal writes data as one line of JSON in ASCII, for a here-string of
// PowerShell that only a line break followed by '@ can end. ASCII keeps it the
// same whatever encoding an editor saves it with.
func literal(data map[string]any) string {
	b, err := json.Marshal(data) // escapes <, > and & too, and sorts the keys
	if err != nil {
		panic(err) // texts, booleans and lists of them
	}
	var out strings.Builder
	for _, r := range string(b) {
		out.WriteString(escaped(r))
	}
	return out.String()
}

// escaped returns a character of a JSON text in ASCII.
func escaped(r rune) string {
	switch {
	case r < 0x7f:
		return string(r)
	case r > 0xffff:
		high, low := utf16.EncodeRune(r)
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
