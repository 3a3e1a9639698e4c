package vault

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"kauth/core"
	"kauth/core/seal"
)

// State says how far a vault is open.
type State string

// The states of a vault.
const (
	Empty  State = "empty"  // no vault yet: the first unlock makes it
	Sealed State = "sealed" // there is one; nothing in it can be read yet
	Opened State = "open"
)

// Vault is one folder's store. Its methods may be called from any goroutine.
type Vault struct {
	dir  folder
	lock *folderLock
	o    Options

	// turn serves one unlock at a time. It is apart from mu because a keyring may
	// think for 2 s and Argon2id for 0.2 s, and State must answer meanwhile.
	turn sync.Mutex

	mu      sync.Mutex
	store   *store // nil while Empty
	head    header
	keys    *keys // nil unless Opened
	list    *manifest
	damaged map[string]bool // what Damaged lists
	broken  error           // bbolt failed in a way after which this handle must not be used
	closed  bool
	tries   tries // of PINs, as far as they are known
	pinGone bool  // the keyring has lost what a PIN needs
	// fingerGone: the hardware has lost the key of the biometric slot.
	fingerGone bool
	memory     memory
	answered   atomic.Bool // a keyring did, when it was asked
	salvaged   uint64      // the generation that salvage came to, until the keyring was asked
	hurt       *hurt       // until the key of a damaged vault is there
	told       told
	copies     copies
	known      nameList // the list outside the file, as it was last written
	namesTurn  int      // the file that was written last
	ahead      uint64   // the generation of that list, where the file was found to be older
	fixed      bool     // nothing can be written
}

// Options are all optional.
type Options struct {
	Now func() time.Time // with a monotonic reading; nil: time.Now
	// Moment is the time that the trash counts; nil: Now, which may be wrong.
	Moment func() core.Moment
	Cost   func() seal.Cost // of a new PIN or passphrase; nil: seal.DefaultCost
	// Changed is called when an account was put or deleted. It must not call the vault.
	Changed func()
	// Hardware holds device keys; nil: none, and a key in hardware signs nothing here.
	Hardware core.Hardware
	// Derived says that all of it can be made again: no snapshots are made of it, and
	// damage is core.VaultDamaged.
	Derived bool
}

func (v *Vault) now() time.Time {
	if v.o.Now != nil {
		return v.o.Now()
	}
	return time.Now()
}

func (v *Vault) moment() core.Moment {
	if v.o.Moment != nil {
		return v.o.Moment()
	}
	return core.Moment{Phone: v.now(), Corrected: v.now()}
}

func (v *Vault) cost() seal.Cost {
	if v.o.Cost != nil {
		return v.o.Cost()
	}
	return passCost
}

// passCost is lower in tests of other things than the passphrase.
var passCost = seal.DefaultCost

// Open is OpenAs without options.
func Open(dir string) (*Vault, error) { return OpenAs(dir, Options{}) }

// OpenAs takes the folder for this process, making it if need be, and looks at the
// file without changing it. It fails with core.VaultBusy (another process has
// it, after 1 s), core.VaultDamaged, core.VaultNewer, core.StorageDenied or
// core.StorageFull. A vault that can be read and not written is opened: see Fixed.
func OpenAs(dir string, o Options) (*Vault, error) {
	const op = "vault.Open"
	v, err := openToWrite(dir, o)
	if err != nil {
		v, err = openFixed(dir, o, err)
	}
	return v, storage(op, err)
}

func openToWrite(dir string, o Options) (*Vault, error) {
	v := &Vault{dir: folder(dir), o: o}
	if err := v.dir.make(); err != nil {
		return nil, err
	}
	lock, err := lockFolder(v.dir)
	if err != nil {
		return nil, err
	}
	v.lock = lock
	if err := v.load(); err != nil {
		lock.release()
		return nil, err
	}
	return v, nil
}

// State says how far the vault is open.
func (v *Vault) State() State {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.state()
}

func (v *Vault) state() State {
	switch {
	case v.keys != nil:
		return Opened
	case v.head.Name != "":
		return Sealed
	}
	return Empty
}

// Slots lists the ways this vault can be opened, each once: "keyring",
// "passphrase".
func (v *Vault) Slots() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	var kinds []string
	for _, s := range v.head.Slots {
		if !slices.Contains(kinds, s.Kind) {
			kinds = append(kinds, s.Kind)
		}
	}
	return kinds
}

// Damaged lists, as "bucket/id", the records that are not as they were written:
// changed, swapped, put back to an earlier state or missing. They are kept as
// they are until they are put or deleted.
func (v *Vault) Damaged() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return sortedNames(v.damaged)
}

// Shut forgets the keys: until the next unlock every call for records answers
// core.Locked. The folder stays this process's, and nothing is lost.
func (v *Vault) Shut() {
	v.mu.Lock()
	tell := v.memorize()
	defer tell()
	defer v.mu.Unlock()
	v.flush()
	v.keys.wipe()
	v.keys, v.list, v.damaged, v.known = nil, nil, nil, nameList{}
}

// Close wipes the keys and gives the folder free. A second Close does nothing.
func (v *Vault) Close() error {
	v.turn.Lock() // an unlock that is under way ends first
	defer v.turn.Unlock()
	v.remember()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil
	}
	v.flush()
	v.closed = true
	v.keys.wipe()
	v.keys, v.list, v.known = nil, nil, nameList{}
	var err error
	switch {
	case v.store == nil:
	case v.broken != nil:
		v.store.abandon()
	default:
		err = v.store.close()
	}
	v.lock.release()
	return storage("vault.Close", err)
}

// ready says why records cannot be reached now: core.Locked, or what broke.
func (v *Vault) ready(op string) error {
	switch {
	case v.closed:
		return core.E(op, core.Locked, errors.New("the vault is closed"))
	case v.broken != nil:
		return storage(op, v.broken)
	case v.keys == nil:
		return core.E(op, core.Locked, nil)
	}
	return nil
}

// Name is what the keyring keeps this vault's key under; "" while State is Empty.
func (v *Vault) Name() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.head.Name
}
