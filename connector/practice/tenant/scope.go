package tenant

import (
	"slices"
	"strings"
)

// api is a service with delegated permissions.
type api struct {
	appID, uri, name string
	scopes           []permission
}

// permission is a delegated permission with what Microsoft's consent page says
// about it.
type permission struct {
	value, title, text string
	// admin means that only an administrator may consent.
	admin bool
}

// exchangeAPI lists the three permissions for managing Exchange; others of the
// service have to do with mailbox contents and are not served.
var exchangeAPI = api{
	appID: "00000002-0000-0ff1-ce00-000000000000", uri: "https://" + frontName, name: "Office 365 Exchange Online",
	scopes: []permission{
		{value: "Exchange.Manage", title: "Manage Exchange configuration", text: "Allows the app to manage the organization's Exchange environment, such as mailboxes, groups, and other configuration objects. To enable management actions, an admin must assign the appropriate roles to the app user."},
		{value: "Exchange.ManageV2", title: "Manage Exchange configuration", text: "Allows the app to manage the organization's Exchange environment through the Admin API."},
		{value: "Exchange.AdminAPI.Manage", title: "Manage Exchange configuration", text: "Allows the app to manage the organization's Exchange environment through the Admin API."},
	},
}

// graphAPI lists what the product, or its scripts, may ask of Graph.
// learn.microsoft.com/graph/permissions-reference
var graphAPI = api{
	appID: "00000003-0000-0000-c000-000000000000", uri: "https://" + graphName, name: "Microsoft Graph",
	scopes: []permission{
		{value: "User.Read", title: "Sign you in and read your profile", text: "Allows you to sign in to the app with your organizational account and let the app read your profile. It also allows the app to read basic company information."},
		{value: "GroupMember.Read.All", title: "Read group memberships", text: "Allows the app to list groups, read basic group properties and read membership of all groups you have access to.", admin: true},
		{value: "Directory.Read.All", title: "Access the directory as you", text: "Allows the app to read data in your organization's directory.", admin: true},
		{value: "Domain.Read.All", title: "Read domains", text: "Allows the app to read all domain properties on your behalf.", admin: true},
		{value: "RoleManagement.Read.Directory", title: "Read directory RBAC settings", text: "Allows the app to read the role-based access control (RBAC) settings for your company's directory, on your behalf.", admin: true},
		{value: "RoleEligibilitySchedule.Read.Directory", title: "Read all eligible role assignments for your company's directory", text: "Allows the app to read the eligible role-based access control (RBAC) assignments for your company's directory, on your behalf.", admin: true},
		{value: "RoleAssignmentSchedule.Read.Directory", title: "Read all active role assignments for your company's directory", text: "Allows the app to read the active role-based access control (RBAC) assignments for your company's directory, on your behalf.", admin: true},
	},
}

var apis = []*api{&exchangeAPI, &graphAPI}

// identity are the permissions that belong to no service.
var identity = []permission{
	{value: "openid", title: "Sign you in", text: "Allows you to sign in to the app with your work or school account and allows the app to read your basic profile information."},
	{value: "profile", title: "View your basic profile", text: "Allows the app to see your basic profile (e.g., name, picture, user name, email address)."},
	{value: "email", title: "View your email address", text: "Allows the app to read your primary email address."},
	{value: "offline_access", title: "Maintain access to data you have given it access to", text: "Allows the app to see and update the data you gave it access to, even when you are not currently using the app. This does not give the app any additional permissions."},
}

// scopes are the asked-for permissions, in long form.
type scopes struct {
	identity []string
	// of lists the values asked of each service, ".default" included.
	of map[*api][]string
}

// parseScopes reads a scope parameter; bad is the first scope that nobody
// knows. A scope without a service belongs to Graph.
func parseScopes(raw string) (out scopes, bad string) {
	out.of = map[*api][]string{}
	for _, one := range strings.Fields(raw) {
		if named(identity, one) != "" {
			out.identity = append(out.identity, named(identity, one))
			continue
		}
		service, value := splitScope(one)
		if service == nil {
			return out, one
		}
		if value != ".default" {
			value = named(service.scopes, value)
		}
		if value == "" {
			return out, one
		}
		if !slices.Contains(out.of[service], value) {
			out.of[service] = append(out.of[service], value)
		}
	}
	return out, ""
}

func splitScope(scope string) (*api, string) {
	i := strings.LastIndex(scope, "/")
	if i < 0 {
		return &graphAPI, scope
	}
	resource := strings.TrimSuffix(scope[:i], "/")
	for _, service := range apis {
		if strings.EqualFold(resource, service.uri) || strings.EqualFold(resource, service.appID) {
			return service, scope[i+1:]
		}
	}
	return nil, ""
}

// named returns the permission of that name as Microsoft spells it, or "".
func named(list []permission, value string) string {
	for _, p := range list {
		if strings.EqualFold(p.value, value) {
			return p.value
		}
	}
	return ""
}

// service returns the service that a token for these scopes is for: Exchange
// if it is asked for, else Graph.
func (s scopes) service() *api {
	if len(s.of[&exchangeAPI]) > 0 {
		return &exchangeAPI
	}
	return &graphAPI
}

// long returns the scopes of the services that need consent, in long form.
func (s scopes) long() []string {
	var out []string
	for _, service := range apis {
		for _, value := range s.of[service] {
			if value != ".default" {
				out = append(out, service.uri+"/"+value)
			}
		}
	}
	return out
}

// permissions returns what a consent page has to list for the scopes.
func (s scopes) permissions() []permission {
	var out []permission
	for _, service := range apis {
		for _, p := range service.scopes {
			if slices.Contains(s.of[service], p.value) {
				out = append(out, p)
			}
		}
	}
	for _, p := range identity {
		// Microsoft shows neither openid nor profile beside other permissions.
		if p.value == "offline_access" && slices.Contains(s.identity, p.value) {
			out = append(out, p)
		}
	}
	return out
}
