//go:build !windows

package directory

// membership knows nothing: other systems join a domain in several ways, none
// of which is asked.
func membership() Joined { return Joined{} }

// ownUPN knows nobody, for the same reason.
func ownUPN() string { return "" }
