package entra

import "hire2retire-setup/connector/check"

func locked(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.account-locked",
		Detail: check.T("entra.account-locked", "Microsoft has locked {{.account}} for some time, after wrong passwords or because of the address they came from.", "account", c.who()),
		Advice: check.Advice{Who: check.Entra, Do: check.T("entra.account-locked.do", "Wait and do not try further passwords. An administrator sees the reason in the sign-in log.")}}
}

func passwordExpired(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.password-expired",
		Detail: check.T("entra.password-expired", "The password of {{.account}} has expired.", "account", c.who()),
		Advice: check.Advice{Who: check.Entra, Do: check.T("entra.password-expired.do", "Set a new password where the account is managed: in Entra ID, or in Active Directory when it is synchronized.")}}
}

func disabled(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.account-disabled",
		Detail: check.T("entra.account-disabled", "{{.account}} is disabled in Entra ID.", "account", c.who()),
		Advice: check.Advice{Who: check.Entra, Do: check.T("entra.account-disabled.do", "Enable the account, or use another one.")}}
}

func wrongPassword(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.wrong-password",
		Detail: check.T("entra.wrong-password", "Microsoft refused the user name or the password."),
		Advice: check.Advice{Who: check.You, Do: check.T("entra.wrong-password.do", "Sign in again. The password is typed on Microsoft's page only; this program never sees it.")}}
}

func secondFactor(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.mfa-needed",
		Detail: check.T("entra.mfa-needed", "{{.tenant}} asks {{.account}} for a second factor.", "tenant", c.where(), "account", c.who()),
		Advice: check.Advice{Who: check.You, Do: check.T("entra.mfa-needed.do", "Sign in again and answer Microsoft's question. If the account has no method yet, register one for it, for example a passkey or a Temporary Access Pass.")}}
}

func conditionalAccess(c *Client, f *Failure) *check.Problem {
	p := &check.Problem{Code: "entra.conditional-access",
		Detail: check.T("entra.conditional-access", "A Conditional Access policy of {{.tenant}} does not allow this sign-in of {{.account}}.", "tenant", c.where(), "account", c.who()),
		Advice: check.Advice{Who: check.Entra,
			Do: check.T("entra.conditional-access.do", "Sign in on a managed computer, or with a passkey or a Temporary Access Pass. The administrators find the policy in the sign-in log by the correlation ID; they can make one for this account that is limited to this application and this place.")}}
	if f.device {
		p.Advice.Who = check.You
		p.Advice.Do = check.T("entra.conditional-access.device.do", "Many policies forbid device codes. Sign in with the browser on this computer, or on a managed computer, instead.")
	}
	return p
}

func tenantRestrictions(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.tenant-restricted",
		Detail: check.T("entra.tenant-restricted", "The network of this computer allows sign-ins to certain tenants only, and {{.tenant}} is not among them.", "tenant", c.where()),
		Advice: check.Advice{Who: check.Network, Do: check.T("entra.tenant-restricted.do", "Add the tenant to the tenant restrictions of the proxy, or sign in from another network.")}}
}

// ended is about a sign-in that was good once.
func ended(c *Client, _ *Failure) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "entra.not-signed-in",
		Detail: check.T("entra.not-signed-in.ended", "The sign-in of {{.account}} has ended, or Microsoft wants to see it again.", "account", c.who()),
		Advice: check.Advice{Who: check.You, Do: check.T("entra.not-signed-in.do", "Sign in with Microsoft as the service account.")}})
}

func noExchange(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.no-exchange",
		Detail: check.T("entra.no-exchange", "{{.tenant}} does not offer Exchange Online to this application.", "tenant", c.where()),
		Advice: check.Advice{Who: check.Entra, Do: check.T("entra.no-exchange.do", "Check that the tenant has Exchange Online. In your own app registration, add the delegated permission Exchange.Manage of Office 365 Exchange Online.")}}
}

func badRequest(c *Client, _ *Failure) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "entra.bad-request",
		Detail: check.T("entra.bad-request", "Microsoft did not accept what this program asked for."),
		Advice: check.Advice{Who: check.You, Do: check.T("entra.bad-request.do", "Send the report to support. It holds Microsoft's own text.")}})
}

func codeExpired(c *Client, _ *Failure) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "entra.device-code-expired",
		Detail: check.T("entra.device-code-expired", "The code for the other device is no longer good."),
		Advice: check.Advice{Who: check.You, Do: check.T("entra.device-code-expired.do", "Ask for a new code and enter it within its time.")}})
}

func codePending(c *Client, _ *Failure) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "entra.device-code-pending",
		Detail: check.T("entra.device-code-pending", "Nobody has entered the code on the other device yet."),
		Advice: check.Advice{Who: check.You, Do: check.T("entra.device-code-pending.do", "Enter the code that this program shows, and finish the sign-in on that device.")}})
}

func unavailable(c *Client, _ *Failure) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "entra.unavailable",
		Detail: check.T("entra.unavailable", "Microsoft's sign-in service has no time for this request."),
		Advice: check.Advice{Who: check.You, Do: check.T("entra.unavailable.do", "Wait some minutes and sign in again.")}})
}

func refused(c *Client, _ *Failure) *check.Problem {
	return &check.Problem{Code: "entra.refused",
		Detail: check.T("entra.refused", "Microsoft refused the sign-in for a reason that this program does not know."),
		Advice: check.Advice{Who: check.Entra, Do: check.T("entra.refused.do", "Give the correlation ID and the time to an administrator of the tenant, who finds the event in the sign-in log.")}}
}
