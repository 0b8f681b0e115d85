package entra

import (
	"context"
	"errors"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"hire2retire-setup/connector/check"
)

// DeviceCodeWarning is what to say before a person chooses a device code.
func DeviceCodeWarning() check.Text {
	return check.T("entra.device-code.warning", "Many organizations forbid device codes by policy, because a code can be phished: the page on the other device does not show which computer asked. Enter a code only if this program has just shown it to you. If a policy forbids it, Microsoft says so with error 53003: then sign in with the browser on this computer.")
}

// byDeviceCode shows a code and waits until it was entered (RFC 8628).
func (c *Client) byDeviceCode(ctx context.Context, req Request, t *teller) (public.AuthResult, error) {
	code, err := c.deviceCode(ctx, req)
	if err != nil {
		return public.AuthResult{}, onDevice(err)
	}
	t.update(func(s *State) {
		s.Stage, s.URL, s.Code = Waiting, code.Result.VerificationURL, code.Result.UserCode
		if code.Result.ExpiresOn.Before(s.Until) {
			s.Until = code.Result.ExpiresOn
		}
	})
	res, err := code.AuthenticationResult(ctx)
	// MSAL ends its own wait at the end of the code with a bare deadline error.
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return res, &Failure{Kind: "expired_token", device: true}
	}
	t.update(func(s *State) { s.Stage, s.URL, s.Code = Finishing, "", "" })
	return res, onDevice(err)
}

func (c *Client) deviceCode(ctx context.Context, req Request) (public.DeviceCode, error) {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	return c.msal.AcquireTokenByDeviceCode(ctx, firstResource(c.opts.Scopes), public.WithClaims(req.Claims))
}

// onDevice marks a failure as one of the device code method.
func onDevice(err error) error {
	f, ok := failureOf(err)
	if !ok {
		return err
	}
	f.device = true
	return f
}
