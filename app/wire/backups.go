package wire

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"sync"
	"time"

	"kauth/core"
	"kauth/core/seal"
	"kauth/core/transfer"
	"kauth/core/vault"
)

// The record of the vault that has what backups need, and how the last one went.
const (
	backupBucket = "backup"
	backupPlan   = "plan"
)

const (
	backupsKept  = 5               // in the folder
	backupSettle = 5 * time.Second // after a change: the next one may come
)

// Backups keeps copies of the codes in a folder: when a person wants one, and after each
// change where they chose so. The passphrase itself is not kept, only the key that was
// made of it, in the vault.
type Backups struct {
	v    *vault.Vault
	now  func() time.Time
	cost func() seal.Cost

	turn    sync.Mutex // one backup at a time
	mu      sync.Mutex
	waiting *time.Timer // a change has been made
}

// BackupFacts is how the backups stand.
type BackupFacts struct {
	Set      bool // folder and passphrase were chosen
	Folder   string
	Auto     bool      // one after each change
	Last     time.Time // zero: there is none
	Accounts int       // in the last one
	Behind   bool      // something has changed since
	Since    time.Time // the last one lacks something: since about when
	Missed   core.Kind // why the newest try failed; "" where it did not
}

// plan is what is stored.
type plan struct {
	Folder   string    `json:"folder"`
	Auto     bool      `json:"auto"`
	Last     time.Time `json:"last"`
	Accounts int       `json:"accounts"`
	Mark     string    `json:"mark"`           // of the accounts in the last one
	Since    time.Time `json:"since,omitzero"` // something else was met for the first time
	Missed   core.Kind `json:"missed,omitempty"`
	Lock     []byte    `json:"lock"`
}

func newBackups(v *vault.Vault, now func() time.Time, cost func() seal.Cost) *Backups {
	return &Backups{v: v, now: now, cost: cost}
}

// Facts says how the backups stand: core.Locked while the vault is shut.
func (b *Backups) Facts() (BackupFacts, error) {
	p, err := b.plan()
	if core.KindOf(err) == core.NotFound {
		return BackupFacts{}, nil
	}
	if err != nil {
		return BackupFacts{}, err
	}
	defer clear(p.Lock)
	all, err := b.v.Accounts()
	if err != nil {
		return BackupFacts{}, err
	}
	return p.facts(all), nil
}

func (p plan) facts(all []core.Account) BackupFacts {
	f := BackupFacts{
		Set: true, Folder: p.Folder, Auto: p.Auto, Last: p.Last, Accounts: p.Accounts, Missed: p.Missed,
		Behind: p.Mark != transfer.Mark(all), Since: p.Since,
	}
	if f.Behind && f.Since.IsZero() {
		f.Since = p.Last
	}
	return f
}

// Setup takes a folder and a passphrase, and makes the first backup with them, which is
// opened with the passphrase itself and compared. Only then do they replace others.
func (b *Backups) Setup(ctx context.Context, folder string, passphrase []byte) (BackupFacts, error) {
	lock, err := transfer.NewLock(passphrase, b.cost())
	if err != nil {
		return BackupFacts{}, err
	}
	b.turn.Lock()
	defer b.turn.Unlock()
	all, err := b.v.Accounts()
	if err != nil {
		return BackupFacts{}, err
	}
	saved, err := transfer.Save(ctx, folder, b.keeping(), all, lock, b.now())
	if err != nil {
		return BackupFacts{}, err
	}
	data, err := os.ReadFile(saved.Path)
	if err != nil {
		return BackupFacts{}, core.E("wire.Setup", core.StorageDenied, err)
	}
	if err := transfer.Rehearse(ctx, data, all, transfer.Options{Password: passphrase}); err != nil {
		return BackupFacts{}, err
	}
	p := plan{Folder: folder, Auto: true, Last: b.now(), Accounts: saved.Accounts, Mark: transfer.Mark(all), Lock: lock.Bytes()}
	if old, err := b.plan(); err == nil {
		p.Auto = old.Auto
		clear(old.Lock)
	}
	return p.facts(all), b.keep(p)
}

// Now makes a backup: core.NotFound where the folder is gone or nothing was chosen, and
// as transfer.Save does. The one before stays, whatever fails.
func (b *Backups) Now(ctx context.Context) (BackupFacts, error) {
	b.turn.Lock()
	defer b.turn.Unlock()
	p, err := b.plan()
	if err != nil {
		return BackupFacts{}, err
	}
	lock, err := transfer.LockOf(p.Lock)
	if err != nil {
		return BackupFacts{}, err
	}
	all, err := b.v.Accounts()
	if err != nil {
		return BackupFacts{}, err
	}
	saved, failed := transfer.Save(ctx, p.Folder, b.keeping(), all, lock, b.now())
	if p.Missed = core.KindOf(failed); failed == nil {
		p.Last, p.Accounts, p.Mark, p.Since = b.now(), saved.Accounts, transfer.Mark(all), time.Time{}
	}
	return p.facts(all), errors.Join(failed, b.keep(p))
}

// keeping is how many backups stay: all of them while accounts cannot be read here or
// nobody has seen yet what was lost, since an older backup may be the one that has them.
func (b *Backups) keeping() int {
	if _, hurt := b.v.Damage(); hurt || len(b.v.Damaged()) > 0 {
		return 0
	}
	return backupsKept
}

// SetAuto chooses whether a backup follows each change.
func (b *Backups) SetAuto(on bool) error {
	b.turn.Lock()
	defer b.turn.Unlock()
	p, err := b.plan()
	if err != nil {
		return err
	}
	p.Auto = on
	return b.keep(p)
}

func (b *Backups) plan() (p plan, err error) {
	data, err := b.v.Get(backupBucket, backupPlan)
	if err != nil {
		return p, err
	}
	defer clear(data)
	if json.Unmarshal(data, &p) != nil {
		return p, core.Errorf("wire.Backups", core.VaultDamaged, "the record of backups is damaged")
	}
	return p, nil
}

func (b *Backups) keep(p plan) error {
	data, err := json.Marshal(p)
	clear(p.Lock)
	if err != nil {
		return core.E("wire.Backups", core.Internal, err)
	}
	defer clear(data)
	return b.v.Put(backupBucket, backupPlan, data)
}

// changed has a backup follow, where that was chosen and it would hold something else. A
// vault that is shut before then catches up at its next unlock: a folder that does not
// answer must not keep it open.
func (b *Backups) changed() {
	f, err := b.Facts()
	if err != nil || !f.Set || !f.Behind {
		return
	}
	if b.noteSince(); !f.Auto {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting == nil {
		b.waiting = time.AfterFunc(backupSettle, b.due)
	}
}

// noteSince keeps when the last backup was found to lack something, once.
func (b *Backups) noteSince() {
	if !b.turn.TryLock() {
		return // a backup is under way, perhaps into a folder that does not answer
	}
	defer b.turn.Unlock()
	p, err := b.plan()
	if err != nil {
		return
	}
	defer clear(p.Lock)
	if p.Since.IsZero() {
		p.Since = b.now()
		_ = b.keep(p) // else at the next change
	}
}

// due makes the backup that changes wait for. It failed where Facts says so.
func (b *Backups) due() {
	b.mu.Lock()
	b.waiting = nil
	b.mu.Unlock()
	_, _ = b.Now(context.Background())
}
