package adtest

import (
	_ "embed"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
	"time"
)

const (
	ldapsPort = "636"
	rpcPort   = "135"
	dnsPort   = "53"
	rodcName  = "rodc1"
	// startLimit is how long a domain controller may take to listen; 0.3 s is normal, 4 s was seen under load.
	startLimit = 60 * time.Second
	startPoll  = 15 * time.Millisecond
)

// A controller is the Samba process of one host, with the folder that holds its databases and configuration.
type controller struct {
	options Options
	host    Host
	dir     string
	variant Variant
	extra   string // more server services, for the time of the join

	samba *exec.Cmd
	leash *os.File // write end of samba's standard input: when it closes, samba ends
}

func (c *controller) running() bool { return c.samba != nil }

// start launches the host and waits until it listens.
func (c *controller) start(pki *PKI) error {
	if err := c.launch(pki); err != nil {
		return err
	}
	return c.await()
}

// launch writes configuration and certificate and starts Samba. With a pipe as standard input, samba --interactive ends
// when the pipe closes (server_stdin_handler in source4/samba/server.c), so a killed test leaves nothing running.
func (c *controller) launch(pki *PKI) error {
	if c.running() {
		return fmt.Errorf("%s runs already", c.host.Name)
	}
	if err := c.configure(pki); err != nil {
		return err
	}
	output, err := os.Create(c.output())
	if err != nil {
		return err
	}
	defer output.Close()
	input, leash, err := os.Pipe()
	if err != nil {
		return err
	}
	defer input.Close()
	samba := exec.Command("samba", "--configfile="+c.conf(), "--interactive", "--no-process-group", "--model=standard")
	samba.Stdin, samba.Stdout, samba.Stderr = input, output, output
	ownGroup(samba)
	if err := samba.Start(); err != nil {
		leash.Close()
		return fmt.Errorf("start samba: %w", err)
	}
	c.samba, c.leash = samba, leash
	return nil
}

// kill ends the host and all its processes at once. The databases survive: they are written in transactions. The other
// processes of the host may outlive the first by a moment and keep its ports open, so that is waited for.
func (c *controller) kill() {
	if !c.running() {
		return
	}
	c.signal(kill)
	c.samba.Wait() // an error is expected: it was killed
	c.leash.Close()
	c.samba, c.leash = nil, nil
	poll := time.NewTicker(startPoll)
	defer poll.Stop()
	for deadline := time.Now().Add(startLimit); !vacant(c.host.IP) && time.Now().Before(deadline); {
		<-poll.C
	}
}

// ldapPorts are where a domain controller answers LDAP: plain, LDAPS, and the same for its global catalog.
var ldapPorts = []string{"389", ldapsPort, "3268", "3269"}

// vacant tells whether nobody listens on the ports of a domain controller at this address.
func vacant(ip string) bool {
	for _, port := range ldapPorts {
		listener, err := net.Listen("tcp", net.JoinHostPort(ip, port))
		if err != nil {
			return false
		}
		listener.Close()
	}
	return true
}

// await waits until the host listens on all its ports.
func (c *controller) await() error {
	ports := ldapPorts
	if c.options.DNS {
		ports = append(slices.Clone(ports), dnsPort)
	}
	for _, port := range ports {
		if err := c.awaitListener("tcp", net.JoinHostPort(c.host.IP, port)); err != nil {
			return err
		}
	}
	return c.awaitListener("unix", c.systemSocket()) // the last one to be opened
}

// systemSocket is where whoever may read it speaks LDAP as SYSTEM.
func (c *controller) systemSocket() string {
	return filepath.Join(c.dir, "private", "ldap_priv", "ldapi")
}

// awaitListener waits until the host listens at an address, or says why it
// ended.
func (c *controller) awaitListener(network, address string) error {
	deadline := time.Now().Add(startLimit)
	poll := time.NewTicker(startPoll)
	defer poll.Stop()
	for time.Now().Before(deadline) {
		conn, err := net.Dial(network, address)
		if err == nil {
			return conn.Close()
		}
		if c.ended() {
			return fmt.Errorf("%s ended while starting:\n%s", c.host.Name, c.log())
		}
		<-poll.C
	}
	return fmt.Errorf("%s does not listen at %s after %v:\n%s", c.host.Name, address, startLimit, c.log())
}

// log returns the last lines that Samba wrote.
func (c *controller) log() string {
	data, _ := os.ReadFile(c.output()) // a missing log says nothing
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}

func (c *controller) conf() string { return filepath.Join(c.dir, "etc", "smb.conf") }

func (c *controller) output() string { return filepath.Join(c.dir, "samba.out") }

func (c *controller) shortName() string {
	name, _, _ := strings.Cut(c.host.Name, ".")
	return name
}

//go:embed smb.conf.tmpl
var confText string

var confTemplate = template.Must(template.New("smb.conf").Parse(confText))

// configure writes smb.conf and the certificate of the variant.
func (c *controller) configure(pki *PKI) error {
	if pki != nil {
		if err := c.writeCertificate(pki); err != nil {
			return err
		}
	}
	f, err := os.Create(c.conf())
	if err != nil {
		return err
	}
	defer f.Close()
	return confTemplate.Execute(f, map[string]any{
		"Name": strings.ToUpper(c.shortName()), "Realm": c.options.Realm, "NetBIOS": c.options.NetBIOS,
		"IP": c.host.IP, "Dir": c.dir, "Services": c.services(), "Priority": sambaPriority(c.variant),
		"Certificate": pki != nil,
	})
}

func (c *controller) services() string {
	services := "ldap, cldap"
	if c.options.DNS {
		services += ", dns"
	}
	return services + c.extra
}

func (c *controller) writeCertificate(pki *PKI) error {
	certificate, err := pki.Certificate(certificateOf(c.variant), c.names())
	if err != nil {
		return err
	}
	chain, key, err := pemFiles(certificate)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.dir, "tls.pem"), chain, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.dir, "tls.key"), key, 0o600) // Samba refuses a key that others can read
}

func (c *controller) names() Names {
	return Names{
		DNS: []string{c.host.Name, c.options.Realm, c.options.NetBIOS},
		IPs: []net.IP{net.ParseIP(c.host.IP)},
	}
}

// sambaPriority is the GnuTLS priority string of a variant.
func sambaPriority(v Variant) string {
	if p, ok := sambaPriorities[v]; ok {
		return p
	}
	return "NORMAL:-VERS-SSL3.0"
}

var sambaPriorities = map[Variant]string{
	TLS10:          "NORMAL:-VERS-ALL:+VERS-TLS1.0:%COMPAT",
	TLS11:          "NORMAL:-VERS-ALL:+VERS-TLS1.1",
	TLS12:          "NORMAL:-VERS-ALL:+VERS-TLS1.2",
	TLS13:          "NORMAL:-VERS-ALL:+VERS-TLS1.3",
	RSAKeyExchange: "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA",
	TripleDES:      "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+3DES-CBC:-KX-ALL:+RSA",
	SHA1:           "NORMAL:%VERIFY_ALLOW_SIGN_WITH_SHA1:+SIGN-RSA-SHA1:%PROFILE_LOW",
	RSA1024:        "NORMAL:%PROFILE_LOW",
}
