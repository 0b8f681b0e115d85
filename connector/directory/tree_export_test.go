package directory

// ShowAtMost lowers how many children are shown, so that a test need not make
// 50,000.
func (b *Browser) ShowAtMost(n int) { b.most = n }
