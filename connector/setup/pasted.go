package setup

import (
	"context"
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/entra"
)

// FieldSignInPage takes the text of Microsoft's page, see ExplainPage.
const FieldSignInPage = entra.PageField

// DeviceCodeWarning is what to say before a person chooses a device code.
func DeviceCodeWarning() check.Text { return entra.DeviceCodeWarning() }

// ExplainPage names what Microsoft's page in the browser says, where the answer
// never came back to the program. What it names takes the place of a sign-in
// without an outcome in the results; a text that names nothing changes nothing.
// It asks nobody and returns at once. It is never nil.
func (f *Flow) ExplainPage(text string) *check.Problem {
	m, bad := f.answers.Microsoft(f.deps)
	if len(bad) > 0 {
		return bad[0]
	}
	row := SignedOut()
	if m.ClientID != "" {
		client, err := f.client.use(m, f.deps, f.tokens)
		if err != nil {
			var unusable faults
			unusable.add(FieldClientID, err)
			return unusable[0]
		}
		row = client.PastedCheck(text)
	}
	named := check.Run(context.Background(), []check.Check{row}, nil).Results[0]
	if p := f.proved[Exchange]; m.ClientID != "" && named.Problem().Code != "entra.page-unreadable" {
		p.report.Results = slices.Clone(p.report.Results)
		for i, r := range p.report.Results {
			if r.ID == entra.SignInCheck && !r.OK() {
				p.report.Results[i] = named
			}
		}
		f.proved[Exchange] = p
	}
	return named.Problem()
}
