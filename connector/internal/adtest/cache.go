package adtest

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"
)

// cacheKeep is how many databases are kept; those not used for longest go first.
const cacheKeep = 8

// recipe is what makes the databases: a change in one of these files asks for new ones.
//
//go:embed provision.go seed.py smb.conf.tmpl
var recipe embed.FS

// restore puts fresh databases into the slot, from the cache or, the first time, by provisioning. Several processes may
// ask at once: one provisions, the others wait for it.
func restore(d *Domain) error {
	if err := d.slot.clear(); err != nil {
		return err
	}
	archive, err := archivePath(d.options)
	if err != nil {
		return err
	}
	lock := flock.New(archive + ".lock")
	if err := lock.Lock(); err != nil {
		return err
	}
	defer lock.Unlock()
	if _, err := os.Stat(archive); err != nil {
		return build(d, archive)
	}
	now := time.Now()
	if err := os.Chtimes(archive, now, now); err != nil {
		return err
	}
	return report(exec.Command("tar", "-C", d.slot.dir, "-xf", archive))
}

// build provisions into the slot and keeps a copy in the archive.
func build(d *Domain, archive string) error {
	if err := d.provision(); err != nil {
		return err
	}
	draft := archive + ".draft"
	args := []string{"-C", d.slot.dir, "-cSf", draft, "--exclude=ncalrpc", "--exclude=msg.*", "--exclude=ldapi",
		"--exclude=*.pid", "--exclude=samba.*", contentFile}
	if err := report(exec.Command("tar", append(args, d.options.hostNames()...)...)); err != nil {
		return err
	}
	if err := os.Rename(draft, archive); err != nil {
		return err
	}
	return prune(filepath.Dir(archive))
}

// archivePath names the archive after everything that changes the databases. Addresses do not.
func archivePath(o Options) (string, error) {
	version, err := exec.Command("samba", "--version").Output()
	if err != nil {
		return "", fmt.Errorf("samba --version: %w", err)
	}
	spec, err := json.Marshal(newSeed(o))
	if err != nil {
		return "", err
	}
	o.DCs = len(o.hostNames())
	key := sha256.New()
	fmt.Fprintf(key, "%s %s %+v\n", version, spec, o)
	files, err := fs.Glob(recipe, "*")
	if err != nil {
		return "", err
	}
	for _, name := range files {
		data, err := recipe.ReadFile(name)
		if err != nil {
			return "", err
		}
		key.Write(data)
	}
	dir, err := cacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, hex.EncodeToString(key.Sum(nil)[:8])+".tar"), os.MkdirAll(dir, 0o755)
}

// cacheDir is build/samba of the repository, or a folder in the user's cache when the test runs elsewhere.
func cacheDir() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "build", "samba"), nil
		}
	}
	user, err := os.UserCacheDir()
	return filepath.Join(user, "adtest"), err
}

// prune removes the archives that were not used for longest. Their lock files stay: another process may hold one.
func prune(dir string) error {
	archives, err := filepath.Glob(filepath.Join(dir, "*.tar"))
	if err != nil {
		return err
	}
	used := map[string]time.Time{}
	for _, path := range archives {
		if found, err := os.Stat(path); err == nil {
			used[path] = found.ModTime()
		}
	}
	slices.SortFunc(archives, func(a, b string) int { return cmp.Or(used[b].Compare(used[a]), cmp.Compare(a, b)) })
	for _, path := range archives[min(cacheKeep, len(archives)):] {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}
