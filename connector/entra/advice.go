package entra

import (
	"regexp"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/claims"
)

// advice is the table of AADSTS numbers: what they mean for this set-up and what
// to do about it. A number stands in one row only.
// learn.microsoft.com/entra/identity-platform/reference-error-codes
var advice = []struct {
	numbers []int
	say     wording
}{
	{[]int{65001, 90094, 900941, 90093, 90008}, consentNeeded},
	{[]int{90095}, consentPending},
	{[]int{65004}, declined},
	{[]int{65002}, foreignApp},
	{[]int{900971, 500113, 50011, 7000218, 9002327}, wrongPlatform},
	{[]int{700016, 7000112}, unknownApp},
	{[]int{50194}, singleTenantApp},
	{[]int{90002, 50059, 50128, 900023}, unknownTenant},
	{[]int{90038, 900432}, otherCloud},
	{[]int{50020, 500208, 50034, 51004, 16000, 90072}, wrongAccount},
	{[]int{50105}, notAssigned},
	{[]int{50053}, locked},
	{[]int{50055, 50144}, passwordExpired},
	{[]int{50057}, disabled},
	{[]int{50126, 50056}, wrongPassword},
	{[]int{50072, 50074, 50076, 50078, 50079, 50158}, secondFactor},
	{[]int{53000, 53001, 53002, 53003, 53011, 530031, 530032, 530033, 530034, 530035, 50005, 50131, 50097}, conditionalAccess},
	{[]int{50058, 50173, 700082, 700084, 70008, 70043, 50132, 50133, 54005, 50089}, ended},
	{[]int{500011, 650052, 650056, 650057}, noExchange},
	{[]int{70011, 28000, 28002, 28003, 700022, 900144, 9002313, 501481}, badRequest},
	{[]int{70016}, codePending},
	{[]int{70018, 70019, 70020, 50134, 90120}, codeExpired},
	{[]int{500021, 500022, 50002}, tenantRestrictions},
	{[]int{50033, 90006, 90012, 90024, 90033, 90055, 90090, 50000}, unavailable},
}

func consentNeeded(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.consent-needed",
		Detail: check.T("entra.consent-needed", "An administrator of {{.tenant}} has to approve the permissions before {{.account}} can use them.", "tenant", c.where(), "account", c.who()),
		Advice: check.Advice{Who: check.Entra, Command: c.AdminConsentURL(),
			Do: check.T("entra.consent-needed.do", "Send this link to someone who may approve applications (Cloud Application Administrator, Application Administrator or Global Administrator). It approves for the whole tenant. When they have accepted, sign in again.")}}
}

func consentPending(c *Client, _ *Failure) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "entra.consent-pending",
		Detail: check.T("entra.consent-pending", "The request for approval was sent to the administrators of {{.tenant}}.", "tenant", c.where()),
		Advice: check.Advice{Who: check.Entra, Do: check.T("entra.consent-pending.do", "Save the connection as it is, wait for the approval and sign in again. Administrators find the request in the Entra admin center under Enterprise applications, Admin consent requests.")}})
}

func declined(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.consent-declined",
		Detail: check.T("entra.consent-declined", "The permissions were declined on Microsoft's page. Nothing was saved."),
		Advice: check.Advice{Who: check.You, Do: check.T("entra.consent-declined.do", "Sign in again and accept the permissions, or keep the Exchange Online part for later.")}}
}

func cancelled(c *Client, _ *Failure) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "entra.cancelled",
		Detail: check.T("entra.cancelled", "The sign-in was cancelled on Microsoft's page."),
		Advice: check.Advice{Who: check.You, Do: check.T("entra.cancelled.do", "Sign in again when you are ready.")}})
}

func foreignApp(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.wrong-app",
		Detail: check.T("entra.wrong-app.foreign", "The client ID {{.client}} belongs to an application of Microsoft, which may not ask for these permissions.", "client", c.opts.ClientID),
		Advice: check.Advice{Who: check.Entra, Field: "client-id", Do: check.T("entra.wrong-app.foreign.do", "Enter the client ID of your own app registration.")}}
}

func wrongPlatform(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.app-platform",
		Detail: check.T("entra.app-platform", "The application {{.client}} is not registered for a program on a computer.", "client", c.opts.ClientID),
		Advice: check.Advice{Who: check.Entra,
			Do: check.T("entra.app-platform.do", "In the app registration, under Authentication, add the platform Mobile and desktop applications with the redirect URI http://localhost, and remove that address from other platforms. For a device code, also set Allow public client flows to Yes.")}}
}

func unknownApp(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.wrong-app",
		Detail: check.T("entra.wrong-app", "{{.tenant}} does not know the application {{.client}}, or has switched it off.", "tenant", c.where(), "client", c.opts.ClientID),
		Advice: check.Advice{Who: check.Entra, Field: "client-id",
			Do: check.T("entra.wrong-app.do", "Compare the client ID, the tenant and the cloud ({{.cloud}}) with the app registration. An application of one cloud does not exist in another.", "cloud", c.opts.Cloud.Name)}}
}

func singleTenantApp(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.tenant-needed",
		Detail: check.T("entra.tenant-needed", "The application {{.client}} belongs to one tenant, and the sign-in does not say which.", "client", c.opts.ClientID),
		Advice: check.Advice{Who: check.You, Field: "tenant", Do: check.T("entra.tenant-needed.do", "Enter the tenant ID or a domain of the tenant in which the application is registered.")}}
}

func unknownTenant(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.tenant-not-found",
		Detail: check.T("entra.tenant-not-found", "Microsoft knows no tenant {{.tenant}} in {{.cloud}}.", "tenant", c.where(), "cloud", c.opts.Cloud.Name),
		Advice: check.Advice{Who: check.You, Field: "account",
			Do: check.T("entra.tenant-not-found.do", "Check the domain of the service account and the cloud. A domain that exists in Active Directory only, such as corp.local, is not a tenant: use the user name that Microsoft shows.")}}
}

func otherCloud(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.other-cloud",
		Detail: check.T("entra.other-cloud", "The tenant {{.tenant}} is not in {{.cloud}}.", "tenant", c.where(), "cloud", c.opts.Cloud.Name),
		Advice: check.Advice{Who: check.You, Field: "cloud", Do: check.T("entra.other-cloud.do", "Choose the cloud of your tenant and sign in again.")}}
}

// provider is where the account that was chosen is at home, as some texts tell.
var provider = regexp.MustCompile(`identity provider '(live\.com|https://sts\.windows\.net/([0-9a-fA-F-]{36})/)'`)

func wrongAccount(c *Client, f *Failure) *check.Problem {
	if m := provider.FindStringSubmatch(f.Text); m != nil {
		if m[2] == "" || strings.EqualFold(m[2], claims.PersonalTenant) {
			return personal(check.T("entra.chosen", "The account that was chosen"))
		}
		return c.wrongTenant(check.T("entra.chosen", "The account that was chosen"), m[2])
	}
	return &check.Problem{Code: "entra.wrong-account",
		Detail: check.T("entra.wrong-account", "The account that was chosen is not an account of {{.tenant}}.", "tenant", c.where()),
		Advice: check.Advice{Who: check.You, Field: "account",
			Do: check.T("entra.wrong-account.do", "On Microsoft's page choose Use another account and sign in as {{.account}}. Personal and guest accounts cannot be used.", "account", c.who())}}
}

func notAssigned(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.not-assigned",
		Detail: check.T("entra.not-assigned", "The application {{.client}} is only for users who are assigned to it, and {{.account}} is not.", "client", c.opts.ClientID, "account", c.who()),
		Advice: check.Advice{Who: check.Entra, Do: check.T("entra.not-assigned.do", "In the Entra admin center, under Enterprise applications, the application, Users and groups, add {{.account}}.", "account", c.who())}}
}
