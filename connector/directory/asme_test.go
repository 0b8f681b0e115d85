package directory_test

import (
	"fmt"
	"strings"
	"testing"

	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/secret"
)

// An admin without the password of the service account proves everything but
// that it can sign in, with the same verdicts as the account itself.
func TestCheckAsMe(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	for typed, want := range map[string]string{
		"svc-least":                      "skipped | passed, passed | passed",
		`CORP\svc-nested`:                "passed | passed, passed | skipped",
		corp.Implicit("svc-primary"):     "passed | passed, passed | skipped",
		corp.DN("svc-viagroup"):          "failed account.not-member | passed, failed rights.missing | passed",
		"svc-plain":                      "failed account.not-member | failed rights.missing, failed rights.missing | passed",
		corp.Account("svc-altupn").UPN:   "failed account.not-member | failed rights.missing, failed rights.missing | passed",
		"corp.example.com/x/Comma, Name": "failed account.not-member | failed rights.missing, failed rights.missing | passed",
	} {
		t.Run(typed, func(t *testing.T) {
			conf := as(t, corp, "", []string{"Hires"}, []string{"Groups"})
			conf.Username = typed
			i, _ := probe(t, conf)
			bound := i.BindAs(t.Context(), corp.Implicit("svc-noupn"), secret.New(corp.Account("svc-noupn").Password), nil)
			complete(t, bound)
			if got := binds(bound); got != "unknown ldap.not-tried | skipped" {
				t.Fatalf("%s: %v", got, bound.Results[0].Problem())
			}
			report := i.Account(t.Context(), nil)
			complete(t, report)
			if got := verdicts(report); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

func TestCheckAsMeOfNobody(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	for typed, want := range map[string]string{
		"svc-nobody": "failed ldap.no-such-user | skipped", "CN=Nobody," + corp.BaseDN: "failed ldap.no-such-user | skipped", "*": "failed username.syntax | skipped",
	} {
		conf := of(t, corp)
		conf.Username = typed
		i, _ := probe(t, conf)
		report := i.BindAs(t.Context(), corp.Implicit("svc-plain"), secret.New(corp.Account("svc-plain").Password), nil)
		if got := binds(report); got != want {
			t.Errorf("%q: %s, want %s", typed, got, want)
		}
	}
}

// What keeps the service account from signing in, whatever its password is, is
// read from its object.
func TestCheckAsMeNamesTheStateOfTheAccount(t *testing.T) {
	for name, options := range map[string]adtest.Options{"corp": {}, "werk": adtest.OtherDomain} {
		domain := adtest.Start(t, options)
		for account, want := range map[string]string{
			"svc-disabled": "failed ldap.account-disabled", "svc-expired": "failed ldap.account-expired", "svc-mustchange": "failed ldap.must-change-password",
			"svc-pwexpired": "failed ldap.password-expired", "svc-locked": "failed ldap.account-locked", "svc-smartcard": "failed ldap.smart-card",
			"svc-hours": "unknown ldap.not-tried", "svc-spaces": "unknown ldap.not-tried",
		} {
			conf := as(t, domain, account, []string{"Hires"}, nil)
			i, _ := probe(t, conf)
			bound := i.BindAs(t.Context(), domain.AdminName, secret.New(domain.AdminPassword), nil)
			complete(t, bound)
			if got := binds(bound); got != want+" | skipped" {
				t.Errorf("%s/%s: %s, want %s", name, account, got, want)
				continue
			}
			if p := bound.Results[0].Problem(); strings.Contains(p.Detail.String(), "password is right") || p.Advice.Command != "" && !strings.Contains(p.Advice.Command, account) {
				t.Errorf("%s/%s: %s %s", name, account, p.Detail, p.Advice.Command)
			}
			report := i.Account(t.Context(), nil)
			complete(t, report)
			if got := verdicts(report); got != "failed account.not-member | failed rights.missing | passed" {
				t.Errorf("%s/%s: %s", name, account, got)
			}
		}
	}
}

// How many wrong passwords are left is told where the policy is readable, so
// that nobody tries the last one.
func TestCheckAsMeTellsTheTriesThatAreLeft(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	defer corp.Unlock(t, "svc-comma")
	conf := as(t, corp, "svc-comma", nil, nil)
	for left := int64(4); left >= 3; left-- {
		_, refused := signIn(t, conf, fmt.Sprint("wrong ", left))
		if binds(refused) != "failed ldap.wrong-password | skipped" {
			t.Fatal(binds(refused))
		}
		i, _ := probe(t, conf)
		i.BindAs(t.Context(), corp.AdminName, secret.New(corp.AdminPassword), nil)
		report := i.Account(t.Context(), nil)
		complete(t, report)
		expiry, _ := report.Find(directory.CheckExpiry, "")
		if expiry.Facts["wrongPasswordsLeft"] != left || !strings.Contains(expiry.Found.String(), fmt.Sprint(5-left, " wrong passwords; ", left, " more lock it.")) {
			t.Errorf("%d left: %v, %s", left, expiry.Facts, expiry.Found)
		}
	}
}
