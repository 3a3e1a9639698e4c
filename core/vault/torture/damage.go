//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// damaged opens vaults with damaged files: so many of each mutation of the vault's own
// file, and a fifth as many of rarer ones and of each other injury.
func damaged(r *run, each int) {
	pool := make(chan *meeter, 64)
	var victims []victim
	for i := range 3 {
		v, err := newVictim(r, uint64(40+i))
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
		got, err := m.ask(h)
		if err != nil {
			if errors.Is(err, errHang) {
				r.count("hangs", 1)
			} else {
				r.count("crashes", 1)
			}
			replaced, failed := newMeeter()
			return replaced, errors.Join(fmt.Errorf("%w%s", err, r.keepImage(image)), failed)
		}
		if got.Took > hang && try < 3 { // the machine may have been at something else
			continue
		}
		if got.Took > hang {
			r.count("hangs", 1)
			return m, fmt.Errorf("%w for %v, three times%s", errHang, got.Took.Round(time.Millisecond), r.keepImage(image))
		}
		if err := i.judge(r, v.want, got); err != nil {
			return m, fmt.Errorf("%w%s", err, r.keepImage(image))
		}
		return m, nil
	}
}

// judge wants a vault that lost nothing, or says what.
func (i injury) judge(r *run, want state, got met) error {
	if got.Kind != "" || got.Err != "" {
		r.count("refused", 1)
		return i.refused(got)
	}
	told := got.Damage != nil || got.Behind != nil || len(got.Damaged) > 0
	wrong := mapsDiffer("account", got.Accounts, spelledAll(want))
	if wrong == nil {
		wrong = mapsDiffer("record", got.Records, inHex(want.records))
	}
	if _, back := got.Accounts["acc_goes"]; back {
		return errors.New("an account that was deleted is back")
	}
	switch {
	case got.After != "":
		return fmt.Errorf("it opened, but: %s", got.After)
	case wrong == nil && told:
		r.count("whole, and told", 1)
	case wrong == nil:
		r.count("whole", 1)
	case !told:
		r.count("silent", 1)
		return fmt.Errorf("silent: %w", wrong)
	default:
		r.count("told", 1)
		return i.lost(r, want, got)
	}
	return nil
}

func (i injury) refused(got met) error {
	if i.bearable || got.Kind != "vault_damaged" {
		return fmt.Errorf("it does not open: %s: %s", got.Kind, got.Err)
	}
	return nil
}

// lost is what became of accounts that are not as they were last put: each has to be
// named, or the vault says that it does not know what it lacks.
func (i injury) lost(r *run, want state, got met) error {
	var gone []string
	for id, text := range spelledAll(want) {
		if got.Accounts[id] != text {
			gone = append(gone, id)
		}
	}
	if len(gone) > 0 && i.bearable {
		r.count("accounts lost", len(gone))
		return fmt.Errorf("%d accounts are not kept (%s): %s", len(gone), strings.Join(gone, " "), got.says())
	}
	for _, id := range gone {
		if !got.names(id) {
			return fmt.Errorf("nothing says that %s is not as it was: %s", id, got.says())
		}
	}
	return nil
}

func (m met) says() string {
	text := fmt.Sprintf("damaged %v", m.Damaged)
	if m.Damage != nil {
		text += fmt.Sprintf(", %+v", *m.Damage)
	}
	if m.Behind != nil {
		text += fmt.Sprintf(", behind %+v", *m.Behind)
	}
	return text
}

func (m met) names(id string) bool {
	if m.Behind != nil || slices.Contains(m.Damaged, "accounts/"+id) {
		return true
	}
	if m.Damage == nil {
		return false
	}
	if m.Damage.Changes > 0 || m.Damage.Unsure {
		return true
	}
	for _, l := range slices.Concat(m.Damage.Earlier, m.Damage.Lost) {
		if string(l.ID) == id {
			return true
		}
	}
	return false
}
