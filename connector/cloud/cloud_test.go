package cloud_test

import (
	"net/url"
	"testing"

	"hire2retire-setup/connector/cloud"
)

func TestFind(t *testing.T) {
	for _, id := range []cloud.ID{"", cloud.Worldwide, cloud.GCCHigh, cloud.DoD, cloud.China} {
		c, err := cloud.Find(id)
		if err != nil {
			t.Fatalf("Find(%q): %v", id, err)
		}
		for _, origin := range []string{c.Authority, c.Exchange, c.Graph} {
			u, err := url.Parse(origin)
			if err != nil || u.Scheme != "https" || u.Path != "" {
				t.Errorf("Find(%q): %q is no https origin", id, origin)
			}
		}
		if u, _ := url.Parse(c.Exchange + "/adminapi"); !c.AllowsExchange(u) {
			t.Errorf("%s does not allow its own Exchange host", c.ID)
		}
	}
	for _, id := range []cloud.ID{"public", cloud.Practice} {
		if _, err := cloud.Find(id); err == nil {
			t.Errorf("Find(%q) found a cloud", id)
		}
	}
}

func TestAllowsExchange(t *testing.T) {
	world, _ := cloud.Find(cloud.Worldwide)
	for in, want := range map[string]bool{
		"https://outlook.office365.com/x":           true,
		"https://OUTLOOK.office365.com:443/x":       true,
		"https://eur01.outlook.office365.com/x":     true,
		"https://db3pr01.prod.outlook.com/x":        true,
		"http://outlook.office365.com/x":            false,
		"https://outlook.office365.com:8443/x":      false,
		"https://outlook.office365.com.evil.test/x": false,
		"https://eviloutlook.office365.com/x":       false,
		"https://evil.test/outlook.office365.com":   false,
		"https://outlook.office365.com@evil.test/x": false,
		"https://user@outlook.office365.com/x":      false,
		"https://outlook.office365.us/x":            false,
	} {
		u, err := url.Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := world.AllowsExchange(u); got != want {
			t.Errorf("AllowsExchange(%q) = %v, want %v", in, got, want)
		}
	}
}
