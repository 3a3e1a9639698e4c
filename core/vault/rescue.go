package vault

import (
	"errors"
	"syscall"
	"time"
)

// hurt is a vault whose file cannot be used. Which parts of it, or of its snapshots, are
// worth the most only their seals tell, so until the key is there it has a header and a
// count of wrong PINs, in a file of their own, and nothing is replaced.
type hurt struct {
	cause error
	when  time.Time
}

// rescuable tells damage from a disk or a file that must be left alone.
func rescuable(err error) bool {
	return !errors.Is(err, errNewer) && (isDamage(err) || isAny(err, syscall.EIO))
}

// rescue has the person's secret be asked for although the file is damaged. Where no
// header is left anywhere the vault stays damaged.
func (v *Vault) rescue(cause error) error {
	all, err := guard(writeLimit, func() ([]source, error) { return v.dir.sources(), nil })
	if err != nil {
		return cause
	}
	h, err := bestHeader(all)
	if err != nil {
		return err
	}
	if h.Name == "" {
		return cause
	}
	if v.store, err = v.dir.openRescue(h, bestTries(all)); err != nil {
		return err
	}
	v.head, v.hurt = h, &hurt{cause, v.now()}
	v.lock.mark()
	return nil
}

// bestHeader is that of the newest state of the first source that has one. A header of
// a later version anywhere, unless snapshots alone have it, says that all of it is.
func bestHeader(all []source) (best header, err error) {
	rank := rankLoose + 1
	for _, s := range all {
		for _, h := range s.headers {
			if h.newer {
				return header{}, errNewer
			}
			if h.rank < rank {
				best, rank = h.head, h.rank
			}
		}
		if best.Name != "" {
			break
		}
	}
	return best, nil
}

// bestTries is the sealed count of wrong PINs of the newest state that has one. The
// keyring's is newer where this is old.
func bestTries(all []source) (best []byte) {
	rank := rankLoose + 1
	for _, s := range all {
		for _, t := range s.tries {
			if t.rank < rank {
				best, rank = t.box, t.rank
			}
		}
	}
	return best
}

// openRescue opens the file in which PINs are counted meanwhile, or makes it.
func (f folder) openRescue(h header, count []byte) (*store, error) {
	if s, err := openStore(f.rescue()); err == nil {
		if there, err := readHeader(s); err == nil && string(there.sum) == string(h.sum) {
			return s, nil
		}
		s.close()
	}
	c := contents{header: h.raw, tries: count}
	if err := c.write(f.rescue()); err != nil {
		return nil, err
	}
	return openStore(f.rescue())
}
