package exchange

import (
	"context"
	"errors"
	"maps"

	"hire2retire-setup/connector/check"
)

// countLimit is how many objects are looked at to count those that come from
// Active Directory.
const countLimit = 1000

// checkRead reads one object of the feature's kind, and then counts the first
// thousand by where they are kept. It proves the road and nothing about
// writing: an ordinary user may read too.
func (s *Session) checkRead(ctx context.Context, f Feature) (check.Finding, error) {
	may, err := s.Capabilities(ctx)
	if err != nil {
		return check.Finding{}, s.explain(err)
	}
	if may.Has(Command{Cmdlet: f.Read.Cmdlet}) == No {
		return check.Finding{}, check.Skip{Why: check.T("exchange.read.may-not", "Not checked: the account may not run {{.command}}. The role check says what is missing.", "command", f.Read.Cmdlet)}
	}
	list, err := s.list(ctx, f, 1)
	if e, ok := errors.AsType[*wireError](err); ok && e.denied() {
		// Who may run the cmdlet without this parameter holds an end-user role.
		return check.Finding{}, check.Skip{Why: check.T("exchange.read.may-not-all", "Not checked: the account may not list the objects of others.")}
	}
	if err != nil {
		return check.Finding{}, s.explain(err)
	}
	return s.count(ctx, f, len(list))
}

// count counts by where the objects are kept. The road is proved by then, so
// that a service which has no time to count changes nothing.
func (s *Session) count(ctx context.Context, f Feature, read int) (check.Finding, error) {
	list, err := s.list(ctx, f, countLimit)
	if ctx.Err() != nil {
		return check.Finding{}, ctx.Err()
	}
	if _, answered := errors.AsType[*wireError](err); err != nil && !answered {
		return check.Finding{}, s.explain(err)
	}
	if err != nil {
		return check.Finding{Found: check.T("exchange.read.uncounted", "{{.feature}}: Exchange Online shows them, and could not count them.", "feature", f.Name.T()), Facts: check.Facts{"read": read}}, nil
	}
	return countSynced(f, list)
}

func (s *Session) list(ctx context.Context, f Feature, limit int) ([]Object, error) {
	parameters := maps.Clone(f.Read.Parameters)
	if parameters == nil {
		parameters = map[string]any{}
	}
	parameters["ResultSize"] = limit
	return s.Invoke(ctx, f.Read.Cmdlet, parameters, "Identity", "IsDirSynced")
}

func countSynced(f Feature, list []Object) (check.Finding, error) {
	synced := 0
	for _, o := range list {
		if o.Bool("IsDirSynced") {
			synced++
		}
	}
	finding := check.Finding{
		Found: check.T("exchange.read.found", "{{.feature}}: {{.cloud}} kept in the cloud, {{.synced}} synchronized from Active Directory.", "feature", f.Name.T(), "cloud", len(list)-synced, "synced", synced),
		Facts: check.Facts{"cloud": len(list) - synced, "synced": synced, "more": len(list) >= countLimit},
	}
	if synced == 0 || synced < len(list) {
		return finding, nil
	}
	return finding, check.Warn(&check.Problem{Code: "exo.synced-only",
		Detail: check.N("exo.synced-only", synced, "{{.feature}}: the only one there is is synchronized from Active Directory, and can only be changed there.", "{{.feature}}: all {{.n}} are synchronized from Active Directory, and can only be changed there.", "feature", f.Name.T()),
		Advice: check.Advice{Who: check.AD, Do: check.T("exo.synced-only.do", "Let Hire2Retire manage these in Active Directory, or make new ones in the cloud.")}})
}
