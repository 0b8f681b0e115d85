package widgets_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// rows returns how the rows of a list are told: "name: status", with + when the
// remedy is open and - when there is one.
func rows(l *CheckList) []string {
	var out []string
	for _, s := range Told(l) {
		if s.Role != RoleListItem {
			continue
		}
		line := s.Name + ": " + s.Value
		switch {
		case s.State.Has(Expanded):
			line += " +"
		case s.State.Has(Collapsed):
			line += " -"
		}
		out = append(out, line)
	}
	return out
}

func result(id check.ID, status check.Status) check.Result {
	r := check.Result{ID: id, Title: check.Verbatim(string(id)), Status: status, Found: check.Verbatim("Found " + string(id) + ".")}
	switch status {
	case check.Failed, check.Warned, check.Unknown:
		r.Problems = []*check.Problem{{
			Code: "x." + check.Code(id), Detail: check.Verbatim("Wrong: " + string(id) + "."),
			Advice: check.Advice{Do: check.Verbatim("Do something."), Who: check.AD, Command: "Repair-" + string(id), Field: "password"},
		}}
	}
	return r
}

func TestOnlyTheCauseIsOpen(t *testing.T) {
	widgettest.NewQueue(t) // what ticks is not looked at
	excused := result("dead", check.Failed)
	excused.Excused = true
	for _, c := range []struct {
		name    string
		results []check.Result
		want    []string
	}{
		{"passed", []check.Result{result("a", check.Passed), result("b", check.Running)}, []string{"a: passed", "b: running"}},
		{
			"the first failure",
			[]check.Result{result("a", check.Unknown), result("b", check.Failed), result("c", check.Failed), result("d", check.Skipped)},
			[]string{"a: could not check -", "b: failed +", "c: failed -", "d: not checked"},
		},
		{"without a failure, what could not be looked at", []check.Result{result("a", check.Warned), result("b", check.Unknown)}, []string{"a: warning -", "b: could not check +"}},
		{"warnings stay closed", []check.Result{result("a", check.Warned)}, []string{"a: warning -"}},
		{"a dead host is no cause when another serves", []check.Result{excused, result("b", check.Passed)}, []string{"dead: failed -", "b: passed"}},
	} {
		l := NewCheckList(widgettest.English())
		widgettest.Window(t, fyne.NewSize(700, 500), l)
		l.Set(c.results)
		if got := rows(l); !equal(got, c.want) {
			t.Errorf("%s: the rows are %q, want %q", c.name, got, c.want)
		}
		l.Stop()
	}
}

func TestResultsArriveOneByOne(t *testing.T) {
	widgettest.NewQueue(t) // what ticks is not looked at
	l := NewCheckList(widgettest.English())
	widgettest.Window(t, fyne.NewSize(700, 500), l)
	defer l.Stop()
	for _, step := range []struct {
		r    check.Result
		want []string
	}{
		{result("a", check.Running), []string{"a: running"}},
		{result("b", check.Pending), []string{"a: running", "b: waiting"}},
		{result("b", check.Failed), []string{"a: running", "b: failed +"}},
		{result("a", check.Failed), []string{"a: failed +", "b: failed -"}},
		{result("a", check.Running), []string{"a: running", "b: failed +"}},
		{result("a", check.Passed), []string{"a: passed", "b: failed +"}},
	} {
		l.Update(step.r)
		if got := rows(l); !equal(got, step.want) {
			t.Errorf("after %s %s the rows are %q, want %q", step.r.ID, step.r.Status, got, step.want)
		}
	}
}

// What somebody opened stays open, and the focus stays in the row, although the
// row is drawn again when "Check again" was pressed.
func TestTheFocusStaysInTheRow(t *testing.T) {
	widgettest.NewQueue(t) // what ticks is not looked at
	var again []check.ID
	l := NewCheckList(widgettest.English())
	l.OnAgain = func(r check.Result) { again = append(again, r.ID) }
	l.OnCancel = func(check.Result) {}
	w := widgettest.Window(t, fyne.NewSize(700, 700), NewFocusScroll(l))
	defer l.Stop()
	l.Set([]check.Result{result("a", check.Failed), result("b", check.Warned)})
	widgettest.Button(t, l, "How to fix").Press()
	if want := []string{"a: failed +", "b: warning +"}; !equal(rows(l), want) {
		t.Errorf("the rows are %q, want %q", rows(l), want)
	}
	w.Canvas().Focus(widgettest.Button(t, l, "Check again"))
	widgettest.Key(w, fyne.KeyReturn)
	l.Update(result("a", check.Running))
	if got := widgettest.Focused(w).Name; got != "Cancel" || !equal(again, []check.ID{"a"}) {
		t.Errorf("while %v runs again the focus is on %q, want Cancel", again, got)
	}
	l.Update(result("a", check.Failed))
	if got := widgettest.Focused(w).Name; got != "Hide" {
		t.Errorf("when it has failed again the focus is on %q, want the first button of the row", got)
	}
	l.Update(result("a", check.Passed))
	if f := w.Canvas().Focused(); f == nil || len(rows(l)) != 2 {
		t.Errorf("when nothing in the row takes the focus it is on %v, want it somewhere", f)
	}
}

func TestRemedy(t *testing.T) {
	l := NewCheckList(widgettest.English())
	var field string
	l.OnAgain = func(check.Result) {}
	l.OnField = func(f string) { field = f }
	widgettest.Window(t, fyne.NewSize(760, 900), NewFocusScroll(l))
	failed := result("a", check.Failed)
	failed.Problems[0].Cause = "LDAP Result Code 49"
	failed.Facts = check.Facts{"via": "dc1", "ports": []int{636}}
	l.Set([]check.Result{failed})
	said := strings.Join(names(l), "|")
	for _, want := range []string{"Wrong: a.", "Found a.", "Do something.", "Active Directory administrator", "Check again", "Go to the field", "Details"} {
		if !strings.Contains(said, want) {
			t.Errorf("the remedy lacks %q: %s", want, said)
		}
	}
	if got := values(l); !equal(got, []string{"Repair-a"}) {
		t.Errorf("the boxes hold %q, want the command", got)
	}
	widgettest.Button(t, l, "Go to the field").Press()
	widgettest.Button(t, l, "Details").Press()
	if got := values(l); field != "password" || !equal(got, []string{"Repair-a", "x.a\nLDAP Result Code 49\nports: [636]\nvia: dc1"}) {
		t.Errorf("the field is %q and the boxes hold %q", field, got)
	}
}

// A warning is accepted in its row, which says by whom and when, closed too, and
// can be taken back; the focus stays on the button.
func TestAcceptAWarning(t *testing.T) {
	by := map[check.ID]string{}
	l := NewCheckList(widgettest.English())
	l.OnAccept = func(r check.Result, on bool) {
		by[r.ID] = ""
		if on {
			by[r.ID] = "Accepted by ann on PC1."
		}
	}
	l.Accepted = func(r check.Result) string { return by[r.ID] }
	w := widgettest.Window(t, fyne.NewSize(760, 600), NewFocusScroll(l))
	l.Set([]check.Result{result("known", check.Warned)})
	widgettest.Button(t, l, "How to fix").Press()
	w.Canvas().Focus(widgettest.Button(t, l, "Accept this warning"))
	for _, want := range []struct{ button, says string }{{"Take it back", "Accepted by ann on PC1."}, {"Accept this warning", ""}, {"Take it back", "Accepted by ann on PC1."}} {
		widgettest.Key(w, fyne.KeyReturn)
		if got := widgettest.Focused(w).Name; got != want.button {
			t.Errorf("the focus is on %q, want %q", got, want.button)
		}
		if slices.Contains(names(l), "Accepted by ann on PC1.") != (want.says != "") {
			t.Errorf("with %q offered the row says %q", want.button, names(l))
		}
	}
	widgettest.Button(t, l, "Hide").Press()
	widgettest.Golden(t, "checklist/accepted.xml", w)
	l.Update(result("known", check.Failed))
	if slices.Contains(names(l), "Accepted by ann on PC1.") {
		t.Error("a failure reads as accepted")
	}
	for _, name := range names(l) {
		if name == "Take it back" || name == "Accept this warning" {
			t.Errorf("a failure offers %q", name)
		}
	}
}

// names and values are what a list tells below its rows.
func names(l *CheckList) []string {
	var out []string
	for _, s := range Told(l) {
		out = append(out, s.Name)
	}
	return out
}

func values(l *CheckList) []string {
	var out []string
	for _, s := range Told(l) {
		if s.Role == RoleDocument {
			out = append(out, s.Value)
		}
	}
	return out
}

func TestCheckListMarkup(t *testing.T) {
	l := NewCheckList(widgettest.English())
	l.OnAgain, l.OnCancel = func(check.Result) {}, func(check.Result) {}
	w := widgettest.Window(t, fyne.NewSize(760, 600), Stack(NewSurface(theme.Card, theme.None, 0), PadAll(16, l)))
	l.Set(sampleResults())
	widgettest.Golden(t, "checklist/mixed.xml", w)
}

// A running row counts, four times a second at most, and stops when it ends.
func TestRunningRowCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := widgettest.NewQueue(t)
		l := NewCheckList(widgettest.English())
		widgettest.Window(t, fyne.NewSize(700, 300), l)
		r := result("a", check.Running)
		r.At = time.Now()
		l.Update(r)
		says := func(want string) func() bool {
			return func() bool { return slices.Contains(names(l), want) }
		}
		for _, c := range []struct {
			want string
			at   time.Duration
		}{{"0 ms", 0}, {"200 ms", 250 * time.Millisecond}, {"500 ms", 500 * time.Millisecond}, {"1.2 s", 1250 * time.Millisecond}} {
			q.Until(says(c.want))
			if at := time.Since(r.At); at != c.at {
				t.Errorf("the row says %s after %v, want after %v", c.want, at, c.at)
			}
		}
		r.Status, r.Took = check.Passed, 1300*time.Millisecond
		l.Update(r)
		<-time.After(time.Second)
		q.Drain()
		if !says("1.3 s")() {
			t.Errorf("a row that has ended says %q, want 1.3 s", names(l))
		}
	})
}

// Nothing may hold the Fyne goroutine longer than 50 ms, while 20 hosts with 4
// checks each report.
func TestUpdatesAreQuick(t *testing.T) {
	widgettest.NewQueue(t) // what ticks is not looked at
	l := NewCheckList(widgettest.English())
	widgettest.Window(t, fyne.NewSize(800, 600), NewFocusScroll(l))
	defer l.Stop()
	var all []check.Result
	for host := range 20 {
		for c := range 4 {
			r := result(check.ID(fmt.Sprint("check", c)), check.Running)
			r.Host = fmt.Sprintf("dc%d.corp.example.com", host)
			all = append(all, r)
		}
	}
	l.Set(all)
	var took []time.Duration
	for i, r := range all {
		status := check.Passed
		if i%3 == 0 {
			status = check.Failed
		}
		done := result(r.ID, status)
		done.Host = r.Host
		began := time.Now()
		l.Update(done)
		took = append(took, time.Since(began))
	}
	requireQuick(t, "updates", took)
}

// requireQuick fails when things hold the Fyne goroutine longer than 50 ms. One
// in ten is left out: the clock runs on while other programs have the processor.
func requireQuick(t *testing.T, what string, took []time.Duration) {
	t.Helper()
	slices.Sort(took)
	most := took[len(took)*9/10]
	t.Logf("nine in ten of %d %s took %v at most, all %v", len(took), what, most, took[len(took)-1])
	if most > 50*time.Millisecond {
		t.Errorf("%s took %v, want at most 50 ms", what, most)
	}
}
