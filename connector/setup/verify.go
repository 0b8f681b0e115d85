package setup

import (
	"context"
	"sync"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/cloud/web"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/secret"
)

// Stage is how far the directory half goes.
type Stage int

// The stages. Probe sends no credentials; Account signs in and reads rights.
const (
	Probe Stage = iota
	Account
)

// Request is what to verify. A nil half was not asked for.
type Request struct {
	Directory *DirectoryRequest
	Microsoft *MicrosoftRequest
}

// DirectoryRequest is the Active Directory half.
type DirectoryRequest struct {
	Config   directory.Config
	Password secret.Text
	Until    Stage
	// WithoutPassword leaves out all that needs one.
	WithoutPassword bool
	// As is set when the admin does not hold the password of the service
	// account and signs in as somebody else: "Check as me".
	As *Me
	// Guard remembers refused passwords from run to run; nil remembers for
	// this run only.
	Guard *directory.Guard
}

// Me is an admin who looks at the service account with an account of their own.
type Me struct {
	Username string
	Password secret.Text
}

// Microsoft is the Exchange Online half, understood.
type Microsoft struct {
	Cloud                     cloud.Cloud
	Account, Tenant, ClientID string
	Features                  []exchange.FeatureID
	// WriteScope limits the Exchange roles; empty means the whole organization.
	WriteScope string
	// ScopeFilter is what a script makes the write scope with.
	ScopeFilter string
	// ReadRoles asks for the optional permission to read Entra roles.
	ReadRoles bool
}

// MicrosoftRequest asks for the Exchange Online half.
type MicrosoftRequest struct {
	Microsoft
	// UPNSuffixes are those of Active Directory.
	UPNSuffixes []string
	// Client is signed in, or signs in with Method. Nil means that there is no
	// application to sign in with.
	Client *entra.Client
	Method entra.Method
	// Show gets every state of the sign-in, such as the link to open.
	Show func(entra.State)
	// fresh gets new tokens for an account that was signed in before: new roles
	// are stamped into new tokens only.
	fresh bool
}

// Seen is what a run learned beside its results.
type Seen struct {
	Directory directory.Seen
	// Missing is what the service account lacks, for the delegation script.
	Missing  directory.Delegation
	Account  entra.Account
	SignedIn bool
}

// Verify is the one run for page, terminal, command line and drift. The two
// halves run at the same time; each goes through its stages in order. The
// report lists the directory first. progress, which may be nil, is never called
// concurrently.
func Verify(ctx context.Context, d Deps, req Request, progress func(check.Result)) (check.Report, Seen) {
	var (
		mu       sync.Mutex
		wg       sync.WaitGroup
		seen     Seen
		dir, mic check.Report
	)
	tell := func(r check.Result) {
		mu.Lock()
		defer mu.Unlock()
		if d.Log != nil && r.Status.Done() {
			d.Log.Result(r)
		}
		if progress != nil {
			progress(r)
		}
	}
	if req.Directory != nil {
		wg.Go(func() { dir, seen.Directory, seen.Missing = req.Directory.run(ctx, d, tell) })
	}
	if req.Microsoft != nil {
		wg.Go(func() { mic, seen.Account, seen.SignedIn = req.Microsoft.run(ctx, d, tell) })
	}
	wg.Wait()
	return check.Join(dir, mic), seen
}

// run goes through the stages: probe all hosts, bind one, bind the others,
// account and rights.
func (r *DirectoryRequest) run(ctx context.Context, d Deps, tell func(check.Result)) (check.Report, directory.Seen, directory.Delegation) {
	conf := r.Config
	conf.LookupHost, conf.Dial = d.Directory.LookupHost, d.Directory.Dial
	conf.Timeout, conf.Now, conf.Guard = d.Timeout, d.Now, r.Guard
	look := directory.Inspect(conf)
	defer look.Close()
	report := look.Probe(ctx, tell)
	if r.Until == Probe {
		return report, look.Seen(), directory.Delegation{}
	}
	report = check.Join(report, r.bind(ctx, look, tell))
	report = check.Join(report, look.Account(ctx, tell))
	return report, look.Seen(), look.Missing()
}

// bind signs the service account in, or whoever looks at it, or nobody.
func (r *DirectoryRequest) bind(ctx context.Context, look *directory.Inspection, tell func(check.Result)) check.Report {
	switch {
	case r.WithoutPassword:
		return look.WithoutPassword(ctx, tell)
	case r.As != nil:
		return look.BindAs(ctx, r.As.Username, r.As.Password, tell)
	}
	return look.Bind(ctx, r.Password, tell)
}

// run proves the road, signs in, then proves each role with the account that
// signed in. Where Exchange wants to see the person again, it is asked once
// more, and the roles are proved anew.
func (r *MicrosoftRequest) run(ctx context.Context, d Deps, tell func(check.Result)) (check.Report, entra.Account, bool) {
	if r.Client == nil {
		report := check.Run(ctx, []check.Check{SignedOut()}, tell)
		return r.prove(ctx, d, report, tell), entra.Account{}, false
	}
	before := r.before(ctx, tell)
	report := r.prove(ctx, d, r.signIn(ctx, before, "", tell), tell)
	if claims := claimsOf(report); claims != "" && r.Method != entra.Stored && ctx.Err() == nil {
		report = r.prove(ctx, d, r.signIn(ctx, before, claims, tell), tell)
	}
	account, signedIn := r.Client.Account()
	return report, account, signedIn
}

// before proves that the hosts can be reached before a browser opens. With kept
// tokens alone nothing opens, and their use proves the road.
func (r *MicrosoftRequest) before(ctx context.Context, tell func(check.Result)) check.Report {
	if r.Method == entra.Stored {
		return check.Report{}
	}
	return check.Run(ctx, r.Client.Before(), tell)
}

func (r *MicrosoftRequest) signIn(ctx context.Context, before check.Report, claims string, tell func(check.Result)) check.Report {
	_, known := r.Client.Account()
	r.fresh = known && claims == ""
	signIn := r.Client.Check(entra.Request{Method: r.Method, Again: claims != "", Claims: claims}, r.Show)
	if first := before.All(entra.ReachCheck); len(first) > 0 && !first[0].OK() {
		signIn.Run = func(context.Context) (check.Finding, error) {
			return check.Finding{}, check.Skip{Why: check.T("setup.no-road", "Not opened, because this program cannot reach Microsoft's sign-in service.")}
		}
	}
	return before.Then(ctx, []check.Check{signIn}, tell)
}

// prove runs the checks of the features after the sign-in in report.
func (r *MicrosoftRequest) prove(ctx context.Context, d Deps, report check.Report, tell func(check.Result)) check.Report {
	session := exchange.New(r.options(d))
	defer session.Close()
	return report.Then(ctx, exchange.Checks(session, r.Features), tell)
}

// claimsOf returns what a new sign-in has to ask for, if Exchange said so.
func claimsOf(report check.Report) string {
	for _, res := range report.Results {
		for _, p := range res.Problems {
			if claims := exchange.ClaimsOf(p); claims != "" {
				return claims
			}
		}
	}
	return ""
}

func (r *MicrosoftRequest) options(d Deps) exchange.Options {
	o := exchange.Options{Cloud: r.Cloud, WriteScope: r.WriteScope, UPNSuffixes: r.UPNSuffixes, Fresh: r.fresh, Now: d.Now,
		Token: r.token(r.Cloud.ExchangeScope(exchangeScope)), GraphToken: r.token(r.Cloud.GraphScope(graphScope))}
	if d.Proxy != nil {
		o.Transport = web.Transport(r.Cloud, d.Proxy)
	}
	return o
}

// The permissions that every sign-in asks for, see permissions.json.
const (
	exchangeScope = "Exchange.Manage"
	graphScope    = "User.Read"
)

func (r *MicrosoftRequest) token(scope string) func(context.Context, bool) (secret.Text, error) {
	return func(ctx context.Context, force bool) (secret.Text, error) { return r.Client.Token(ctx, scope, force) }
}

// SignedOut is the check of the sign-in where there is no application to sign
// in with.
func SignedOut() check.Check {
	return check.Check{ID: entra.SignInCheck, Title: check.T("entra.sign-in", "The service account is signed in with Microsoft"),
		Run: func(context.Context) (check.Finding, error) {
			return check.Finding{}, check.CouldNot(&check.Problem{Code: "entra.not-signed-in",
				Detail: check.T("setup.no-application", "There is no application to sign in with."),
				Advice: check.Advice{Who: check.Entra, Field: FieldClientID, Do: check.T("setup.no-application.do", "Register an application for this tenant and give its client ID.")}})
		}}
}
