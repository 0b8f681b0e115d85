//go:build !windows

package directory

// joinedDomain knows nothing: other systems join a domain in several ways, none
// of which is asked.
func joinedDomain() string { return "" }
