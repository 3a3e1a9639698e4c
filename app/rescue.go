package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"kauth/app/viewmodel"
	"kauth/app/wire"
	"kauth/core"
	"kauth/core/vault"
)

// rescue is what the vault says of its damage, in the view-model's words.
type rescue struct{ p *wire.Phone }

// Report implements viewmodel.Rescue, as do those that follow.
func (r rescue) Report() (viewmodel.Report, bool) {
	var out viewmodel.Report
	var id []string
	d, damaged := r.p.Vault.Damage()
	if damaged && d.Settled {
		out.Damage = damageOf(d)
		id = append(id, "damage", d.When.UTC().Format(time.RFC3339Nano))
	}
	if b, is := r.p.Vault.Behind(); is {
		out.Behind = &viewmodel.Behind{Changes: int(min(b.Changes, 1<<30))}
		id = append(id, "behind", strconv.FormatUint(b.Changes, 10))
	}
	if unread := r.p.Vault.Damaged(); len(unread) > 0 {
		id = append(id, unread...)
	}
	out.ID = strings.Join(id, " ")
	return out, len(id) > 0
}

func damageOf(d vault.Damage) *viewmodel.Damage {
	return &viewmodel.Damage{
		Missing: d.Broken == "" && d.Serves != vault.SourceMain, Mended: len(d.Mended), Found: d.When, From: viewmodel.Source(d.Serves), Of: d.Of, Kept: d.Kept,
		Lost: len(d.Lost), Names: titles(d.Lost), Earlier: titles(d.Earlier), Changes: int(min(d.Changes, 1<<30)), Unsure: d.Unsure,
		File: d.Broken,
	}
}

// titles are those that somebody remembers.
func titles(of []vault.Loss) []string {
	var out []string
	for _, l := range of {
		if name := strings.TrimSpace(l.Issuer + " " + l.Label); name != "" {
			out = append(out, name)
		}
	}
	return out
}

func (r rescue) Dismiss() error { return r.p.AcceptFound(context.Background()) }

// accountsPlace begins the place of an account, unknownPlace that of a record that no
// list knows, which may be one.
const (
	accountsPlace = "accounts/"
	unknownPlace  = "unknown/"
)

func (r rescue) Unread() []viewmodel.Unread {
	d, _ := r.p.Vault.Damage()
	var out []viewmodel.Unread
	for _, place := range r.p.Vault.Damaged() {
		u := viewmodel.Unread{Place: place, Account: strings.HasPrefix(place, accountsPlace) || strings.HasPrefix(place, unknownPlace)}
		id, _ := strings.CutPrefix(place, accountsPlace)
		if i := slices.IndexFunc(d.Lost, func(l vault.Loss) bool { return string(l.ID) == id }); i >= 0 {
			u.Title, u.Label = d.Lost[i].Issuer, d.Lost[i].Label
		}
		out = append(out, u)
	}
	return out
}

func (r rescue) Forget(place string) error { return r.p.Vault.ForgetDamaged(place) }

// Save writes the damaged file; a folder of files is left to the person.
func (r rescue) Save(w io.Writer) error {
	d, is := r.p.Vault.Damage()
	if !is || d.Broken == "" {
		return core.E("rescue.Save", core.NotFound, nil)
	}
	from := d.Broken
	if info, err := os.Stat(from); err == nil && info.IsDir() {
		from = filepath.Join(from, "vault.db")
	}
	f, err := os.Open(from)
	if err != nil {
		return core.E("rescue.Save", core.StorageDenied, err)
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}
