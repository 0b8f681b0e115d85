package terminal

import (
	"slices"
	"time"
)

// busyList is what goes on, the oldest first.
type busyList []busyItem

type busyItem struct {
	key, name string
	since     time.Time
}

// take adds what began, and removes what ended.
func (b *busyList) take(n news, now time.Time) {
	if n.key == "" {
		return
	}
	*b = slices.DeleteFunc(*b, func(i busyItem) bool { return i.key == n.key })
	if n.busy != "" {
		*b = append(*b, busyItem{n.key, n.busy, now})
	}
}
