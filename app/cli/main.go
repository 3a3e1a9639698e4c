// Command kauth-cli is kAuth without a window: the same vault, linking, codes and
// requests, for terminals and scripts. It decides nothing by itself and prints
// nothing that it was not asked for.
//
// With --json every result is one object a line on standard output, under the
// names of results.go, which stay as they are; a failure is
// {"error": {"kind", "message", "hint"}}, whose kind is a core.Kind or "usage".
// The exit status is 0 for done, 1 for refused or failed, 2 for wrong use.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"kauth/core/seal"
	"kauth/core/vault"
	"kauth/platform/memory"
)

func main() {
	memory.Keep(false)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	m := machine{in: os.Stdin, out: os.Stdout, err: os.Stderr, ask: terminal(os.Stdin, os.Stderr)}
	status := m.run(ctx, os.Args[1:])
	stop()
	os.Exit(status)
}

// machine is what the commands run on.
type machine struct {
	in       io.Reader
	out, err io.Writer
	ask      func(prompt string) ([]byte, error) // for a secret; nil: nobody is there
	keyring  vault.Keyring                       // nil: the system's
	cost     func() seal.Cost                    // nil: by the machine's speed
	now      func() time.Time                    // nil: the system's clock

	// restricted tells whether the system lets the app do nothing while nobody looks.
	// nil: the system tells of no such thing. No desktop does, and no other build has it.
	restricted func(context.Context) (bool, error)
}

// The exit statuses.
const (
	done    = 0
	refused = 1
	misused = 2
)

// run carries out one command line.
func (m machine) run(ctx context.Context, args []string) int {
	c, p, err := parse(args)
	p.out, p.err = m.out, m.err
	if err == nil && c == nil {
		io.WriteString(m.out, usage)
		return done
	}
	if err == nil {
		p.machine = m
		err = c.run(ctx, p)
	}
	return p.end(err)
}
