package wire

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"

	"kauth/core"
	"kauth/core/vault"
)

// The reception is a small vault beside the vault, which stays open while that is
// shut: of every linked account what it takes to hear requests and to refuse them.
// It has no secret of a code and no key that approves. It is built from the vault,
// and what happened meanwhile is moved there.
type reception struct {
	dir string
	o   vault.Options
	k   *heldKey
	v   *vault.Vault // nil while it is not open

	gone []core.Departure // went with what was heard; nobody was told yet
}

// Where the vault keeps the reception's key, and under which lock it was made; and the
// reception what became of accounts meanwhile.
const (
	receptionBucket = "reception"
	receptionKey    = "key"
	receptionLock   = "lock"
	heardBucket     = "heard"
)

func newReception(dir string, o vault.Options, k vault.Keyring) *reception {
	return &reception{dir: filepath.Join(dir, "reception"), o: o, k: &heldKey{under: k}}
}

func (r *reception) exists() bool {
	_, err := os.Stat(filepath.Join(r.dir, "vault.db"))
	return err == nil
}

// openEarly opens it before the vault is, where its key is in the keyring.
func (r *reception) openEarly(ctx context.Context) error {
	if r.v != nil || !r.exists() {
		return nil
	}
	return r.open(ctx)
}

func (r *reception) open(ctx context.Context) error {
	v, err := vault.OpenAs(r.dir, r.o)
	if err != nil {
		return err
	}
	if err := v.UnlockKeyring(ctx, r.k); err != nil {
		_ = v.Close()
		return err
	}
	r.v = v
	return nil
}

// ready has the reception open that belongs to this vault, making one where there is
// none or where it is not to be trusted: it holds nothing that the vault has not,
// but what was answered since the vault was shut.
func (r *reception) ready(ctx context.Context, main *vault.Vault) error {
	key, err := main.Get(receptionBucket, receptionKey)
	if err != nil && core.KindOf(err) != core.NotFound {
		return err
	}
	defer clear(key)
	if r.v != nil && !bytes.Equal(key, r.k.known()) {
		r.drop(ctx) // made by somebody else, or never finished
	}
	if r.v == nil && key != nil && r.exists() {
		r.k.hold(key)
		switch err := r.open(ctx); core.KindOf(err) {
		case "":
			// Not opened early: the keyring may have come later, or was reset.
			_ = r.k.Set(ctx, r.v.Name(), key)
		case core.VaultDamaged, core.KeyGone:
			r.drop(ctx)
		default:
			return err
		}
	}
	if r.v != nil {
		return nil
	}
	return r.make(ctx, main)
}

// drop takes it away.
func (r *reception) drop(ctx context.Context) {
	name := ""
	if r.v != nil {
		name = r.v.Name()
		_ = r.v.Close()
		r.v = nil
	}
	_ = os.RemoveAll(r.dir) // what stays is not opened: its key is gone
	if name != "" {
		_ = r.k.Delete(ctx, name)
	}
	r.k.hold(nil)
}

// end takes it away for good, with its key in the vault.
func (r *reception) end(ctx context.Context, main *vault.Vault) {
	if r.v == nil && r.exists() {
		_ = r.openEarly(ctx) // for its name in the keyring
	}
	r.drop(ctx)
	_ = main.Delete(receptionBucket, receptionKey)
	_ = main.Delete(receptionBucket, receptionLock)
}

func (r *reception) close() error {
	r.k.hold(nil)
	if r.v == nil {
		return nil
	}
	v := r.v
	r.v = nil
	return v.Close()
}

// slim is what the reception keeps of an account; false for one that hears nothing.
func slim(a core.Account) (core.Account, bool) {
	if a.State != core.Active || a.Device == nil || a.Device.Listen.IsZero() {
		return core.Account{}, false
	}
	heard := a.Device.Listening()
	return core.Account{
		ID: a.ID, Issuer: a.Issuer, Label: a.Label, Name: a.Name, State: a.State, Added: a.Added, Order: a.Order,
		Device: &heard,
	}, true
}

// Both marks say of which accounts the reception was built, and what they were then.
const (
	builtBucket = "built"
	ofVault     = "vault"
	ofReception = "reception"
)

// same tells whether the accounts are those of the last build.
func (r *reception) same(of *vault.Vault, id string) bool {
	mark, err := of.AccountsMark()
	then, lost := r.v.Get(builtBucket, id)
	return err == nil && lost == nil && string(then) == mark
}

// build makes the reception's accounts those of the vault. It reads them only where
// something has changed, and writes only what is another.
func (r *reception) build(main *vault.Vault) error {
	if r.same(main, ofVault) && r.same(r.v, ofReception) {
		return r.copyIn(main)
	}
	// The vault's mark is taken first: what changes while it is read is seen the next time.
	from, err := main.AccountsMark()
	if err != nil {
		return err
	}
	if err := r.buildAccounts(main); err != nil {
		return err
	}
	to, err := r.v.AccountsMark()
	if err != nil {
		return err
	}
	if err := r.v.Put(builtBucket, ofReception, []byte(to)); err != nil {
		return err
	}
	if err := r.v.Put(builtBucket, ofVault, []byte(from)); err != nil {
		return err
	}
	return r.copyIn(main)
}

// copyIn has the reception know what the vault has besides accounts, and it needs.
func (r *reception) copyIn(main *vault.Vault) error {
	if err := copyWakeups(main, r.v); err != nil {
		return err
	}
	return copyAnswered(main, r.v)
}

func (r *reception) buildAccounts(main *vault.Vault) error {
	all, err := main.Accounts()
	if err != nil {
		return err
	}
	has, err := r.v.Accounts()
	if err != nil {
		return err
	}
	old := map[core.AccountID]core.Account{}
	for _, a := range has {
		old[a.ID] = a
	}
	for _, a := range all {
		want, hears := slim(a)
		if !hears {
			continue
		}
		if now, is := old[a.ID]; !is || !reflect.DeepEqual(now, want) {
			if err := r.v.PutAccount(want); err != nil {
				return err
			}
		}
		delete(old, a.ID)
	}
	for id := range old {
		if err := r.v.DeleteAccount(id); err != nil {
			return err
		}
	}
	return nil
}
