package tenant

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// stsError is an error of the token service.
// learn.microsoft.com/entra/identity-platform/reference-error-codes
type stsError struct {
	// number is what follows "AADSTS".
	number int
	// oauth is the OAuth error, which is what a client may react to.
	oauth string
	// text is the description without number and trace. {app}, {account},
	// {tenant} and {resource} are filled in.
	text string
	// suberror and claims are set where a challenge can be met.
	suberror, claims string
	// subcode is error_subcode of an answer to the redirect address; silent
	// answers have no description, as when a person presses Cancel.
	subcode string
	silent  bool
	status  int
}

// claimsForMFA is the challenge of a Conditional Access policy; a token asked
// for with it needs a second factor.
const claimsForMFA = `{"access_token":{"capolids":{"essential":true,"values":["2b9d6f4a-8c31-4e57-b0a2-6d1f3e5c7a98"]}}}`

// aadsts holds the errors by number.
var aadsts = map[int]stsError{
	16000:   {oauth: "interaction_required", text: "User account '{account}' from identity provider 'https://sts.windows.net/{tenant}/' does not exist in tenant 'Practice' and cannot access the application '{app}' in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different account."},
	28000:   {oauth: "invalid_request", text: "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid."},
	28002:   {oauth: "invalid_request", text: "Provided value for the input parameter scope '{scope}' is not valid when requesting an access token. Please specify a valid scope."},
	28003:   {oauth: "invalid_request", text: "Provided value for the input parameter scope can't be empty when requesting an access token using the provided authorization code. Please specify a valid scope."},
	50002:   {oauth: "access_denied", text: "Access is blocked due to restricted proxy access on the tenant."},
	50005:   {oauth: "access_denied", text: "User tried to log in to a device from a platform that's currently not supported through Conditional Access policy."},
	50011:   {oauth: "invalid_request", text: "The redirect URI '{redirect}' specified in the request does not match the redirect URIs configured for the application '{app}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal."},
	50020:   {oauth: "invalid_grant", text: "User account '{account}' from identity provider 'https://sts.windows.net/{tenant}/' does not exist in tenant 'Practice' and cannot access the application '{app}'(Hire2Retire Connection Setup) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account."},
	50033:   {oauth: "temporarily_unavailable", text: "A transient error has occurred. Please try again.", status: 503},
	50034:   {oauth: "invalid_grant", text: "The user account {account} does not exist in the Practice directory. To sign into this application, the account must be added to the directory."},
	50053:   {oauth: "invalid_grant", text: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."},
	50055:   {oauth: "invalid_grant", text: "The password is expired.", suberror: "user_password_expired"},
	50057:   {oauth: "invalid_grant", text: "The user account is disabled."},
	50058:   {oauth: "login_required", text: "A silent sign-in request was sent but no user is signed in."},
	50059:   {oauth: "invalid_request", text: "No tenant-identifying information found in either the request or implied by any provided credentials."},
	50072:   {oauth: "interaction_required", text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'.", suberror: "basic_action"},
	50074:   {oauth: "interaction_required", text: "Strong Authentication is required.", suberror: "basic_action"},
	50076:   {oauth: "interaction_required", text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.", suberror: "basic_action", claims: claimsForMFA},
	50078:   {oauth: "interaction_required", text: "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access '{resource}'.", suberror: "basic_action"},
	50079:   {oauth: "interaction_required", text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'.", suberror: "basic_action"},
	50097:   {oauth: "interaction_required", text: "Device authentication is required."},
	50105:   {oauth: "interaction_required", text: "Your administrator has configured the application Hire2Retire Connection Setup ('{app}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{account}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application."},
	50126:   {oauth: "invalid_grant", text: "Error validating credentials due to invalid username or password."},
	50128:   {oauth: "invalid_request", text: "No tenant-identifying information found in either the request or implied by any provided credentials."},
	50131:   {oauth: "access_denied", text: "Device is not in required device state: known. Or, the request was blocked due to suspicious activity, access policy, or security policy decisions."},
	50132:   {oauth: "invalid_grant", text: "The session is not valid due to the following reasons: password expiration or recent password change, or the account was signed out elsewhere.", suberror: "bad_token"},
	50133:   {oauth: "invalid_grant", text: "The session is not valid due to password expiration or recent password change.", suberror: "bad_token"},
	50134:   {oauth: "authorization_declined", text: "The wrong data center was used for the sign-in. The device code flow has to begin anew."},
	50144:   {oauth: "invalid_grant", text: "The user's Active Directory password has expired. Generate a new password for the user or have the user use the self-service reset tool to reset their password."},
	50158:   {oauth: "interaction_required", text: "External security challenge not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges.", suberror: "basic_action"},
	50173:   {oauth: "invalid_grant", text: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{now}'.", suberror: "bad_token"},
	50194:   {oauth: "invalid_request", text: "Application '{app}'(Hire2Retire Connection Setup) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant."},
	51004:   {oauth: "invalid_grant", text: "The user account {account} does not exist in the Practice directory. To sign into this application, the account must be added to the directory."},
	53000:   {oauth: "access_denied", text: "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.", suberror: "message_only"},
	53001:   {oauth: "access_denied", text: "Device is not in required device state: domain_joined. Conditional Access policy requires a domain joined device, and the device is not domain joined.", suberror: "message_only"},
	53002:   {oauth: "access_denied", text: "The application used is not an approved application for Conditional Access.", suberror: "message_only"},
	53003:   {oauth: "access_denied", text: "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.", suberror: "message_only"},
	53011:   {oauth: "access_denied", text: "User blocked due to risk on home tenant.", suberror: "message_only"},
	65001:   {oauth: "invalid_grant", text: "The user or administrator has not consented to use the application with ID '{app}' named 'Hire2Retire Connection Setup'. Send an interactive authorization request for this user and resource.", suberror: "consent_required"},
	65002:   {oauth: "invalid_request", text: "Consent between first party application '{app}' and first party resource '{resource}' must be configured via preauthorization - applications owned and operated by Microsoft must get approval from the API owner before requesting tokens for that API."},
	65004:   {oauth: "access_denied", text: "User declined to consent to access the app.", subcode: "cancel"},
	70000:   {oauth: "invalid_grant", text: "The provided authorization code or refresh token is malformed."},
	70003:   {oauth: "unsupported_grant_type", text: "The app requested an unsupported grant type '{grant}'."},
	70008:   {oauth: "invalid_grant", text: "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource."},
	70011:   {oauth: "invalid_scope", text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid."},
	70016:   {oauth: "authorization_pending", text: "OAuth 2.0 device flow error. Authorization is pending. Continue polling."},
	70018:   {oauth: "bad_verification_code", text: "Invalid verification code due to User typing in wrong user code for device code flow."},
	70019:   {oauth: "expired_token", text: "Verification code expired. Have the user retry the sign-in."},
	70020:   {oauth: "expired_token", text: "The provided value for the input parameter 'device_code' is not valid. This device code has expired."},
	70043:   {oauth: "invalid_grant", text: "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on {issued} and the maximum allowed lifetime for this request is 3600.", suberror: "bad_token"},
	90002:   {oauth: "invalid_request", text: "Tenant '{path}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant."},
	90006:   {oauth: "temporarily_unavailable", text: "External server returned an error that can be retried.", status: 503},
	90012:   {oauth: "temporarily_unavailable", text: "The request has timed out. Please try again.", status: 504},
	90013:   {oauth: "invalid_request", text: "Invalid input received from the user."},
	90014:   {oauth: "invalid_request", text: "The required field '{field}' is missing from the credential. Ensure that you have all the necessary parameters for the login request."},
	90024:   {oauth: "temporarily_unavailable", text: "RequestBudgetExceededError - A transient error has occurred. Please try again.", status: 503},
	90033:   {oauth: "temporarily_unavailable", text: "A transient error has occurred. Please try again.", status: 503},
	90038:   {oauth: "invalid_request", text: "Tenant '{path}' request is being redirected to the National Cloud 'MicrosoftOnline.US'."},
	90055:   {oauth: "temporarily_unavailable", text: "There are too many incoming requests. This exception is thrown for blocked tenants.", status: 429},
	90072:   {oauth: "invalid_grant", text: "User account '{account}' from identity provider 'https://sts.windows.net/{tenant}/' does not exist in tenant 'Practice' and cannot access the application '{app}' in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different account."},
	90090:   {oauth: "temporarily_unavailable", text: "Graph encountered an error while processing the request. Please try again.", status: 503},
	90094:   {oauth: "access_denied", text: "The grant requires admin permission.", subcode: "cancel"},
	90095:   {oauth: "access_denied", text: "Admin consent is required. An admin consent request was sent to the administrators of the tenant.", subcode: "cancel"},
	90120:   {oauth: "bad_verification_code", text: "The provided user code was already used or is not valid."},
	500011:  {oauth: "invalid_resource", text: "The resource principal named {resource} was not found in the tenant named Practice. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant."},
	500021:  {oauth: "access_denied", text: "Access to 'Practice' tenant is denied. Your company's network policy does not allow it."},
	500022:  {oauth: "access_denied", text: "Access to 'Practice' tenant is denied. The tenant restrictions header was not understood."},
	500113:  {oauth: "invalid_request", text: "No reply address is registered for the application."},
	501481:  {oauth: "invalid_grant", text: "The Code_Verifier does not match the code_challenge supplied in the authorization request."},
	500208:  {oauth: "invalid_request", text: "The domain is not a valid login domain for the account type."},
	530032:  {oauth: "access_denied", text: "Blocked by security policy.", suberror: "message_only"},
	530035:  {oauth: "access_denied", text: "Access has been blocked by security defaults. This is due to the request using legacy auth or being deemed unsafe by security defaults policies.", suberror: "message_only"},
	650052:  {oauth: "invalid_client", text: "The app is trying to access a service '00000002-0000-0ff1-ce00-000000000000'(Office 365 Exchange Online) that your organization 'Practice' lacks a service principal for. Contact your IT Admin to review the configuration of your service subscriptions or consent to the application in order to create the required service principal."},
	650056:  {oauth: "invalid_client", text: "Misconfigured application. This could be due to one of the following: the client has not listed any permissions for '{resource}' in the requested permissions in the client's application registration. Or, the admin has not consented in the tenant. Or, check the application identifier in the request to ensure it matches the configured client application identifier. Please contact your admin to fix the configuration or consent on behalf of the tenant."},
	650057:  {oauth: "invalid_resource", text: "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Client app ID: {app}(Hire2Retire Connection Setup). Resource value from request: {resource}."},
	700016:  {oauth: "unauthorized_client", text: "Application with identifier '{app}' was not found in the directory 'Practice'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant."},
	700022:  {oauth: "invalid_request", text: "The provided value for the input parameter 'scope' isn't valid because it contains more than one resource."},
	700082:  {oauth: "invalid_grant", text: "The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for 90.00:00:00.", suberror: "bad_token"},
	900144:  {oauth: "invalid_request", text: "The request body must contain the following parameter: '{field}'."},
	900432:  {oauth: "invalid_request", text: "Confidential Client is not supported in Cross Cloud request."},
	900941:  {oauth: "access_denied", text: "An administrator of Practice has set a policy that prevents you from granting Hire2Retire Connection Setup the permissions it is requesting. Contact an administrator of Practice who can grant permissions to this application on your behalf.", subcode: "cancel"},
	900971:  {oauth: "invalid_request", text: "No reply address provided."},
	7000112: {oauth: "unauthorized_client", text: "Application '{app}'(Hire2Retire Connection Setup) is disabled."},
	7000218: {oauth: "invalid_client", text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."},
	9002313: {oauth: "invalid_request", text: "Invalid request. Request is malformed or invalid."},
	9002327: {oauth: "invalid_request", text: "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests."},
}

// sts returns the error of that number with its blanks filled in, which are
// given as name, value, name, value.
func sts(number int, blanks ...string) *stsError {
	e := aadsts[number]
	e.number = number
	for i := 0; i+1 < len(blanks); i += 2 {
		e.text = strings.ReplaceAll(e.text, "{"+blanks[i]+"}", blanks[i+1])
	}
	return &e
}

// about fills in what is known of a grant.
func (e *stsError) about(g *grant, resource string) *stsError {
	out := *e
	out.text = strings.NewReplacer("{app}", g.client, "{account}", g.account, "{tenant}", g.tenant, "{resource}", resource,
		"{issued}", g.issued.UTC().Format(time.RFC3339Nano), "{now}", time.Now().UTC().Format(time.RFC3339Nano)).Replace(e.text)
	return &out
}

// trace is what Microsoft puts behind every description.
type trace struct {
	id, correlation string
	at              time.Time
}

// newTrace takes the correlation ID from the caller, as Microsoft does.
func newTrace(r *http.Request) trace {
	t := trace{id: newGUID(), correlation: r.Header.Get("client-request-id"), at: time.Now().UTC()}
	if t.correlation == "" {
		t.correlation = newGUID()
	}
	return t
}

const stsTime = "2006-01-02 15:04:05Z"

// description returns error_description.
func (e *stsError) description(t trace) string {
	if e.silent {
		return ""
	}
	return fmt.Sprintf("AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s", e.number, e.text, t.id, t.correlation, t.at.Format(stsTime))
}

// write answers a call to the token service with the error.
func (e *stsError) write(w http.ResponseWriter, r *http.Request) {
	t := newTrace(r)
	body := map[string]any{
		"error": e.oauth, "error_description": e.description(t), "error_codes": []int{e.number},
		"timestamp": t.at.Format(stsTime), "trace_id": t.id, "correlation_id": t.correlation,
		"error_uri": fmt.Sprintf("https://login.microsoftonline.com/error?code=%d", e.number),
	}
	for name, value := range map[string]string{"suberror": e.suberror, "claims": e.claims} {
		if value != "" {
			body[name] = value
		}
	}
	w.Header().Set("x-ms-request-id", t.id)
	w.Header().Set("client-request-id", t.correlation)
	status := e.status
	if status == 0 {
		status = http.StatusBadRequest
	}
	writeJSON(w, status, body)
}

// writeJSON answers with v.
func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // a caller that left is no error of ours
}
