package adtest

import (
	"io/fs"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	kill   = unix.SIGKILL
	freeze = unix.SIGSTOP
	thaw   = unix.SIGCONT
)

// ownGroup makes the command the leader of a new process group, so that its children can be signalled with it.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// signal reaches all processes of a host. Its process is not waited for before kill, so the number of the group
// cannot belong to anybody else.
func (c *controller) signal(s syscall.Signal) {
	if c.samba != nil {
		unix.Kill(-c.samba.Process.Pid, s) // fails only when all of them have ended
	}
}

// ended tells whether the main process has ended, without taking its exit status: Wait does that.
func (c *controller) ended() bool {
	var status unix.Siginfo
	err := unix.Waitid(unix.P_PID, c.samba.Process.Pid, &status, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil)
	return err != nil || status.Signo != 0
}

func ownedByUs(f fs.FileInfo) bool {
	stat, ok := f.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
