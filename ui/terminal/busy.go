package terminal

import (
	"slices"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// busyList is what goes on, the oldest first.
type busyList []busyItem

type busyItem struct {
	key, name string
	since     time.Time
	until     time.Time
}

// take adds what began, and removes what ended.
func (b *busyList) take(n news, now time.Time) {
	if n.key == "" {
		return
	}
	*b = slices.DeleteFunc(*b, func(i busyItem) bool { return i.key == n.key })
	if n.busy != "" {
		*b = append(*b, busyItem{n.key, n.busy, now, n.until})
	}
}

// left is how long something goes on before it ends by itself, or nothing.
func (i busyItem) left(now time.Time) check.Text {
	if i.until.IsZero() {
		return check.Text{}
	}
	return check.T("terminal.left", "{{.time}} left", "time", setup.ElapsedText(max(0, i.until.Sub(now)).Truncate(time.Second)))
}
