// Package wire puts the rooms together: an open vault, the clock, the connection
// to servers, linking and the inbox. The window and the command line both use it;
// it takes no decision that a person could see.
package wire

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/client"
	"kauth/core/clock"
	"kauth/core/enroll"
	"kauth/core/history"
	"kauth/core/seal"
	"kauth/core/vault"
	"kauth/core/wake"
	"kauth/platform/hardware"
	"kauth/platform/keystore"
)

// Version is what servers see of the app.
const Version = "0.1.0"

// Options says where and as whom.
type Options struct {
	Dir       string // "" is DefaultDir
	PhoneName string // "" is DefaultPhoneName
	Keyring   vault.Keyring
	Hardware  core.Hardware    // for the keys that answer; nil: this machine's
	Fingers   Fingers          // nil: no finger opens anything
	Roots     *x509.CertPool   // nil: the system's
	Now       func() time.Time // nil: time.Now
	// Unattended says that nobody types the passphrase: it comes from a file.
	Unattended bool
	// Shut has Open give a vault with a lock as it is, shut, instead of core.Locked.
	Shut bool
	Cost func() seal.Cost // of a new PIN or passphrase; nil: by this machine's speed

	// Receiver hears wake-ups; nil: nothing wakes this phone. Choice is wake.Options'.
	Receiver wake.Receiver
	Choice   func() string
	// Woken says that this process was started for one message.
	Woken bool

	changed bell // an account of the vault
	clock   *clock.Clock
}

// Phone is an open vault and all that works on it.
type Phone struct {
	Vault  *vault.Vault
	Clock  *clock.Clock
	Client *client.Client
	Enroll *enroll.Enroller
	Inbox  *challenge.Inbox
	Lock   *Lock
	// Backups keeps copies of the codes in a folder.
	Backups *Backups
	// Trash has what was removed and can be put back.
	Trash *Trash
	// History has what became of every request.
	History *history.History
	// Wakeups has servers wake this phone; nil where it has no receiver.
	Wakeups *wake.Wakeups

	store   *store
	fingers Fingers
	changed bell
	ended   sync.Once

	mu   sync.Mutex
	kept []core.Correction // what the vault holds of the clock
}

// DefaultDir is where the vault lives: kauth in the person's folder for settings.
func DefaultDir() string {
	base, err := os.UserConfigDir()
	if err != nil {
		base = "."
	}
	return filepath.Join(base, "kauth")
}

// DefaultPhoneName is what servers show for this phone until it can ask the
// system for its model: the machine's name.
func DefaultPhoneName() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		name = runtime.GOOS
	}
	return name + " · kAuth"
}

// calibrated measures once, when a PIN or passphrase is set.
var calibrated = sync.OnceValue(func() seal.Cost { return seal.Calibrate(nil) })

func (o *Options) fill() {
	if o.Dir == "" {
		o.Dir = DefaultDir()
	}
	if o.PhoneName == "" {
		o.PhoneName = DefaultPhoneName()
	}
	if o.Keyring == nil {
		o.Keyring = keystore.New()
	}
	if o.Hardware == nil {
		o.Hardware = hardware.New()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Cost == nil {
		o.Cost = calibrated
	}
	o.changed, o.clock = newBell(), clock.New(o.Now)
}

// Open opens the vault by the keyring, making one where there is none.
//
// core.Locked: a passphrase opens it, ask for it. core.Unsupported: no keyring
// answers and there is no vault yet, ask for a passphrase to make one.
// core.KeyringSilent: no keyring answers, and the key of this vault is in one.
// core.KeyGone: the keyring answers, and the key of this vault is not in it.
func Open(ctx context.Context, o Options) (*Phone, error) {
	o.fill()
	v, err := o.vault()
	if err != nil {
		return nil, err
	}
	if o.Shut && v.Facts().Kind != "" {
		p := build(v, o)
		p.Lock.begin(ctx)
		return p, nil
	}
	if err := unlock(ctx, v, o.Keyring); err != nil {
		_ = v.Close()
		return nil, err
	}
	p := build(v, o)
	p.Lock.keyring.Store(true)
	p.store.open(ctx)
	p.Trash.age()
	p.Backups.changed()
	return p, nil
}

func (o *Options) vault() (*vault.Vault, error) {
	return vault.OpenAs(o.Dir, vault.Options{Now: o.Now, Cost: o.Cost, Changed: o.changed.ring, Moment: o.clock.Moment, Hardware: o.Hardware})
}

func unlock(ctx context.Context, v *vault.Vault, k vault.Keyring) error {
	slots := v.Slots()
	if v.State() != vault.Empty && !slices.Contains(slots, "keyring") {
		return core.E("wire.Open", core.Locked, nil)
	}
	existed := v.State() != vault.Empty
	err := v.UnlockKeyring(ctx, k)
	switch {
	case err != nil && slices.Contains(slots, "passphrase"):
		return core.E("wire.Open", core.Locked, err)
	case existed && core.KindOf(err) == core.Unsupported:
		return core.E("wire.Open", core.KeyringSilent, err)
	}
	return err
}

// OpenWith opens the vault by what opens its lock, or makes one that this passphrase
// opens where there is none.
func OpenWith(ctx context.Context, o Options, passphrase []byte) (*Phone, error) {
	o.fill()
	v, err := o.vault()
	if err != nil {
		return nil, err
	}
	if v.State() == vault.Empty {
		err = v.UnlockPassphrase(passphrase)
	} else {
		err = v.Unlock(ctx, o.Keyring, passphrase)
	}
	if err != nil {
		_ = v.Close()
		return nil, err
	}
	p := build(v, o)
	p.Lock.typed.Store(!o.Unattended)
	p.store.open(ctx)
	p.Trash.age()
	p.Backups.changed()
	return p, nil
}

func build(v *vault.Vault, o Options) *Phone {
	keys := &notedKeys{Hardware: o.Hardware, v: v}
	p := &Phone{Vault: v, Clock: o.clock, fingers: o.Fingers}
	p.Lock = &Lock{p: p, k: o.Keyring}
	p.History = history.New(v, o.Now)
	away := newReception(o.Dir, vault.Options{Now: o.Now, Derived: true}, o.Keyring)
	p.store = &store{main: v, past: p.History, away: away, shut: v.State() == vault.Sealed}
	p.changed = o.changed
	p.Backups = newBackups(v, o.Now, o.Cost)
	p.loadClock()
	p.Client = client.New(client.Options{Roots: o.Roots, Observe: p.Clock.Observe, UserAgent: "kAuth/" + Version})
	p.Inbox = challenge.New(p.Client, p.store, challenge.Options{
		Now: o.Now, OS: runtime.GOOS, App: Version, Verified: p.Lock.verified, History: past{p.store},
		Heard: p.store.heard, Time: p.Clock.Told, Tell: p.Client.Shown, Hardware: keys,
	})
	p.Trash = &Trash{v: v, reload: p.Inbox.Reload, keys: func() { keys.settle(); spentKeys(v, keys) }}
	p.Wakeups = p.newWakeups(o)
	p.changed.follow(func() {
		p.store.rebuild()
		p.Backups.changed()
		p.wakeupsChanged()
	})
	p.Enroll = enroll.New(p.Client, v, p.Inbox, enroll.Phone{
		Name: o.PhoneName, OS: runtime.GOOS, App: Version, Now: o.Now, Hardware: keys,
	})
	return p
}

// clockBucket keeps what servers said about the phone's clock, so that codes are
// right offline too.
const clockBucket = "clock"

func (p *Phone) loadClock() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept = p.corrections()
	p.Clock.Load(p.kept)
}

func (p *Phone) corrections() []core.Correction {
	ids, err := p.Vault.List(clockBucket)
	if err != nil {
		return nil
	}
	var out []core.Correction
	for _, id := range ids {
		var c core.Correction
		data, err := p.Vault.Get(clockBucket, id)
		if err == nil && json.Unmarshal(data, &c) == nil {
			out = append(out, c)
		}
	}
	return out
}

// SaveClock keeps what servers said about the clock, where they said anything
// new. Close does it too; a process that may be killed does it in between.
func (p *Phone) SaveClock() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.Clock.Corrections()
	for _, c := range all {
		if slices.ContainsFunc(p.kept, func(k core.Correction) bool {
			return k.Origin == c.Origin && k.Ahead == c.Ahead && k.Observed.Equal(c.Observed)
		}) {
			continue
		}
		data, err := json.Marshal(c)
		if err != nil {
			return core.E("wire.SaveClock", core.Internal, err)
		}
		if err := p.Vault.Put(clockBucket, c.Origin, data); err != nil {
			return err
		}
	}
	p.kept = all
	return nil
}

// Close keeps the clock's corrections and closes the vault.
func (p *Phone) Close() error {
	saved := p.SaveClock()
	if core.KindOf(saved) == core.Locked {
		saved = nil // a correction is learned again
	}
	p.ended.Do(p.changed.end)
	p.Trash.end()
	if err := p.store.end(); err != nil {
		return err
	}
	return saved
}
