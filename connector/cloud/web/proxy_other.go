//go:build !windows

package web

import "net/http"

func systemProxy() ProxyFunc { return http.ProxyFromEnvironment }
