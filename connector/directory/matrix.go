package directory

import (
	"context"
	"slices"
	"strings"

	"hire2retire-setup/connector/directory/ntsd"
)

// State is what is known about one operation in one OU.
type State int

// The states. NotCertain is zero, so that a cell that was never computed proves
// nothing.
const (
	NotCertain State = iota
	Proved
	DeniedState
)

// String returns the name used in facts.
func (s State) String() string { return [...]string{"not-certain", "proved", "denied"}[s] }

// stateOf turns the verdict of an access check into a state.
func stateOf(o ntsd.Outcome) State {
	switch o {
	case ntsd.Granted:
		return Proved
	case ntsd.Denied:
		return DeniedState
	}
	return NotCertain
}

// cell is one operation in one OU, and what decided.
type cell struct {
	op       Operation
	required bool
	state    State
	// by is the entry that decided; nil when nothing grants what is missing.
	by *ntsd.ACE
	// on is the real object that decided against the prediction.
	on DN
	// disputed means that the server's own computation says otherwise.
	disputed bool
	origin
}

// matrix is what an account may do in one OU.
type matrix struct {
	target *targetOU
	cells  []cell
	// attributes are those of Update one by one.
	attributes map[string]cell
	// usersInstead means that the account may manage users here, but not the
	// members of groups: the wrong task of the Delegation of Control Wizard was
	// chosen, which the documentation of the platform names for groups as well.
	usersInstead bool
}

// examine reads an OU and judges every operation for the account.
func (e *examination) examine(ctx context.Context, t *targetOU) (matrix, error) {
	d, err := e.domain()
	if err != nil {
		return matrix{}, err
	}
	if err := e.in.readTarget(ctx, t); err != nil {
		return matrix{}, err
	}
	m := t.judge(d, e.in.account.Token, !e.in.asMe)
	e.trace(ctx, &m)
	return m, nil
}

// judge fills the matrix. crossed compares with what the server computed for
// the account itself; for another token there is nothing to compare.
func (t *targetOU) judge(d domain, token ntsd.Token, crossed bool) matrix {
	j := ouJudge{t: t, d: d, token: token, crossed: crossed && t.computes}
	m := matrix{target: t, attributes: map[string]cell{}}
	if t.users {
		for _, op := range slices.Concat(requiredForUsers, shownForUsers) {
			c := j.cell(op)
			c.required = op.required()
			m.cells = append(m.cells, c)
		}
		for _, attr := range UpdateAttributes {
			m.attributes[attr] = j.attribute(attr)
		}
	}
	if t.groups {
		for _, op := range requiredForGroups {
			c := j.cell(op)
			c.required = true
			m.cells = append(m.cells, c)
		}
		users := j.predicted(ntsd.ClassUser)
		m.usersInstead = every(users.judge(Create), users.judge(ResetPassword)).Outcome == ntsd.Granted
	}
	return m
}

// ouJudge judges one OU for one token.
type ouJudge struct {
	t       *targetOU
	d       domain
	token   ntsd.Token
	crossed bool
}

// classOf is the class of the objects an operation is about.
func classOf(op Operation) ntsd.GUID {
	switch op {
	case Membership:
		return ntsd.ClassGroup
	case ContactCreate, ContactUpdate, ContactDelete:
		return ntsd.ClassContact
	}
	return ntsd.ClassUser
}

// predicted is an object that does not exist yet. It is owned by Domain Admins:
// what the account could do only because it made the object itself would not
// hold for those that others made.
func (j ouJudge) predicted(class ntsd.GUID) subject {
	owner := j.d.SID.With(ntsd.RIDDomainAdmins)
	return subject{class: class, sd: j.t.sd.ForChild(class, j.d.defaults[class], owner), container: j.t.sd.Descriptor, token: j.token}
}

// cell judges one operation: on a new object first, then on the real ones.
func (j ouJudge) cell(op Operation) cell {
	v := j.predicted(classOf(op)).judge(op)
	c := cell{op: op, state: stateOf(v.Outcome), by: decider(v)}
	switch op {
	case Create, MoveIn:
		return j.compareClass(c, "user")
	case ContactCreate:
		return j.compareClass(c, "contact")
	}
	return j.weigh(c, j.onReal(op))
}

// decider is the entry that decided. Where it is denied either way, an entry
// with a condition did not: nothing grants it.
func decider(v ntsd.Verdict) *ntsd.ACE {
	if v.By != nil && v.Outcome == ntsd.Denied && v.By.Conditional() {
		return nil
	}
	return v.By
}

// compareClass asks whether the server comes to the same answer about creating.
func (j ouJudge) compareClass(c cell, class string) cell {
	if j.crossed && c.state != NotCertain && j.t.mayCreate(class) != (c.state == Proved) {
		c.state, c.disputed = NotCertain, true
	}
	return c
}

// onReal judges an operation on the objects of the sample that delegation
// reaches.
func (j ouJudge) onReal(op Operation) []cell {
	var cells []cell
	for _, o := range j.t.sample {
		if o.class != classOf(op) || o.guarded {
			continue
		}
		s := subject{dn: o.dn, class: o.class, sid: o.sid, sd: o.sd, container: j.t.sd.Descriptor, token: j.token}
		v := s.judge(op)
		c := cell{op: op, state: stateOf(v.Outcome), by: decider(v), on: o.dn}
		if allowed, says := o.says(op); j.crossed && says && c.state != NotCertain && allowed != (c.state == Proved) {
			c.state, c.disputed = NotCertain, true
		}
		cells = append(cells, c)
	}
	return cells
}

// says is the server's own computation for an operation that only writes
// attributes.
func (o realObject) says(op Operation) (allowed, says bool) {
	attrs := map[Operation][]string{Update: UpdateAttributes, EnableDisable: {"userAccountControl"}, Unlock: {"lockoutTime"},
		ForceChange: {"pwdLastSet"}, Membership: {"member"}}[op]
	for _, a := range attrs {
		if !slices.ContainsFunc(o.writable, func(w string) bool { return strings.EqualFold(w, a) }) {
			return false, true
		}
	}
	return true, len(attrs) > 0
}

// weigh joins the prediction with the real objects. Proved needs both. When all
// real ones refuse, the operation is denied; when some do, it is not certain.
// The members of groups are changed on existing groups only, so that these
// decide when all of them were seen.
func (j ouJudge) weigh(c cell, real []cell) cell {
	if c.op == Membership && len(real) > 0 && !j.t.more {
		c = cell{op: c.op, state: Proved, by: real[0].by, on: real[0].on}
	}
	if c.state != Proved {
		return c
	}
	var refused, doubtful []cell
	for _, r := range real {
		switch r.state {
		case DeniedState:
			refused = append(refused, r)
		case NotCertain:
			doubtful = append(doubtful, r)
		}
	}
	switch {
	case len(refused) > 0 && len(refused) == len(real):
		return refused[0]
	case len(refused) > 0:
		refused[0].state = NotCertain
		return refused[0]
	case len(doubtful) > 0:
		return doubtful[0]
	}
	return c
}

// attribute judges one attribute of Update.
func (j ouJudge) attribute(attr string) cell {
	v := j.predicted(ntsd.ClassUser).write(attr)
	c := cell{op: Update, state: stateOf(v.Outcome), by: decider(v)}
	var real []cell
	for _, o := range j.t.sample {
		if o.class == ntsd.ClassUser && !o.guarded {
			v := subject{class: o.class, sid: o.sid, sd: o.sd, container: j.t.sd.Descriptor, token: j.token}.write(attr)
			real = append(real, cell{op: Update, state: stateOf(v.Outcome), by: decider(v), on: o.dn})
		}
	}
	return j.weigh(c, real)
}

// with returns the required cells in a state.
func (m matrix) with(s State) []cell {
	return slices.DeleteFunc(slices.Clone(m.cells), func(c cell) bool { return !c.required || c.state != s })
}

// suffices reports whether every required operation is proved.
func (m matrix) suffices() bool { return len(m.with(DeniedState)) == 0 && len(m.with(NotCertain)) == 0 }
