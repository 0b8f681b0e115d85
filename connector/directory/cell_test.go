package directory_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

// Each cell tells the entry that decided: for whom it is and where it was set.
func TestCellsTellWhatDecided(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	hires := corp.OU("Hires")
	for _, c := range []struct {
		account, ou string
		op          directory.Operation
		state       directory.State
		who         string // empty: nobody, no entry decided
		place       directory.Place
		at          string
		why         string
	}{
		{"svc-direct", "Hires", directory.Create, directory.Proved, "Domain Admins", directory.OnOU, hires, "An entry allows it to Domain Admins, set on this OU."},
		{"svc-direct", "Hires", directory.Update, directory.Proved, "Domain Admins", directory.FromSchema, "", "An entry allows it to Domain Admins, which the schema gives to every new object."},
		{"svc-enterprise", "Hires", directory.Create, directory.Proved, "Enterprise Admins", directory.Above, corp.BaseDN, "An entry allows it to Enterprise Admins, inherited from DC=corp,DC=example,DC=com."},
		{"svc-least", "Hires", directory.Create, directory.Proved, "svc-least", directory.OnOU, hires, ""},
		{"svc-least", "Empty", directory.Create, directory.Proved, "svc-least", directory.Above, hires, "An entry allows it to svc-least, inherited from OU=Hires,DC=corp,DC=example,DC=com."},
		{"svc-viagroup", "Hires", directory.ResetPassword, directory.Proved, "Hire Operators", directory.OnOU, hires, ""},
		{"svc-direct", "Denied", directory.Create, directory.DeniedState, "svc-direct", directory.OnOU, corp.OU("Denied"), "An entry denies it to svc-direct, set on this OU."},
		{"svc-nopassword", "Hires", directory.ResetPassword, directory.DeniedState, "svc-nopassword", directory.OnOU, hires, ""},
		{"svc-nopassword", "Empty", directory.ResetPassword, directory.DeniedState, "svc-nopassword", directory.Above, hires, "An entry denies it to svc-nopassword, inherited from OU=Hires,DC=corp,DC=example,DC=com."},
		{"svc-plain", "Hires", directory.Delete, directory.DeniedState, "", "", "", "No entry allows it."},
	} {
		report := examine(t, as(t, corp, c.account, []string{c.ou}, nil), corp.Account(c.account).Password)
		res := report.All(directory.CheckDelegation)[0]
		cells := directory.Cells(res.Facts)
		n := slices.IndexFunc(cells, func(got directory.Cell) bool { return got.Operation == c.op && got.Attribute == "" })
		if n < 0 {
			t.Fatalf("%s on %s: no cell for %s in %v", c.account, c.ou, c.op, cells)
		}
		got := cells[n]
		if got.State != c.state || got.Who != c.who || got.Place != c.place || got.At != c.at || got.Denies != (c.who != "" && c.state == directory.DeniedState) {
			t.Errorf("%s on %s: %+v, want %+v", c.account, c.ou, got, c)
		}
		if why := got.Why().String(); c.why != "" && why != c.why {
			t.Errorf("%s on %s, %s: “%s”, want “%s”", c.account, c.ou, c.op, why, c.why)
		}
		if attrs := len(cells) - slices.IndexFunc(cells, func(c directory.Cell) bool { return c.Attribute != "" }); attrs != len(directory.UpdateAttributes) {
			t.Errorf("%s on %s: %d attributes", c.account, c.ou, attrs)
		}
		sameAfterSaving(t, res.Facts, cells)
	}
}

// sameAfterSaving reads the cells again from facts that were saved.
func sameAfterSaving(t *testing.T, f check.Facts, want []directory.Cell) {
	t.Helper()
	text, err := json.Marshal(f)
	var saved check.Facts
	if err == nil {
		err = json.Unmarshal(text, &saved)
	}
	if got := directory.Cells(saved); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("after saving: %+v, %v, want %+v", got, err, want)
	}
}

// A protection from accidental deletion is explained, and leaves room for a
// right on the users themselves: that is what is proposed then.
func TestProtectionFromAccidentalDeletion(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	report := examine(t, as(t, corp, "svc-delegated", []string{"Vault"}, nil), corp.Account("svc-delegated").Password)
	res := report.All(directory.CheckDelegation)[0]
	if got, _ := res.Facts["protectedFromDeletion"].([]string); !slices.Equal(got, []string{corp.OU("Vault")}) {
		t.Errorf("protected = %v", got)
	}
	if !strings.Contains(res.Found.String(), "protected from accidental deletion") || codes(res) != "failed rights.missing" {
		t.Errorf("%s: %s", codes(res), res.Found)
	}
	if command := res.Problem().Advice.Command; !strings.Contains(command, ":SD;;user'") {
		t.Errorf("the command does not let delete users: %s", command)
	}
	// Where the user itself is protected too, no delegation helps.
	admin := corp.Admin(t, 0)
	before := descriptor(t, admin, corp.DN("vault01"))
	defer func() { putDescriptor(t, corp.Admin(t, 0), corp.DN("vault01"), before) }()
	grantOn(t, admin, corp.DN("vault01"), "(D;;SDDT;;;WD)")
	proposal := missing(t, as(t, corp, "svc-direct", []string{"Vault"}, nil), corp.Account("svc-direct").Password)
	report = examine(t, as(t, corp, "svc-direct", []string{"Vault"}, nil), corp.Account("svc-direct").Password)
	p := report.All(directory.CheckDelegation)[0].Problem()
	if p == nil || p.Advice.Do.Key != "rights.denied.everyone.do" || len(proposal.OUs) > 0 || !strings.Contains(p.Advice.Command, "vault01") && !strings.Contains(p.Advice.Command, "Vault") {
		t.Errorf("both are protected: %+v, proposal %+v", p, proposal)
	}
	if found := report.All(directory.CheckDelegation)[0].Found.String(); !strings.Contains(found, "One user or group there is itself protected from accidental deletion: "+corp.DN("vault01")) {
		t.Errorf("the protected user is not told from the OU: %s", found)
	}
	// Beside a user that is not protected it is this one that has to be looked at.
	other := "CN=vault09," + corp.OU("Vault")
	if err := admin.Add(&ldap.AddRequest{DN: other, Attributes: []ldap.Attribute{{Type: "objectClass", Vals: []string{"user"}}, {Type: "sAMAccountName", Vals: []string{"vault09"}}}}); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := corp.Admin(t, 0).Del(ldap.NewDelRequest(other, nil)); err != nil {
			t.Error(err)
		}
	}()
	p = examine(t, as(t, corp, "svc-direct", []string{"Vault"}, nil), corp.Account("svc-direct").Password).All(directory.CheckDelegation)[0].Problem()
	if p == nil || p.Detail.Key != "rights.differs" || p.Advice.Do.Key != "rights.differs.protected.do" || !strings.Contains(p.Advice.Command, "vault01") {
		t.Errorf("one of two is protected: %+v", p)
	}
}
