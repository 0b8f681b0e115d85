package exchange_test

import (
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/exchange"
)

// TestToxic: whatever Exchange or Graph does to an answer, the checks end, name
// it, and conclude nothing about roles from it.
func TestToxic(t *testing.T) {
	roles := []check.ID{dlRole, mailRole, groupRole}
	each := func(f func(check.ID) want) []want {
		var out []want
		for _, id := range roles {
			out = append(out, f(id))
		}
		return out
	}
	for fault, want := range map[string][]want{
		"exchange-mute":        append(each(skipped), unknown("exchange.connect", "net.timeout")),
		"exchange-stalls":      append(each(skipped), unknown("exchange.connect", "net.timeout")),
		"exchange-cut-short":   append(each(skipped), unknown("exchange.connect", "net.interrupted")),
		"exchange-half-json":   append(each(skipped), unknown("exchange.connect", "exo.changed")),
		"exchange-proxy-page":  append(each(skipped), unknown("exchange.connect", "net.page-instead")),
		"exchange-wrong-type":  append(each(passed), passed("exchange.connect")),
		"exchange-floods":      append(each(skipped), unknown("exchange.connect", "exo.changed")),
		"exchange-busy-silent": append(each(skipped), unknown("exchange.connect", "exo.throttled")),
		"exchange-diverts":     append(each(skipped), unknown("exchange.connect", "exo.foreign-redirect")),

		"graph-mute":        append(each(passed), unknown("entra.account", "net.timeout"), passed(userAdmin)),
		"graph-stalls":      append(each(passed), unknown("entra.account", "net.timeout"), passed(userAdmin)),
		"graph-cut-short":   append(each(passed), unknown("entra.account", "net.interrupted"), passed(userAdmin)),
		"graph-half-json":   append(each(passed), unknown("entra.account", "graph.changed"), passed(userAdmin)),
		"graph-proxy-page":  append(each(passed), unknown("entra.account", "net.page-instead"), passed(userAdmin)),
		"graph-wrong-type":  append(each(passed), passed("entra.account"), passed(userAdmin)),
		"graph-floods":      append(each(passed), unknown("entra.account", "graph.changed"), passed(userAdmin)),
		"graph-busy-silent": append(each(passed), unknown("entra.account", "graph.refused"), passed(userAdmin)),
		"graph-diverts":     append(each(passed), unknown("entra.account", "graph.refused"), passed(userAdmin)),

		"token-without-scope":     append(each(skipped), failed("exchange.connect", "exo.scope-missing")),
		"token-without-roles":     append(each(passed), unknown(userAdmin, "role.not-visible")),
		"token-unreadable":        append(each(skipped), unknown("exchange.connect", "exo.changed"), unknown(userAdmin, "exo.changed")),
		"token-of-other-tenant":   append(each(skipped), unknown("exchange.connect", "exo.unauthorized")),
		"tokens-revoked-for-good": append(each(skipped), unknown("exchange.connect", "exo.sign-in-again")),
	} {
		t.Run(fault, func(t *testing.T) {
			in := practice(t, []string{fault}, "User.Read")
			o := in.options("User.Read")
			if strings.HasSuffix(fault, "-mute") || strings.HasSuffix(fault, "-stalls") {
				o.Silence = 500 * time.Millisecond
			}
			began := time.Now()
			r := run(t, exchange.New(o), all)
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
			meets(t, r, want...)
			for _, c := range in.Calls() {
				if c.Host == "stranger" {
					t.Errorf("the stranger was called: %+v", c)
				}
			}
		})
	}
}
