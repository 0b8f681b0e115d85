//go:build !windows

package theme

// SystemHighContrast reports whether high contrast is switched on. There is no
// common way to ask outside Windows, so it is not: the person can still choose
// the look.
func SystemHighContrast() bool { return false }
