//go:build linux && (amd64 || arm64)

package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"kauth/core/vault/torture/disk"
)

const (
	imagesPerTape = 200
	stepsPerTape  = 20
	perControl    = 25 // images for one of each lying disk

	// enough images of a lying disk look well, all of them, four times in a million: two in
	// three are found out, of those without syncs of folders (docs/torture.md). A small run
	// makes as many.
	enough = 12
)

// powerCuts records children and then cuts the power of a model disk at any moment, and
// looks at what may lie on it. The same with disks that answer a sync and do none has
// to fail, or nothing is shown.
func powerCuts(r *run, images int) {
	r.each("cuts", (images+imagesPerTape-1)/imagesPerTape, func(i int) error {
		t, err := recordTape(r, i)
		if err != nil {
			return err
		}
		rnd := rand.New(rand.NewPCG(r.seed, uint64(1000+i)))
		n := min(imagesPerTape, images-i*imagesPerTape)
		for name, lies := range controls { // first: without them the others show nothing
			r.count("found "+name, len(t.cut(r, rnd, "control "+name, n/perControl, lies)))
		}
		for _, err := range t.cut(r, rnd, "cuts", n, nil) {
			r.fail("cuts", fmt.Errorf("tape %d: %w", i, err))
		}
		return nil
	})
	for name := range controls {
		if r.blindTo(name) {
			r.fail("cuts", fmt.Errorf("a disk that does not sync %s was not found out: this shows nothing", name))
		}
	}
}

// blindTo tells that none of a lying disk's images was found out. Of few, all may look well.
func (r *run) blindTo(name string) bool {
	return r.get("found "+name) == 0 && r.get("control "+name) >= enough
}

// controls are disks that lie: what they do has to be seen.
var controls = map[string][]disk.Kind{
	"files": {disk.SyncFile}, "folders": {disk.SyncName}, "anything": {disk.SyncFile, disk.SyncName},
}

// cut makes so many images and gives what is wrong with them. The clock does not cut lying
// disks short: they are few, and those cut early in a record had little to lose.
func (t *tape) cut(r *run, rnd *rand.Rand, what string, images int, lies []disk.Kind) (bad []error) {
	h, gone, err := r.stage("image")
	if err != nil {
		return []error{err}
	}
	defer gone()
	moments := make([]int, images)
	for i := range moments {
		moments[i] = rnd.IntN(len(t.record.Events) + 1)
	}
	slices.Sort(moments)
	d, done, told := t.record.Disk(), 0, ""
	d.Lies = lies
	for i, moment := range moments {
		if lies == nil && r.over() {
			r.cutShort("cuts")
			return bad
		}
		for ; done < moment; done++ {
			d.Do(t.record.Events[done])
			told += t.record.Events[done].Said
		}
		image := d.Crash(rnd)
		if err := t.look(h, image, told, i%slowly == 0); err != nil {
			err = fmt.Errorf("cut after event %d of %d: %w", moment, len(t.record.Events), err)
			if lies == nil {
				err = fmt.Errorf("%w%s", err, r.keepImage(image))
			}
			bad = append(bad, err)
		}
		r.count(what, 1)
	}
	return bad
}

// keepImage is keep, of what lies in no folder.
func (r *run) keepImage(i disk.Image) string {
	h, gone, err := r.stage("image")
	if err != nil {
		return ""
	}
	defer gone()
	if i.Write(string(h)) != nil {
		return ""
	}
	return r.keep(h)
}

// controlled tells how many images of lying disks were found out.
func controlled(r *run) string {
	var told []string
	for _, name := range slices.Sorted(maps.Keys(controls)) {
		told = append(told, fmt.Sprintf("%d of %d without syncs of %s", r.get("found "+name), r.get("control "+name), name))
	}
	return strings.Join(told, ", ")
}
