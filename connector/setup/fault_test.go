package setup_test

import (
	"slices"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/practice/tenant"
	"hire2retire-setup/connector/setup"
)

// named is how a fault shows in the results: what the whole comes to, and the
// row and the code that say why.
type named struct {
	outcome check.Status
	row     check.ID
	code    check.Code
}

// microsoftFaults is every fault of the practice tenant, as the product names it
// when somebody signs in with the browser and without optional permissions.
// Faults that pass are those that must not disturb, or that only another way
// shows: they say so themselves.
var microsoftFaults = map[string]named{
	"entra.cancelled":                  {check.Unknown, "entra.sign-in", "entra.cancelled"},
	"entra.consent-declined":           {check.Failed, "entra.sign-in", "entra.consent-declined"},
	"entra.consent-needed":             {check.Failed, "entra.sign-in", "entra.consent-needed"},
	"entra.consent-pending":            {check.Unknown, "entra.sign-in", "entra.consent-pending"},
	"consent-missing":                  {check.Failed, "entra.sign-in", "entra.consent-needed"},
	"entra.mfa-needed":                 {check.Failed, "entra.sign-in", "entra.mfa-needed"},
	"entra.conditional-access":         {check.Failed, "entra.sign-in", "entra.conditional-access"},
	"conditional-access-page":          {check.Unknown, "entra.sign-in", "entra.timeout"},
	"entra.wrong-tenant":               {check.Failed, "entra.sign-in", "entra.wrong-tenant"},
	"entra.wrong-account":              {check.Failed, "entra.sign-in", "entra.wrong-account"},
	"entra.personal-account":           {check.Failed, "entra.sign-in", "entra.personal-account"},
	"entra.guest":                      {check.Failed, "exchange.connect", "exo.no-roles"},
	"entra.other-account":              {check.Failed, "exchange.role.distribution-groups", "role.missing"},
	"entra.account-synced":             {check.Warned, "entra.account", "entra.account-synced"},
	"entra.account-locked":             {check.Failed, "entra.sign-in", "entra.account-locked"},
	"entra.account-disabled":           {check.Failed, "entra.sign-in", "entra.account-disabled"},
	"entra.password-expired":           {check.Failed, "entra.sign-in", "entra.password-expired"},
	"entra.not-assigned":               {check.Failed, "entra.sign-in", "entra.not-assigned"},
	"entra.wrong-app":                  {check.Unknown, "entra.sign-in", "entra.timeout"},
	"app-disabled":                     {check.Unknown, "entra.sign-in", "entra.timeout"},
	"entra.app-platform":               {check.Failed, "entra.sign-in", "entra.app-platform"},
	"entra.no-exchange":                {check.Failed, "entra.sign-in", "entra.no-exchange"},
	"no-exchange-principal":            {check.Failed, "entra.sign-in", "entra.no-exchange"},
	"entra.tenant-restricted":          {check.Failed, "entra.sign-in", "entra.tenant-restricted"},
	"entra.not-signed-in":              {check.Unknown, "entra.account", "entra.not-signed-in"},
	"sign-in-expired":                  {check.Unknown, "entra.account", "entra.not-signed-in"},
	"exo.scope-missing":                {check.Failed, "exchange.connect", "exo.scope-missing"},
	"entra.scope-declined":             {check.Failed, "entra.sign-in", "entra.scope-declined"},
	"entra.browser":                    {check.Unknown, "entra.sign-in", "entra.browser"},
	"entra.timeout":                    {check.Unknown, "entra.sign-in", "entra.timeout"},
	"token-without-scope":              {check.Failed, "exchange.connect", "exo.scope-missing"},
	"token-of-other-tenant":            {check.Unknown, "entra.sign-in", "entra.garbled"},
	"token-of-other-account":           {check.Unknown, "entra.sign-in", "entra.garbled"},
	"token-unreadable":                 {check.Unknown, "exchange.connect", "exo.changed"},
	"token-without-roles":              {check.Unknown, "entra.role.user-administrator", "role.not-visible"},
	"clock-ahead":                      {check.Warned, "microsoft.reach", "microsoft.clock"},
	"clock-behind":                     {check.Warned, "microsoft.reach", "microsoft.clock"},
	"tokens-revoked-for-good":          {check.Unknown, "exchange.connect", "exo.sign-in-again"},
	"mfa-again":                        {check.Failed, "entra.sign-in", "entra.mfa-needed"},
	"answer-twice":                     {outcome: check.Passed},
	"sign-in-busy":                     {outcome: check.Passed},
	"entra.garbled":                    {check.Unknown, "entra.tenant", "entra.garbled"},
	"tls.inspected":                    {check.Unknown, "microsoft.reach", "tls.inspected"},
	"sign-in-interrupted":              {check.Unknown, "microsoft.reach", "net.interrupted"},
	"exchange-interrupted":             {check.Unknown, "microsoft.reach", "net.interrupted"},
	"region-interrupted":               {check.Unknown, "exchange.connect", "net.interrupted"},
	"graph-interrupted":                {check.Unknown, "microsoft.reach", "net.interrupted"},
	"graph-unavailable":                {check.Unknown, "entra.account", "graph.refused"},
	"exo.throttled":                    {check.Unknown, "exchange.connect", "exo.throttled"},
	"throttled-briefly":                {outcome: check.Passed},
	"exo.foreign-redirect":             {check.Unknown, "exchange.connect", "exo.foreign-redirect"},
	"foreign-next-link":                {check.Unknown, "exchange.one-role-group", "exo.foreign-redirect"},
	"tokens-revoked":                   {outcome: check.Passed},
	"module-file-gone":                 {check.Unknown, "exchange.read", "exo.changed"},
	"module-file-changed":              {check.Unknown, "exchange.read", "exo.changed"},
	"exchange-powershell-off":          {check.Failed, "exchange.connect", "exo.blocked"},
	"not-customized":                   {outcome: check.Passed},
	"role.missing":                     {check.Failed, "exchange.role.distribution-groups", "role.missing"},
	"no-roles":                         {check.Failed, "exchange.connect", "exo.no-roles"},
	"role.missing.distribution-groups": {check.Failed, "exchange.role.distribution-groups", "role.missing"},
	"role.missing.mail-recipients":     {check.Failed, "exchange.role.mail-recipients", "role.missing"},
	"role.missing.security-group-creation-and-membership": {check.Failed, "exchange.role.security-group-creation-and-membership", "role.missing"},
	"role.missing.user-administrator":                     {check.Failed, "entra.role.user-administrator", "role.not-active"},
	"role.pim-eligible":                                   {check.Failed, "entra.role.user-administrator", "role.not-active"},
	"role.pim-activated":                                  {outcome: check.Passed},
	"role-in-unit":                                        {check.Failed, "entra.role.user-administrator", "role.not-active"},
	"role-by-group":                                       {outcome: check.Passed},
	"parameter-missing":                                   {check.Failed, "exchange.role.security-group-creation-and-membership", "role.missing"},
	"custom-child-role":                                   {outcome: check.Passed},
	"restricted-child-role":                               {check.Warned, "exchange.role.distribution-groups", "role.limited"},
	"role-group-delay":                                    {check.Failed, "exchange.role.distribution-groups", "role.missing"},
	"role-group.scattered":                                {check.Warned, "exchange.one-role-group", "role-group.scattered"},
	"write-scope-limited":                                 {check.Warned, "exchange.role.distribution-groups", "role.limited-scope"},
	"write-scope-exclusive":                               {check.Warned, "exchange.role.distribution-groups", "role.limited-scope"},
	"write-scope-self":                                    {check.Failed, "exchange.role.distribution-groups", "role.relative-scope"},
	"role-assignment-disabled":                            {check.Failed, "exchange.role.distribution-groups", "role.missing"},
	"role-delegating-only":                                {check.Failed, "exchange.role.distribution-groups", "role.missing"},
	"role-by-nested-group":                                {outcome: check.Passed},
	"role-looks-sufficient":                               {check.Failed, "exchange.role.security-group-creation-and-membership", "role.missing"},
	"too-many-roles":                                      {check.Warned, "entra.role.user-administrator", "role.over-privileged"},
	"roles-not-readable":                                  {outcome: check.Passed},
	"sign-in-cut-short":                                   {check.Unknown, "entra.sign-in", "net.interrupted"},
	"sign-in-half-json":                                   {check.Unknown, "entra.sign-in", "entra.garbled"},
	"sign-in-proxy-page":                                  {check.Unknown, "entra.sign-in", "net.page-instead"},
	"sign-in-wrong-type":                                  {outcome: check.Passed},
	"sign-in-floods":                                      {check.Unknown, "entra.sign-in", "entra.garbled"},
	"sign-in-diverts":                                     {check.Unknown, "entra.sign-in", "entra.garbled"},
	"exchange-cut-short":                                  {check.Unknown, "exchange.connect", "net.interrupted"},
	"exchange-half-json":                                  {check.Unknown, "exchange.connect", "exo.changed"},
	"exchange-proxy-page":                                 {check.Unknown, "exchange.connect", "net.page-instead"},
	"exchange-wrong-type":                                 {outcome: check.Passed},
	"exchange-floods":                                     {check.Unknown, "exchange.connect", "exo.changed"},
	"exchange-diverts":                                    {check.Unknown, "exchange.connect", "exo.foreign-redirect"},
	"graph-cut-short":                                     {check.Unknown, "entra.account", "net.interrupted"},
	"graph-half-json":                                     {check.Unknown, "entra.account", "graph.changed"},
	"graph-proxy-page":                                    {check.Unknown, "entra.account", "net.page-instead"},
	"graph-wrong-type":                                    {outcome: check.Passed},
	"graph-floods":                                        {check.Unknown, "entra.account", "graph.changed"},
	"graph-diverts":                                       {check.Unknown, "entra.account", "graph.refused"},
}

// slowFaults take as long as a service may be silent, or ask for patience, or
// need a code that somebody enters. Packages entra and exchange prove them, by
// clocks of their own.
var slowFaults = []string{
	"entra.unavailable", "exchange-unavailable", "device-code-blocked", "entra.device-code-expired",
	"sign-in-mute", "sign-in-stalls", "sign-in-busy-silent", "exchange-mute", "exchange-stalls", "exchange-busy-silent", "graph-mute", "graph-stalls", "graph-busy-silent",
}

// TestEveryMicrosoftFault: every fault is named by the program, under the row
// where it belongs; none hangs, and none that counts shows green.
func TestEveryMicrosoftFault(t *testing.T) {
	d := practiceDeps(t)
	for _, fault := range tenant.Faults() {
		if slices.Contains(slowFaults, fault.Name) {
			continue
		}
		want, ok := microsoftFaults[fault.Name]
		if !ok {
			t.Errorf("nobody says what %s looks like", fault.Name)
			continue
		}
		t.Run(fault.Name, func(t *testing.T) {
			if err := d.Rehearsal.Set(fault.Name); err != nil {
				t.Fatal(err)
			}
			if d.SignInTimeout = 20 * time.Second; want.code == "entra.timeout" || want.code == "entra.browser" {
				d.SignInTimeout = 300 * time.Millisecond
			}
			f := setup.New(d)
			defer f.Close()
			w, bad := f.Work(setup.Exchange, setup.SignIn{Method: setup.Browser})
			if len(bad) > 0 {
				t.Fatal(bad)
			}
			r := w.Run(t.Context(), nil).Report
			if got := r.Outcome(); got != want.outcome {
				t.Errorf("outcome %s, want %s: %s", got, want.outcome, codes(r))
			}
			if want.code != "" && !slices.ContainsFunc(r.All(want.row), func(res check.Result) bool {
				return res.Status == want.outcome && slices.ContainsFunc(res.Problems, func(p *check.Problem) bool { return p.Code == want.code })
			}) {
				t.Errorf("no row %s is %s %s: %s", want.row, want.outcome, want.code, codes(r))
			}
		})
	}
}
