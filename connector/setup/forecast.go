package setup

import (
	"slices"
	"time"

	"hire2retire-setup/connector/check"
)

// Forecast is something that will end.
type Forecast struct {
	What check.Text
	At   time.Time
	// Days is how many whole days are left; less than zero when it has ended.
	Days int
}

// Forecast returns what was seen to have an end, the nearest first: the
// password, the account, and of each host's certificate the first to expire.
func (f *Flow) Forecast() []Forecast {
	var all []Forecast
	if r, ok := f.proved[ServiceAccount].report.Find("account.expiry", ""); ok {
		for fact, what := range map[string]check.Text{
			"passwordExpires": check.T("forecast.password", "Password of the service account"),
			"accountExpires":  check.T("forecast.account", "Service account"),
		} {
			text, _ := r.Facts[fact].(string)
			if at, err := time.Parse(time.RFC3339, text); err == nil {
				all = append(all, Forecast{What: what, At: at})
			}
		}
	}
	for _, h := range f.seen.Directory.Hosts {
		if end := h.Verdict.Leaf.NotAfter; !end.IsZero() {
			all = append(all, Forecast{What: check.T("forecast.certificate", "Certificate of {{.host}}", "host", h.Host.Name), At: end})
		}
	}
	now := time.Now()
	if f.deps.Now != nil {
		now = f.deps.Now()
	}
	for i := range all {
		all[i].Days = int(all[i].At.Sub(now) / (24 * time.Hour))
	}
	slices.SortFunc(all, func(a, b Forecast) int { return a.At.Compare(b.At) })
	return all
}
