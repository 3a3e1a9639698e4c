//go:build (linux || darwin || freebsd || netbsd || openbsd || dragonfly || windows) && !android && !ios

package instance

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"kauth/core"
)

const (
	patience = 10 * time.Second       // for a first one that is starting or ending
	again    = 100 * time.Millisecond // between tries
	turn     = 2 * time.Second        // for one hand-over
)

// Instance is the one process for a vault.
type Instance struct {
	lock *os.File
	l    *net.UnixListener
}

// handing is what a second start says.
type handing struct {
	Link string `json:"link"`
}

var (
	errSilent = errors.New("the app runs already, and does not answer")
	errTaken  = errors.New("another process has the lock")
)

// claim hands nothing over where link is nil.
func claim(ctx context.Context, name string, link *string, taken func(string)) (*Instance, bool, error) {
	dir, err := private()
	if err != nil {
		return nil, false, core.E("instance.Claim", core.Unsupported, err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	socket := filepath.Join(dir, name+".sock")
	for {
		i, err := first(filepath.Join(dir, name+".lock"), socket)
		switch {
		case err == nil:
			go i.serve(taken)
			hearLinks(taken)
			return i, false, nil
		case !errors.Is(err, errTaken):
			return nil, false, core.E("instance.Claim", core.Unsupported, err)
		}
		if link != nil && hand(socket, *link) == nil {
			return nil, true, nil
		}
		select { // it is about to listen, or to end
		case <-time.After(again):
		case <-ctx.Done():
			return nil, false, core.E("instance.Claim", core.VaultBusy, errSilent)
		}
	}
}

// first takes the lock. The socket that a killed one left is of nobody then.
func first(lock, socket string) (*Instance, error) {
	f, err := locked(lock)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(socket); err != nil && !errors.Is(err, fs.ErrNotExist) {
		f.Close()
		return nil, err
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		f.Close()
		return nil, err
	}
	return &Instance{f, l}, nil
}

func (i *Instance) serve(taken func(string)) {
	for {
		conn, err := i.l.AcceptUnix()
		if err != nil {
			return // closed
		}
		go func() {
			defer conn.Close()
			_ = conn.SetDeadline(time.Now().Add(turn))
			var h handing
			if json.NewDecoder(io.LimitReader(conn, 8*MaxLink)).Decode(&h) != nil || len(h.Link) > MaxLink {
				return
			}
			taken(h.Link)
			_, _ = conn.Write([]byte("ok"))
		}()
	}
}

// hand gives link to the first one, and waits until that has it.
func hand(socket, link string) error {
	letForward()
	conn, err := net.DialTimeout("unix", socket, turn)
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(turn))
	if err := json.NewEncoder(conn).Encode(handing{link}); err != nil {
		return err
	}
	reply := make([]byte, 2)
	_, err = io.ReadFull(conn, reply)
	return err
}

// Quiet ends the listening: a start from now on waits until this process is gone, and
// is the first then. Call it when the app begins to leave.
func (i *Instance) Quiet() {
	if i != nil {
		hearNoLinks()
		_ = i.l.Close()
	}
}

// Close lets another be the first. Call it when the vault is closed.
func (i *Instance) Close() {
	if i != nil {
		i.Quiet()
		_ = i.lock.Close()
	}
}
