package adtest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestPrune is an internal test: from outside one would have to provision more domains than are kept.
func TestPrune(t *testing.T) {
	dir := t.TempDir()
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range cacheKeep + 3 {
		for _, name := range []string{"%02d.tar", "%02d.tar.lock"} {
			path := filepath.Join(dir, fmt.Sprintf(name, i))
			used := start.Add(time.Duration(i) * time.Hour)
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, used, used); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := prune(dir); err != nil {
		t.Fatalf("prune: %v", err)
	}
	for i := range cacheKeep + 3 {
		_, err := os.Stat(filepath.Join(dir, fmt.Sprintf("%02d.tar", i)))
		if kept := err == nil; kept != (i >= 3) {
			t.Errorf("archive %d kept = %t, want %t", i, kept, i >= 3)
		}
		if _, err := os.Stat(filepath.Join(dir, fmt.Sprintf("%02d.tar.lock", i))); err != nil {
			t.Errorf("lock file %d: %v, want kept", i, err)
		}
	}
}

// TestArchivePath shows what asks for databases of its own. Addresses and the number of running hosts do not.
func TestArchivePath(t *testing.T) {
	usual := pathOf(t, Options{})
	for name, c := range map[string]struct {
		options Options
		same    bool
	}{
		"the same":         {Options{Realm: "CORP.example.com", NetBIOS: "corp"}, true},
		"one runs":         {Options{DCs: 1}, true},
		"three exist":      {Options{DCs: 3}, false},
		"a read-only host": {Options{RODC: true}, false},
		"other password":   {Options{UserPassword: "An0ther!Pass"}, false},
		"local names":      {Options{LocalNames: true}, false},
		"bulk":             {Options{Bulk: Bulk{OUs: 1}}, false},
		"DNS":              {Options{DNS: true}, false},
	} {
		if got := pathOf(t, c.options) == usual; got != c.same {
			t.Errorf("%s: same databases = %t, want %t", name, got, c.same)
		}
	}
}

func pathOf(t *testing.T, o Options) string {
	t.Helper()
	path, err := archivePath(o.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	return path
}
