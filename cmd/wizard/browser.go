package main

import (
	"fmt"
	"net/url"
	"slices"

	"hire2retire-setup/connector/cloud"
)

// openBrowser opens a sign-in page in the browser of this computer. It opens
// nothing else: only https, only the sign-in hosts of the Microsoft clouds.
func openBrowser(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	known := slices.ContainsFunc(cloud.All(), func(c cloud.Cloud) bool {
		authority, err := url.Parse(c.Authority)
		return err == nil && authority.Host == u.Host
	})
	if u.Scheme != "https" || u.User != nil || !known {
		return fmt.Errorf("open the browser: %s is not a sign-in page of Microsoft", u.Host)
	}
	return shellOpen(u.String())
}
