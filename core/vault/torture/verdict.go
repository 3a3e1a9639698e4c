//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

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
