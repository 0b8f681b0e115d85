package entra

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hire2retire-setup/connector/check"
)

// PageField is the field that takes the text of Microsoft's page, see Pasted.
const PageField = "sign-in-page"

// maxPasted is how much of a pasted text is read. Microsoft's pages are short.
const maxPasted = 16 << 10

// Pasted names what a page of Microsoft in the browser says. Some errors stay
// there and never reach this program: an application that the tenant does not
// know, a policy that blocks, an address that is not registered. The person
// copies the page, the details under "Troubleshooting details" included, its
// address, or just the number.
//
// It always returns a problem: entra.page-unreadable if the text names nothing
// that the table knows, with what to copy. Nobody proves that the text is
// Microsoft's, so it never makes a check pass.
func (c *Client) Pasted(text string) *check.Problem {
	f := fromPage(text)
	if say := byNumber(f.Numbers); say != nil {
		return as(say(c, f), f)
	}
	if say := byPhrase(text); say != nil {
		return as(say(c, f), f)
	}
	if f.Kind != "" {
		return c.problem(f)
	}
	if len(f.Numbers) > 0 || f.CorrelationID != "" {
		return as(refused(c, f), f)
	}
	return unreadable()
}

func as(p *check.Problem, f *Failure) *check.Problem {
	out := *p
	out.Err, out.Cause = f, f.Error()
	return &out
}

func unreadable() *check.Problem {
	return check.CouldNot(&check.Problem{Code: "entra.page-unreadable",
		Detail: check.T("entra.page-unreadable", "The text names no error of Microsoft's sign-in."),
		Advice: check.Advice{Who: check.You, Field: PageField, Do: check.T("entra.page-unreadable.do", "On Microsoft's page open More details or Troubleshooting details, copy all of it and paste it here. A number such as AADSTS50105 or 53003 is enough.")}})
}

const guid = `[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`

// What a page shows beside its text, in the languages in which Microsoft writes
// the labels alike. Policy pages say "Error code: 53003", without AADSTS.
var (
	numberOnPage      = regexp.MustCompile(`\b(\d{5,7})\b`)
	correlationOnPage = regexp.MustCompile(`(?i)[ck]orr[^\d\n]{0,30}\b(` + guid + `)`)
	requestOnPage     = regexp.MustCompile(`(?i)(?:request|trace|anforderung|demande|solicitud|richiesta)[^\d\n]{0,20}\b(` + guid + `)`)
	timeOnPage        = regexp.MustCompile(`\b(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)? ?Z?)`)
)

// fromPage takes a pasted text apart.
func fromPage(text string) *Failure {
	if len(text) > maxPasted {
		text = text[:maxPasted]
	}
	if f := fromPageAddress(text); f != nil {
		return f
	}
	f := &Failure{}
	f.describe(text[max(0, strings.Index(text, "AADSTS")):])
	for _, find := range []struct {
		into *string
		by   *regexp.Regexp
	}{{&f.CorrelationID, correlationOnPage}, {&f.TraceID, requestOnPage}, {&f.Timestamp, timeOnPage}} {
		if m := find.by.FindStringSubmatch(text); m != nil && *find.into == "" {
			*find.into = strings.TrimSpace(m[1])
		}
	}
	if len(f.Numbers) == 0 {
		f.Numbers = knownNumbers(text)
	}
	return f
}

// knownNumbers are those of the table that stand alone in a text. A number that
// is something else there only chooses an advice, which the text beside it
// corrects.
func knownNumbers(text string) []int {
	var out []int
	for _, m := range numberOnPage.FindAllString(text, -1) {
		if n, err := strconv.Atoi(m); err == nil && byNumber([]int{n}) != nil && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// fromPageAddress reads an address that holds the error, such as that of the
// page http://localhost after an administrator has consented, or declined.
func fromPageAddress(text string) *Failure {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" {
		return nil
	}
	for _, raw := range []string{u.RawQuery, u.Fragment} {
		q, err := url.ParseQuery(raw)
		if err != nil {
			continue
		}
		if q.Has("error") {
			return fromForm(q)
		}
		if n, err := strconv.Atoi(q.Get("code")); err == nil {
			return &Failure{Numbers: []int{n}} // https://login.microsoftonline.com/error?code=50011
		}
	}
	return nil
}

// phrases are pages that show no number until their details are opened, in
// English and German.
var phrases = []struct {
	text string
	say  wording
}{
	{"need admin approval", consentNeeded},
	{"administratorgenehmigung erforderlich", consentNeeded},
	{"approval required", consentNeeded},
	{"genehmigung erforderlich", consentNeeded},
	{"request sent", consentPending},
	{"anforderung gesendet", consentPending},
	{"your sign-in was successful but", conditionalAccess},
	{"you can't access this right now", conditionalAccess},
	{"you cannot access this right now", conditionalAccess},
	{"sie können derzeit nicht darauf zugreifen", conditionalAccess},
	{"access has been blocked by conditional access", conditionalAccess},
	{"set up your device to get access", conditionalAccess},
	{"access to this tenant is blocked", tenantRestrictions},
	{"your account has been locked", locked},
	{"ihr konto wurde gesperrt", locked},
}

func byPhrase(text string) wording {
	text = strings.ToLower(strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "\u2019", "'"))
	for _, p := range phrases {
		if strings.Contains(text, p.text) {
			return p.say
		}
	}
	return nil
}

// PastedCheck is the check of the sign-in, decided by what a page in the
// browser says. Found stays empty, and the facts tell that a person pasted it.
func (c *Client) PastedCheck(text string) check.Check {
	return check.Check{ID: SignInCheck, Title: check.T("entra.sign-in", "The service account is signed in with Microsoft"),
		Run: func(context.Context) (check.Finding, error) {
			p := c.Pasted(text)
			facts := c.failureFacts(p)
			facts["pasted"] = true
			return check.Finding{Facts: facts}, p
		}}
}
