package ntsd_test

import (
	"math/rand/v2"
	"testing"

	"hire2retire-setup/connector/directory/ntsd"
)

// TestCheckAgainstOracle compares Check on random lists with an evaluation so
// plain that it can be seen to be right: every entry whose effect is unknown is
// tried with and without its effect, in every combination. Granted or denied in
// all of them is certain; anything else is not.
func TestCheckAgainstOracle(t *testing.T) {
	random := rand.New(rand.NewPCG(20, 26))
	seen := map[ntsd.Outcome]int{}
	for range 20_000 {
		d := randomDescriptor(random)
		rights := []ntsd.Mask{ntsd.CreateChild, ntsd.Delete, ntsd.WriteDAC, ntsd.CreateChild | ntsd.Delete}[random.IntN(4)]
		want := ntsd.Access{Rights: rights, Types: []ntsd.GUID{ntsd.ClassUser}}
		got, expected := d.Check(account, want).Outcome, oracle(d, want)
		if got != expected {
			t.Fatalf("Check(%s, owner %q, %v) = %s, want %s", rights, d.Owner, d.DACL, got, expected)
		}
		seen[got]++
	}
	for _, o := range []ntsd.Outcome{ntsd.Granted, ntsd.Denied, ntsd.Uncertain} {
		if seen[o] < 500 {
			t.Errorf("only %d lists were %s: the test proves little", seen[o], o)
		}
	}
}

func randomDescriptor(random *rand.Rand) *ntsd.Descriptor {
	d := &ntsd.Descriptor{Owner: []ntsd.SID{"", svc, helper}[random.IntN(3)]}
	for range random.IntN(6) {
		a := ntsd.ACE{
			Type: []ntsd.ACEType{ntsd.Allow, ntsd.Deny, ntsd.AllowObject, ntsd.DenyObject, ntsd.AllowCallback, ntsd.DenyCallback}[random.IntN(6)],
			Mask: []ntsd.Mask{ntsd.CreateChild, ntsd.Delete, ntsd.WriteDAC, ntsd.CreateChild | ntsd.Delete, ntsd.GenericAll}[random.IntN(5)],
			SID:  []ntsd.SID{svc, helper, ntsd.Everyone, ntsd.OwnerRights}[random.IntN(4)],
		}
		if random.IntN(5) == 0 {
			a.Flags = ntsd.InheritOnly | ntsd.ContainerInherit
		}
		if a.Type == ntsd.AllowObject || a.Type == ntsd.DenyObject {
			a.ObjectType = []ntsd.GUID{{}, ntsd.ClassUser, ntsd.ClassGroup}[random.IntN(3)]
		}
		d.DACL = append(d.DACL, a)
	}
	return d
}

// oracle tries every combination. Bit i says whether entry i has its effect
// if that is unknown; the bit after the last says the same of the rights that
// an owner has without an entry.
func oracle(d *ntsd.Descriptor, want ntsd.Access) ntsd.Outcome {
	granted, denied := false, false
	for world := range 1 << (len(d.DACL) + 1) {
		if grants(d, want, world) {
			granted = true
		} else {
			denied = true
		}
	}
	switch {
	case granted && denied:
		return ntsd.Uncertain
	case granted:
		return ntsd.Granted
	}
	return ntsd.Denied
}

func grants(d *ntsd.Descriptor, want ntsd.Access, world int) bool {
	left := want.Rights
	ownerRights := false
	for _, a := range d.DACL {
		ownerRights = ownerRights || a.SID == ntsd.OwnerRights && a.Flags&ntsd.InheritOnly == 0
	}
	if d.Owner == svc && (!ownerRights || world>>len(d.DACL)&1 == 1) {
		left &^= ntsd.ReadControl | ntsd.WriteDAC
	}
	for i, a := range d.DACL {
		unknown := a.SID == ntsd.OwnerRights || a.Conditional()
		mine := account.Has(a.SID) || a.SID == ntsd.OwnerRights && d.Owner == svc
		here := a.Flags&ntsd.InheritOnly == 0 && (a.ObjectType.IsZero() || a.ObjectType == ntsd.ClassUser)
		if !mine || !here || unknown && world>>i&1 == 0 {
			continue
		}
		if a.Denies() && a.Mask.Mapped()&left != 0 {
			return false
		}
		if !a.Denies() {
			left &^= a.Mask.Mapped()
		}
	}
	return left == 0
}
