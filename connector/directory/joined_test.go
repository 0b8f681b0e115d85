package directory

import (
	"runtime"
	"testing"
)

func TestJoined(t *testing.T) {
	for _, tt := range []struct {
		told, want Joined
		ok         bool
	}{
		{Joined{DNSDomain: "Corp.Example.COM", NetBIOS: "CORP", Site: "Hub", UPNSuffix: "Alex@Example.com"},
			Joined{DNSDomain: "corp.example.com", NetBIOS: "CORP", Site: "Hub", UPNSuffix: "example.com"}, true},
		{Joined{DNSDomain: "corp.example.com.", NetBIOS: "CORP"}, Joined{DNSDomain: "corp.example.com", NetBIOS: "CORP", UPNSuffix: "corp.example.com"}, true},
		{Joined{DNSDomain: "corp.example.com", UPNSuffix: "no upn"}, Joined{DNSDomain: "corp.example.com", UPNSuffix: "corp.example.com"}, true},
		{Joined{NetBIOS: "CORP"}, Joined{}, false}, // a domain of Windows NT has no DNS name
		{Joined{DNSDomain: "not a name"}, Joined{}, false},
		{Joined{}, Joined{}, false},
	} {
		if got, ok := tt.told.known(); got != tt.want || ok != tt.ok {
			t.Errorf("known(%+v) = %+v, %v, want %+v, %v", tt.told, got, ok, tt.want, tt.ok)
		}
	}
}

// Whatever this computer is, it answers without a crash, and only Windows can
// say yes.
func TestThisComputer(t *testing.T) {
	j, ok := ThisComputer()
	if ok != (j.DNSDomain != "") || ok && runtime.GOOS != "windows" {
		t.Errorf("ThisComputer() = %+v, %v", j, ok)
	}
}
