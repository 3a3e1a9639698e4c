//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// damaged opens vaults with damaged files: so many of each mutation of the vault's own
// file, and a fifth as many of rarer ones and of each other injury.
func damaged(r *run, each int) {
	pool := make(chan *meeter, 64)
	var victims []victim
	for i, l := range []lock{{}, {}, aPass, aPIN} {
		v, err := newVictim(r, l, uint64(40+i))
		if err != nil {
			r.fail("damage", err)
			return
		}
		victims = append(victims, v)
	}
	cases := injuries(each)
	// Mixed, so that one that is cut short has seen some of each.
	rand.New(rand.NewPCG(r.seed, 41)).Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
	r.each("damage", len(cases), func(i int) error {
		var m *meeter
		select {
		case m = <-pool:
		default:
			var err error
			if m, err = newMeeter(); err != nil {
				return err
			}
		}
		m, err := cases[i].inflict(r, m, victims[i%len(victims)], uint64(i))
		pool <- m
		if err != nil {
			return fmt.Errorf("%s: %w", cases[i].name, err)
		}
		return nil
	})
	close(pool)
	for m := range pool {
		m.end()
	}
}

func injuries(each int) (all []injury) {
	for _, m := range mutations {
		all = append(all, slices.Repeat([]injury{ofMain(m)}, each)...)
	}
	for _, m := range rarer {
		all = append(all, slices.Repeat([]injury{ofMain(m)}, each/5)...)
	}
	for _, i := range more {
		all = append(all, slices.Repeat([]injury{i}, each/5)...)
	}
	return all
}

// inflict damages a copy of the victim and has a process open it. A process that was
// killed is replaced.
func (i injury) inflict(r *run, m *meeter, v victim, chance uint64) (*meeter, error) {
	h, gone, err := r.stage("damaged")
	if err != nil {
		return m, err
	}
	defer gone()
	image := maps.Clone(v.image)
	i.do(v, rand.New(rand.NewPCG(r.seed, chance+1<<32)), image)
	r.count("damaged", 1)
	for try := 1; ; try++ {
		if err := image.Write(string(h)); err != nil {
			return m, err
		}
		got, err := m.ask(h, v.want.lock)
		if err != nil {
			if errors.Is(err, errHang) {
				r.count("hangs", 1)
			} else {
				r.count("crashes", 1)
			}
			replaced, failed := newMeeter()
			return replaced, errors.Join(fmt.Errorf("%w%s", err, r.keepImage(image)), failed)
		}
		if got.hung() && try < 3 {
			continue
		}
		if got.hung() {
			r.count("hangs", 1)
			return m, fmt.Errorf("%w for %v, three times%s", errHang, got.Took.Round(time.Millisecond), r.keepImage(image))
		}
		if err := i.judge(r, v.want, got); err != nil {
			return m, fmt.Errorf("%w%s", err, r.keepImage(image))
		}
		return m, nil
	}
}
