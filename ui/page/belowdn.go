package page

import (
	"context"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// belowDN counts what is below a DN: users, groups and OUs, and how many people
// have an employeeID. It counts where the tree is open, on its connection.
type belowDN struct {
	desk     *Desk
	tree     *ouTree
	counts   *widgets.Paragraph
	coverage *widgets.Paragraph
	root     *fyne.Container
	counting context.CancelFunc
}

func newBelowDN(d *Desk, t *ouTree) *belowDN {
	b := &belowDN{desk: d, tree: t, counts: widgets.NewParagraph("", theme.Body, theme.Text), coverage: widgets.NewParagraph("", theme.Caption, theme.Soft)}
	b.root = widgets.Column(theme.Tiny, widgets.NewText(d.say(check.T("below", "Below it")), theme.CaptionStrong, theme.Soft), b.counts, b.coverage)
	b.root.Hide()
	return b
}

// forget ends counting and shows nothing: the DN has changed.
func (b *belowDN) forget() {
	if b.counting != nil {
		b.counting()
		b.counting = nil
	}
	b.root.Hide()
}

// count counts below the Base DN in the answers.
func (b *belowDN) count() {
	b.forget()
	node, err := setup.NodeAt(b.desk.Flow.Answers().BaseDN)
	if err != nil || b.tree.tree == nil {
		return
	}
	until, cancel := context.WithCancel(b.tree.life)
	b.counting = cancel
	b.say(check.T("below.counting", "Counting…"), check.Text{})
	tree := b.tree.tree
	b.tree.workUntil(until, func(ctx context.Context) func() {
		total, err := tree.Count(ctx, node, func(c setup.Counts) {
			text := c.Text()
			fyne.Do(func() {
				if until.Err() == nil {
					b.say(check.T("below.so-far", "{{.counts}} Still counting…", "counts", text), check.Text{})
				}
			})
		})
		if err != nil {
			return func() { b.say(Why(err), check.Text{}) }
		}
		known, err := tree.Coverage(ctx, node)
		return func() {
			b.say(total.Text(), check.Text{})
			if err == nil && known.Hidden { // else the counts say the same
				b.say(total.Text(), known.Text())
			}
		}
	})
}

func (b *belowDN) say(counts, coverage check.Text) {
	b.counts.SetText(b.desk.say(counts))
	b.coverage.SetText(b.desk.say(coverage))
	b.coverage.Hidden = coverage.IsZero()
	b.root.Show()
	b.root.Refresh()
}
