package ui

import (
	"encoding/json"

	"hire2retire-setup/assets"
)

// brand is the part of brand.json that the window shows.
type brand struct {
	Short    string `json:"shortProduct"`
	Platform string `json:"platform"`
}

// readBrand panics on a file that cannot be read: it is built in, and a test
// reads it.
func readBrand() brand {
	var b brand
	if err := json.Unmarshal(assets.Brand, &b); err != nil {
		panic("brand.json: " + err.Error())
	}
	return b
}
