package adtest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// distributionPython is the interpreter that has the samba module; another python may come first in PATH.
const distributionPython = "/usr/bin/python3"

// contentFile lies beside the databases and tells what was seeded.
const contentFile = "content.json"

//go:embed seed.py
var seedScript string

//go:embed dns.py
var dnsScript string

// needs are the files that domain controllers are made of, with the Debian packages that bring them.
var needs = []struct{ pattern, pkg string }{
	{"/usr/sbin/samba", "samba"},
	{"/usr/bin/samba-tool", "samba-common-bin"},
	{distributionPython, "python3"},
	{"/usr/lib/python3/dist-packages/samba/samdb.py", "python3-samba"},
	{"/usr/share/samba/setup/provision.ldif", "samba-ad-provision"},
	{"/usr/lib/*/samba/ldb/samba_dsdb.so", "samba-dsdb-modules"},
	{"/usr/lib/*/samba/vfs/acl_xattr.so", "samba-vfs-modules"},
	{wrapperPattern, "libnss-wrapper"},
	{"/bin/tar", "tar"},
}

// wrapperPattern is the library that lets samba-tool resolve the names of our hosts without /etc/hosts.
const wrapperPattern = "/usr/lib/*/libnss_wrapper.so"

// ready says what is missing on this machine.
func ready() error {
	if runtime.GOOS != "linux" {
		return errors.New("domain controllers for tests run on Linux only")
	}
	if os.Geteuid() != 0 {
		return errors.New("domain controllers for tests need root (ports 389 and 636): run `sudo make test`")
	}
	var missing []string
	for _, need := range needs {
		if find(need.pattern) == "" {
			missing = append(missing, need.pkg)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("packages are missing, `make test` installs them: %s", strings.Join(missing, " "))
	}
	return nil
}

// find returns the first file that matches a pattern, or nothing.
func find(pattern string) string {
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		return ""
	}
	return found[0]
}

// provision makes the databases of all hosts in the slot: the first is provisioned and seeded, the others join it.
func (d *Domain) provision() error {
	if err := d.provisionFirst(); err != nil {
		return err
	}
	if err := d.seed(); err != nil {
		return err
	}
	first := d.built[0]
	first.extra = ", rpc"
	defer func() { first.extra = "" }()
	if err := first.start(nil); err != nil {
		return err
	}
	defer first.kill()
	if err := first.awaitListener("tcp", net.JoinHostPort(first.host.IP, rpcPort)); err != nil {
		return err
	}
	for _, c := range d.built[1:] {
		if err := d.join(c); err != nil {
			return err
		}
	}
	return nil
}

func (d *Domain) provisionFirst() error {
	first := d.built[0]
	args := []string{"domain", "provision", "--realm=" + d.DNSName, "--domain=" + d.NetBIOS, "--server-role=dc",
		"--dns-backend=" + d.dnsBackend(), "--adminpass=" + d.AdminPassword, "--targetdir=" + first.dir,
		"--host-name=" + first.shortName(), "--host-ip=" + first.host.IP}
	if err := d.run("samba-tool", append(args, first.sambaOptions()...)...); err != nil {
		return err
	}
	return first.configure(nil)
}

func (d *Domain) join(c *controller) error {
	role := "DC"
	if c.host.ReadOnly {
		role = "RODC"
	}
	args := []string{"domain", "join", d.DNSName, role, "--targetdir=" + c.dir, "--dns-backend=" + d.dnsBackend(),
		"--option=netbios name=" + strings.ToUpper(c.shortName())}
	args = append(args, d.asAdministrator()...)
	if err := d.run("samba-tool", append(args, c.sambaOptions()...)...); err != nil {
		return err
	}
	if err := c.configure(nil); err != nil || !c.host.ReadOnly {
		return err
	}
	return d.preload(c)
}

// preload gives a read-only host the passwords that it needs to answer binds by itself.
func (d *Domain) preload(c *controller) error {
	args := []string{"rodc", "preload", "svc-direct", "svc-plain", "svc-delegated", "--configfile=" + c.conf()}
	return d.run("samba-tool", append(args, d.asAdministrator()...)...)
}

func (d *Domain) asAdministrator() []string {
	return []string{"--server=" + d.Hosts[0].Name, "--workgroup=" + d.NetBIOS,
		"--user=Administrator%" + d.AdminPassword, "--use-kerberos=off"}
}

func (d *Domain) dnsBackend() string {
	if d.options.DNS {
		return "SAMBA_INTERNAL"
	}
	return "NONE"
}

// sambaOptions keep samba-tool on the address of the host. A loopback address with /32 would count as no interface.
func (c *controller) sambaOptions() []string {
	return []string{
		"--option=interfaces=" + c.host.IP + "/8", "--option=bind interfaces only=yes", "--option=ldb:nosync=true",
		"--option=posix:eadb=" + filepath.Join(c.dir, "eadb.tdb"), "--option=vfs objects=acl_xattr xattr_tdb",
	}
}

// seed creates OUs, accounts, groups and ACEs in the database of the first host.
func (d *Domain) seed() error {
	spec, err := json.Marshal(newSeed(d.options))
	if err != nil {
		return err
	}
	return python(seedScript, spec, d.built[0].conf(), filepath.Join(d.slot.dir, contentFile))
}

// registerHosts writes the addresses of the hosts into Samba's DNS.
func (d *Domain) registerHosts() error {
	type registered struct {
		Name     string `json:"name"`
		IP       string `json:"ip"`
		ReadOnly bool   `json:"readOnly"`
	}
	var hosts []registered
	for _, c := range d.dcs {
		hosts = append(hosts, registered{c.shortName(), c.host.IP, c.host.ReadOnly})
	}
	list, err := json.Marshal(hosts)
	if err != nil {
		return err
	}
	for _, c := range d.dcs {
		if err := errors.Join(c.configure(nil), python(dnsScript, list, c.conf())); err != nil {
			return err
		}
	}
	return nil
}

// python runs a script that uses Samba's own modules.
func python(script string, input []byte, args ...string) error {
	cmd := exec.Command(distributionPython, append([]string{"-c", script}, args...)...)
	cmd.Stdin = bytes.NewReader(input)
	return report(cmd)
}

// run runs a Samba program to which the names of the hosts are known.
func (d *Domain) run(program string, args ...string) error {
	var hosts strings.Builder
	for _, c := range d.built {
		fmt.Fprintln(&hosts, c.host.IP, c.host.Name, c.shortName())
	}
	fmt.Fprintln(&hosts, d.Hosts[0].IP, d.DNSName)
	file := filepath.Join(d.slot.dir, "hosts")
	if err := os.WriteFile(file, []byte(hosts.String()), 0o644); err != nil {
		return err
	}
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), "LD_PRELOAD="+find(wrapperPattern), "NSS_WRAPPER_HOSTS="+file)
	return report(cmd)
}

// report runs a command and puts the end of what it printed into the error.
func report(cmd *exec.Cmd) error {
	output, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", cmd.Path, cmd.Args[1], err, output[max(0, len(output)-3000):])
	}
	return nil
}
