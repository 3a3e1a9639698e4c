//go:build bench

package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is one that runs, with all that it started.
type program struct {
	t     *testing.T
	cmd   *exec.Cmd
	start time.Time
}

func run(t *testing.T, cmd *exec.Cmd) *program {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	p := &program{t: t, cmd: cmd, start: time.Now()}
	must(t, cmd.Start())
	t.Cleanup(p.stop)
	return p
}

// stop ends the whole group: there is nothing to be kept.
func (p *program) stop() {
	if p.cmd.ProcessState == nil {
		_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
		_ = p.cmd.Wait()
	}
}

// all are the processes of the group.
func (p *program) all() []int {
	var out []int
	names, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range names {
		if f := stat(name); len(f) > 2 && f[2] == strconv.Itoa(p.cmd.Process.Pid) {
			id, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
			out = append(out, id)
		}
	}
	return out
}

// stat has the fields of a process after its name: state, parent, group, ...
func stat(name string) []string {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	_, after, _ := strings.Cut(string(data), ") ")
	return strings.Fields(after)
}

// cpu is what the program has used of one core.
func (p *program) cpu() time.Duration {
	ticks := 0
	for _, id := range p.all() {
		if f := stat(fmt.Sprintf("/proc/%d/stat", id)); len(f) > 12 {
			user, _ := strconv.Atoi(f[11])
			system, _ := strconv.Atoi(f[12])
			ticks += user + system
		}
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// idle is the share of one core, in percent, that it uses while it is left alone.
func (p *program) idle(d time.Duration) float64 {
	before, start := p.cpu(), time.Now()
	time.Sleep(d)
	return 100 * float64(p.cpu()-before) / float64(time.Since(start))
}

// memory is the program's share of the memory (PSS), in MiB.
func (p *program) memory() float64 { return p.sum("Pss:") }

// private is what no other program has (anonymous and private pages), in MiB.
func (p *program) private() float64 { return p.sum("Private_Dirty:") }

func (p *program) sum(field string) float64 {
	kib := 0
	for _, id := range p.all() {
		data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", id))
		for line := range strings.Lines(string(data)) {
			if f := strings.Fields(line); len(f) > 1 && f[0] == field {
				n, _ := strconv.Atoi(f[1])
				kib += n
			}
		}
	}
	return float64(kib) / 1024
}
