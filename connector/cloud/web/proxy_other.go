//go:build !windows

package web

import "net/http"

func systemProxy() ProxyFunc { return http.ProxyFromEnvironment }

// currentUser is nil: only Windows hands out tokens of the user without a
// question.
var currentUser func(proxy string) (string, error)
