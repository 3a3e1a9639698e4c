package stub

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// The files of requests for help lie in a folder of their own, readable by the
// server alone, under names that nobody chose. What is to go is noted in the store
// first: a server that is killed in between removes it at its next start.

func (s *Server) helpFolder() string { return filepath.Join(s.o.Data, "help") }

// openHelp makes the folder, and removes what a killed server left half received.
func (s *Server) openHelp() error {
	if err := os.MkdirAll(s.helpFolder(), 0o700); err != nil {
		return err
	}
	there, err := os.ReadDir(s.helpFolder())
	if err != nil || len(there) == 0 {
		return err
	}
	kept := map[string]bool{}
	err = s.view(func(t *tx) error {
		for _, id := range t.idsOf(inHelp) {
			c, err := load[helpCase](t, inHelp, id)
			if err != nil {
				return err
			}
			for _, f := range c.Files {
				kept[f.Disk] = true
			}
		}
		return nil
	})
	for _, f := range there {
		if err == nil && !kept[f.Name()] {
			err = os.Remove(filepath.Join(s.helpFolder(), f.Name()))
		}
	}
	return err
}

// beginJanitor has files removed whose time is over, for as long as the server runs.
func (s *Server) beginJanitor() {
	woken, leave := s.wakes.on(inDoomed)
	s.sweeper.Go(func() {
		defer leave()
		for {
			if err := s.removeDoomed(); err != nil {
				s.log.Error("files of requests for help are not removed", "error", err)
			}
			select {
			case <-woken:
			case <-s.life.Done():
				return
			}
		}
	})
}

// removeDoomed removes the files that are to go.
func (s *Server) removeDoomed() error {
	var names []string
	err := s.view(func(t *tx) error {
		names = t.idsOf(inDoomed)
		return nil
	})
	if err != nil || len(names) == 0 {
		return err
	}
	for _, name := range names {
		if err := os.Remove(filepath.Join(s.helpFolder(), name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return s.update(func(t *tx) error {
		for _, name := range names {
			t.remove(inDoomed, name)
		}
		return nil
	})
}
