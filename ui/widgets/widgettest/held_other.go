//go:build !linux

package widgettest

func usageOfThread() usage { return usage{} }
