package terminal

import (
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
)

// sketched is a dialog that draws on paper of 40 columns and 24 rows.
func sketched() (*dialog, *strings.Builder) {
	var paper strings.Builder
	return &dialog{paper: &paper, say: check.Text.String, style: marked, columns: func() int { return 40 }}, &paper
}

// What the terminal breaks takes as many rows as it is broken into; what colors
// it takes none.
func TestDialogHeight(t *testing.T) {
	for _, tc := range []struct {
		text string
		want int
	}{
		{"", 0}, {"\n", 1}, {"one\n", 1}, {"one\n\ntwo\n", 3},
		{strings.Repeat("x", 40) + "\n", 1}, {strings.Repeat("x", 41) + "\n", 2}, {strings.Repeat("漢", 21) + "\n", 2},
		{"\x1b[1m" + strings.Repeat("x", 40) + "\x1b[0m\n", 1},
	} {
		d, _ := sketched()
		if got := d.height(tc.text); got != tc.want {
			t.Errorf("height(%q) = %d, want %d", tc.text, got, tc.want)
		}
	}
}

// A list that fits is shown whole; a taller one leaves what stands above it in
// view, but never shrinks to a few lines.
func TestDialogShown(t *testing.T) {
	for _, tc := range []struct{ choices, printed, want int }{
		{3, 0, 3}, {20, 0, 20}, {20, 15, 20}, {21, 0, 20}, {31, 3, 17}, {31, 15, 10}, {31, 100, 10},
	} {
		d, _ := sketched()
		d.printed = tc.printed
		if got := d.shown(tc.choices); got != tc.want {
			t.Errorf("shown(%d) below %d lines = %d, want %d", tc.choices, tc.printed, got, tc.want)
		}
	}
}

// Answers that follow one another stand together, and apart from all else.
func TestDialogAnswers(t *testing.T) {
	d, paper := sketched()
	d.print("Heading\n")
	d.answered("Name", []string{"Mine"})
	d.answered("Port", []string{""})
	d.print("Checked\n")
	d.answered("Base DN", []string{"DC=corp", "DC=example"})
	want := "Heading\n\nName:\n  Mine\nPort:\n  (nothing)\nChecked\n\nBase DN:\n  DC=corp\n  DC=example\n"
	if paper.String() != want {
		t.Errorf("the paper is %q, want %q", paper, want)
	}
	if n := strings.Count(want, "\n"); d.printed != n {
		t.Errorf("%d lines were counted, want %d", d.printed, n)
	}
}

// What fits is read without a pause, and paragraphs stay apart by one empty line.
func TestDialogReads(t *testing.T) {
	d, paper := sketched()
	if err := d.read(t.Context(), "\nOne\n- a\n\nTwo\n\n"); err != nil {
		t.Fatal(err)
	}
	if want := "\nOne\n- a\n\nTwo\n"; paper.String() != want {
		t.Errorf("read shows %q, want %q", paper, want)
	}
}

func TestTicked(t *testing.T) {
	choices := []choice{{label: "a", on: true}, {label: "b"}, {label: "c", on: true}}
	if got, want := ticked(choices, []int{2, 1}), []string{"b", "c"}; !slices.Equal(got, want) {
		t.Errorf("ticked = %q, want %q", got, want)
	}
	if choices[0].on || !choices[1].on || !choices[2].on {
		t.Errorf("the choices are %v", choices)
	}
}
