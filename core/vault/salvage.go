package vault

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
)

// After damage the generation goes on at the next multiple of this, and so do counters
// by a leap: what the lost changes had taken is never given again.
const (
	generationLeap = 1 << 32
	counterLeap    = 1 << 20
)

// salvage makes the best vault of everything in the folder, now that the key is there,
// and puts it into the place of the damaged file. That is kept aside first. A kill
// leaves the damaged file where it was, or the whole of the new one.
func (v *Vault) salvage(k *keys, cause error) error {
	if v.broken != nil { // it is a copy that is opened next
		v.store.abandon()
		v.store, v.broken = nil, nil
	}
	p, err := guard(writeLimit, func() (*picked, error) {
		return pick(k, v.head, v.dir.sources(), v.dir.readNames(k, v.head.Name)), nil
	})
	if err != nil {
		return err
	}
	count, err := v.countOfTries()
	if err != nil {
		return err
	}
	return v.put(k, p, count, cause)
}

func (v *Vault) countOfTries() ([]byte, error) {
	if v.store != nil {
		box, err := view(v.store, func(tx *bolt.Tx) ([]byte, error) { return get(tx, bucketVault, nameTries), nil })
		if err != nil || box != nil {
			return box, err
		}
	}
	return nil, nil
}

// put has what was picked take the place of the damaged file.
func (v *Vault) put(k *keys, p *picked, count []byte, cause error) error {
	list := p.list
	list.Generation = (p.reached/generationLeap + 1) * generationLeap
	if p.report.Unsure {
		if err := leapCounters(k, list, p.records); err != nil {
			return err
		}
	}
	p.report.Found = append([]string{cause.Error()}, p.report.Found...)
	p.report.When, p.report.Settled = v.now(), true
	aside, err := v.dir.asideFor(p.report.When)
	if err != nil {
		return err
	}
	p.report.Broken = aside
	c := contents{header: p.head.raw, records: p.records, tries: count}
	was := told{Accepted: true}
	if r, ok := list.revision(damageBucket, damageLast); ok {
		data, err := k.open(damageBucket, damageLast, r, p.records[string(k.name(damageBucket, damageLast))])
		if err == nil {
			was = readTold(data)
		}
	}
	p.report = p.report.after(was)
	said := told{Behind: was.Behind, Damage: p.report, Places: sortedNames(verify(k, list, maps.Clone(p.records)))}
	if err := said.into(k, list, p.records); err != nil {
		return err
	}
	if c.manifest, err = list.seal(k, p.head.Name); err != nil {
		return err
	}
	if err := c.write(v.dir.next()); err != nil {
		return err
	}
	if err := v.setAside(aside); err != nil {
		return err
	}
	if err := v.replace(); err != nil {
		return err
	}
	_ = remove(v.dir.rescue())
	v.dir.forgetBroken(keptBroken)
	v.keys.wipe()
	v.keys, v.list, v.head, v.hurt, v.told = k, list, p.head, nil, said
	v.damaged = verify(k, list, maps.Clone(p.records))
	v.salvaged = p.reached
	v.changed()
	return nil
}

// leapCounters has every counter go on far behind what it can have reached.
func leapCounters(k *keys, list *manifest, records map[string][]byte) error {
	for id, revision := range list.Records[counters] {
		name := string(k.name(counters, id))
		data, err := k.open(counters, id, revision, records[name])
		if err != nil {
			continue // it stays damaged
		}
		last, err := strconv.ParseUint(string(data), 10, 64)
		if err != nil {
			continue
		}
		far := strconv.AppendUint(nil, last+counterLeap, 10)
		list.put(counters, id)
		if records[name], err = k.seal(counters, id, list.Generation, far); err != nil {
			return err
		}
	}
	return nil
}

// setAside gives the damaged file a second name, or another one where there can be no
// second. Where that fails nothing is replaced.
func (v *Vault) setAside(aside string) error {
	if aside == "" {
		return nil
	}
	if _, err := os.Lstat(aside); err == nil {
		return nil
	}
	if os.Link(v.dir.file(), aside) == nil {
		return v.dir.sync()
	}
	if v.store != nil && v.hurt == nil { // Windows renames no open file
		v.store.close()
		v.store = nil
	}
	if err := os.Rename(v.dir.file(), aside); err != nil {
		return err
	}
	return v.dir.sync()
}

// keptBroken is how many damaged files are kept.
const keptBroken = 3

// asideFor is where the damaged file goes: "" where there is none.
func (f folder) asideFor(when time.Time) (string, error) {
	now, err := os.Lstat(f.file())
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	for _, path := range f.broken() {
		if info, err := os.Lstat(path); err == nil && os.SameFile(info, now) {
			return path, nil // by a process that was killed
		}
	}
	// The newest by its name, whatever clock the others had: the oldest are removed.
	if all := f.broken(); len(all) > 0 {
		newest, err := time.Parse(brokenTime, strings.TrimPrefix(filepath.Base(all[0]), brokenPrefix))
		if err == nil && !when.After(newest.Add(time.Second)) {
			when = newest.Add(time.Second)
		}
	}
	return f.brokenAt(when), nil
}

// forgetBroken leaves the newest damaged files alone.
func (f folder) forgetBroken(keep int) {
	for i, path := range f.broken() {
		if i >= keep {
			_ = remove(path)
		}
	}
}
