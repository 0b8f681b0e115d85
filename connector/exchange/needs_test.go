package exchange_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/exchange"
)

// full are the commands of an account with every documented role, and those of
// every user.
var full = sum(endUser, distributionGroups, securityGroups, mailRecipients, []string{"New-Mailbox Name Shared"})

// without returns the commands less one: a whole cmdlet, or one parameter of it.
func without(commands []string, gone exchange.Command) []string {
	var out []string
	for _, c := range commands {
		words := strings.Fields(c)
		switch {
		case words[0] != gone.Cmdlet:
		case gone.Parameter == "":
			continue
		default:
			words = slices.DeleteFunc(words, func(w string) bool { return w == gone.Parameter })
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

// TestEveryNeed takes away, one after another, each command for which a feature
// needs a role: without a Must the role is missing, for just the features that
// need that command; without a Should it works in part.
func TestEveryNeed(t *testing.T) {
	for _, f := range exchange.Table().Features {
		for _, need := range f.Needs {
			role, _ := exchange.Table().Role(need.Role)
			if role.Kind != exchange.ExchangeRole {
				continue
			}
			for _, gone := range need.Must {
				t.Run(fmt.Sprintf("%s must %s", f.ID, gone), func(t *testing.T) {
					r := run(t, newAnswers(without(full, gone)...).session(t), []exchange.FeatureID{f.ID})
					meets(t, r, failed(exchange.RoleCheck(role), "role.missing"))
					res, _ := r.Find(exchange.RoleCheck(role), "")
					if missing, _ := res.Facts["missing"].([]string); !slices.Contains(missing, gone.String()) {
						t.Errorf("missing = %v, want %s among them", missing, gone)
					}
					if p := res.Problem(); !strings.Contains(p.Detail.String(), gone.String()) || !strings.Contains(p.Advice.Command, "-Role '"+role.Name+"'") || p.Advice.Who != check.Exchange {
						t.Errorf("the problem is %v with %+v", p, p.Advice)
					}
				})
			}
			for _, gone := range need.Should {
				t.Run(fmt.Sprintf("%s should %s", f.ID, gone), func(t *testing.T) {
					r := run(t, newAnswers(without(full, gone)...).session(t), []exchange.FeatureID{f.ID})
					res, _ := r.Find(exchange.RoleCheck(role), "")
					if p := res.Problem(); res.Status != check.Warned || p.Code != "role.limited" || !strings.Contains(p.Detail.String(), gone.String()) {
						t.Errorf("%s %v, want role.limited that names %s", res.Status, p, gone)
					}
				})
			}
		}
	}
}

// TestEverySetThatOnlyLooksSufficient: all that a feature needs is there, but
// only what every user has; no administrator's role shows.
func TestEverySetThatOnlyLooksSufficient(t *testing.T) {
	for _, role := range exchange.Table().Roles {
		if role.Kind != exchange.ExchangeRole {
			continue
		}
		may := full
		for _, c := range role.AdminOnly {
			may = without(may, c)
		}
		for _, f := range exchange.Table().Features {
			if !slices.ContainsFunc(f.Needs, func(n exchange.Need) bool { return n.Role == role.ID }) {
				continue
			}
			t.Run(fmt.Sprintf("%s for %s", role.Name, f.ID), func(t *testing.T) {
				r := run(t, newAnswers(may...).session(t), []exchange.FeatureID{f.ID})
				meets(t, r, failed(exchange.RoleCheck(role), "role.missing"))
			})
		}
	}
}

// TestEveryFeatureWhole: with everything each feature passes, alone and with the
// others, and a role is asked for only where a feature needs it.
func TestEveryFeatureWhole(t *testing.T) {
	every := []exchange.FeatureID{}
	for _, f := range exchange.Table().Features {
		every = append(every, f.ID)
	}
	for _, features := range append(single(every), every) {
		r := run(t, newAnswers(full...).session(t), features)
		for _, role := range exchange.Table().Roles {
			if role.Kind != exchange.ExchangeRole {
				continue
			}
			needed := slices.ContainsFunc(exchange.PlanFor(features, false).Exchange, func(n exchange.Needed) bool { return n.Role.ID == role.ID && !n.Advised })
			res, asked := r.Find(exchange.RoleCheck(role), "")
			if asked != needed || (needed && res.Status != check.Passed) {
				t.Errorf("%v: %s asked %v, want %v: %s %v", features, role.Name, asked, needed, res.Status, res.Problem())
			}
		}
	}
}

func single(ids []exchange.FeatureID) [][]exchange.FeatureID {
	var out [][]exchange.FeatureID
	for _, id := range ids {
		out = append(out, []exchange.FeatureID{id})
	}
	return out
}

// TestParametersNotTold: a cmdlet whose parameters Exchange does not tell is no
// proof either way.
func TestParametersNotTold(t *testing.T) {
	script := "function script:Get-DistributionGroup {\nparam( ${Identity} )\n}\n"
	s := newScripted(t, func(w http.ResponseWriter, _ *http.Request, _ string) {
		io.WriteString(w, moduleAnswer(script, "Get-DistributionGroup,Add-DistributionGroupMember,Remove-DistributionGroupMember,New-DistributionGroup"))
	})
	meets(t, run(t, s.session(t), []exchange.FeatureID{exchange.MailSecurityGroups}), unknown(groupRole, "exo.changed"))
}

// TestPlanTexts: a plan says for every scope, role and trap what an admin needs
// to know before anybody signs in.
func TestPlanTexts(t *testing.T) {
	ids, err := exchange.ParseFeatures("dl,m365,mesg,shared,shared-create")
	if err != nil {
		t.Fatal(err)
	}
	p := exchange.PlanFor(ids, true)
	for _, s := range p.Scopes {
		if s.Title == "" || s.Wording == "" || s.Why.T().String() == "" || (s.Resource != exchange.Identity && len(s.ID) != 36) {
			t.Errorf("scope %s: %+v", s.Name, s)
		}
	}
	for _, n := range append(p.Exchange, p.Entra...) {
		if n.Role.Allows.T().String() == "" || len(n.Features) == 0 {
			t.Errorf("role %s: %+v", n.Role.Name, n)
		}
	}
	all := ""
	for _, trap := range p.Traps {
		all += trap.String() + "\n"
	}
	for _, n := range p.Exchange {
		all += n.Role.Allows.T().String() + "\n"
	}
	// The traps of the documentation, by what an admin would look for.
	for _, trap := range []string{"synchronized from Active Directory", "of their own", "Both roles are needed", "application without a user", "dynamic membership", "does not create mailboxes", "every mailbox in its write scope", "turn back"} {
		if !strings.Contains(all, trap) {
			t.Errorf("nothing is said of %q", trap)
		}
	}
	if without := exchange.PlanFor(ids, false); len(p.Scopes) != len(without.Scopes)+1 {
		t.Errorf("%d scopes with the optional ones, %d without", len(p.Scopes), len(without.Scopes))
	}
}
