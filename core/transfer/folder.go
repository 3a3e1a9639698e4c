package transfer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kauth/core"
)

// A backup's name says when it was made, in UTC, so that names sort by time.
const (
	backupPrefix = "kAuth-"
	backupStamp  = "2006-01-02-150405"
	backupSuffix = ".kauth"
	backupDraft  = ".part" // after the name, while it is written
)

// Saved is a backup that was written and opened again.
type Saved struct {
	Path     string
	Accounts int
	Left     []string // names of accounts that have no code, and so nothing to keep
}

// Save writes a backup into a folder, reads it back from the disk, opens it and compares every account before it says so. Then it keeps the newest
// keep backups there (0: all). Whatever fails, the backups of before stay.
//
// It fails with core.StorageFull, core.StorageDenied, core.NotFound (no such folder),
// core.Malformed (no passphrase) and core.Cancelled.
func Save(ctx context.Context, dir string, keep int, accounts []core.Account, l Lock, now time.Time) (Saved, error) {
	const op = "transfer.Save"
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return Saved{}, core.Errorf(op, core.NotFound, "no folder of that name")
	}
	path := filepath.Join(dir, backupName(dir, now))
	n, err := SaveAs(ctx, path, accounts, l, now)
	if err != nil {
		return Saved{}, err
	}
	s := Saved{Path: path, Accounts: n}
	for _, a := range accounts {
		if a.OTP.Secret.Len() == 0 {
			s.Left = append(s.Left, a.Title())
		}
	}
	if keep > 0 {
		prune(dir, keep, n)
	}
	return s, nil
}

// SaveAs is Save to one file, which it replaces only when the new one has been proved.
func SaveAs(ctx context.Context, path string, accounts []core.Account, l Lock, now time.Time) (int, error) {
	const op = "transfer.SaveAs"
	draft := path + backupDraft
	defer os.Remove(draft) // there is none after the rename
	var n int
	err := writeSynced(draft, func(w io.Writer) (err error) {
		n, err = WriteBackup(w, accounts, l, now)
		return err
	})
	if err != nil {
		return 0, storage(op, err)
	}
	data, err := os.ReadFile(draft)
	if err != nil {
		return 0, storage(op, err)
	}
	if err := Rehearse(ctx, data, accounts, Options{lock: l}); err != nil {
		return 0, err
	}
	if err := os.Rename(draft, path); err != nil {
		return 0, storage(op, err)
	}
	return n, storage(op, syncFolder(filepath.Dir(path)))
}

func writeSynced(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Sync(); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// errNotSame is a backup that opens and is not what was to be kept.
var errNotSame = errors.New("the backup does not hold what was written")

// Rehearse proves that a backup opens and gives back every code of these accounts:
// core.WrongPass, core.Malformed where it does not.
func Rehearse(ctx context.Context, backup []byte, accounts []core.Account, o Options) error {
	const op = "transfer.Rehearse"
	o.Costly = true
	r, err := Parse(ctx, bytes.NewReader(backup), o)
	if err != nil {
		return err
	}
	kept := Savable(accounts)
	if len(r.Entries) != len(kept) {
		return core.E(op, core.Malformed, errNotSame)
	}
	for i, e := range r.Entries {
		a, b := e.Account, kept[i] // also of a code that two accounts have
		named := a.Issuer == b.Issuer && a.Name == b.Name && (a.Label == b.Label || e.Reason == NoName)
		if codeOf(a.OTP) != codeOf(b.OTP) || a.OTP.Counter != b.OTP.Counter || !named {
			return core.E(op, core.Malformed, errNotSame)
		}
	}
	return nil
}

// prune deletes the oldest backups of a folder; drafts of a process that was killed too. One
// that has more accounts than the newest stays: somebody may miss them.
func prune(dir string, keep, accounts int) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	var names []string
	for _, e := range list {
		stamp, ok := strings.CutPrefix(e.Name(), backupPrefix)
		if !ok || !e.Type().IsRegular() {
			continue
		}
		if rest, draft := strings.CutSuffix(stamp, backupSuffix+backupDraft); draft && stamped(rest) {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		} else if rest, done := strings.CutSuffix(stamp, backupSuffix); done && stamped(rest) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	for _, name := range names[:max(len(names)-keep, 0)] {
		path := filepath.Join(dir, name)
		var head backupFile
		if data, err := os.ReadFile(path); err == nil && json.Unmarshal(data, &head) == nil && head.Accounts <= accounts {
			_ = os.Remove(path)
		}
	}
}

// backupName sorts behind the backups that are there, also after a clock that was ahead:
// else the newest would be the first to go.
func backupName(dir string, now time.Time) string {
	list, _ := os.ReadDir(dir) // where that fails, so does writing
	for _, e := range list {
		stamp, _ := strings.CutPrefix(e.Name(), backupPrefix)
		if at, err := time.Parse(backupStamp, strings.TrimSuffix(stamp, backupSuffix)); err == nil && !now.UTC().Truncate(time.Second).After(at) {
			now = at.Add(time.Second)
		}
	}
	return backupPrefix + now.UTC().Format(backupStamp) + backupSuffix
}

func stamped(s string) bool {
	_, err := time.Parse(backupStamp, s)
	return err == nil
}
