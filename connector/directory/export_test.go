package directory

// ShowAtMost lowers how many children are shown, so that a test need not make
// 50,000.
func (b *Browser) ShowAtMost(n int) { b.most = n }

// Ended reports whether it is known that the connection to a host has ended.
func (i *Inspection) Ended(host int) bool { return i.dcs[host].session.spent() }
