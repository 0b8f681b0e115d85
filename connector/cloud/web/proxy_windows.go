package web

import "github.com/mattn/go-ieproxy"

// systemProxy asks Windows: manual settings, PAC file and automatic detection.
func systemProxy() ProxyFunc { return ieproxy.GetProxyFunc() }
