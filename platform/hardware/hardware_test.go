package hardware

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/platform/hardware/hardwaretest"
)

func TestFakeHardwareBehavesAsTheRealOne(t *testing.T) {
	hardwaretest.Suite(t, func(*testing.T) hardwaretest.Phone {
		h := &coretest.Hardware{}
		return hardwaretest.Phone{Keys: h, Busy: h.Busy, Gone: h.Gone}
	})
}

// chip is a system of our own making.
type chip struct {
	keys  map[string]*ecdsa.PrivateKey
	gone  map[string]bool
	busy  error
	hang  chan struct{}
	level core.KeyLevel
	forge bool // its signatures do not hold
	curve elliptic.Curve
}

func newChip() *chip {
	return &chip{keys: map[string]*ecdsa.PrivateKey{}, gone: map[string]bool{}, level: core.InTEE, curve: elliptic.P256()}
}

func (c *chip) wait() error {
	if c.hang != nil {
		<-c.hang
	}
	return c.busy
}

func (c *chip) make(name string) (made, error) {
	if err := c.wait(); err != nil {
		return made{}, err
	}
	k, err := ecdsa.GenerateKey(c.curve, rand.Reader)
	if err != nil {
		return made{}, err
	}
	c.keys[name] = k
	return c.public(name)
}

func (c *chip) public(name string) (made, error) {
	if err := c.wait(); err != nil {
		return made{}, err
	}
	if c.keys[name] == nil {
		return made{}, errNone
	}
	spki, err := x509.MarshalPKIXPublicKey(&c.keys[name].PublicKey)
	return made{c.level, spki}, err
}

func (c *chip) sign(name string, digest []byte) ([]byte, error) {
	if err := c.wait(); err != nil {
		return nil, err
	}
	switch {
	case c.gone[name]:
		delete(c.keys, name)
		return nil, errGone
	case c.keys[name] == nil:
		return nil, errNone
	case c.forge:
		return []byte("no signature"), nil
	}
	return ecdsa.SignASN1(rand.Reader, c.keys[name], digest)
}

func (c *chip) remove(name string) error {
	if err := c.wait(); err != nil {
		return err
	}
	delete(c.keys, name)
	return nil
}

func TestOurSideOfTheHardware(t *testing.T) {
	hardwaretest.Suite(t, func(*testing.T) hardwaretest.Phone {
		c := newChip()
		return hardwaretest.Phone{
			Keys: over(c),
			Busy: func(yes bool) {
				if c.busy = nil; yes {
					c.busy = errors.New("the chip does not answer")
				}
			},
			Gone:  func(name string) { c.gone[name] = true },
			Again: func() hardwaretest.Port { return over(c) },
		}
	})
}

func TestMachineWithoutHardwareSaysSo(t *testing.T) {
	k := over(absent{})
	if _, err := k.Make(t.Context(), core.NewKeyName()); core.KindOf(err) != core.Unsupported {
		t.Errorf("make: %v", err)
	}
	if err := k.Delete(t.Context(), "any"); err != nil {
		t.Errorf("delete: %v", err)
	}
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s := k.Signer(core.HardwareKey{Name: "of a phone", Public: &key.PublicKey})
	if err := s.Check(); core.KindOf(err) != core.SignerGone {
		t.Errorf("a key of another device: %v", err)
	}
}

// A keystore in software protects no key better than the vault, and would say otherwise.
func TestSoftwareThatCallsItselfHardwareMakesNoKey(t *testing.T) {
	for name, change := range map[string]func(*chip){
		"in software":   func(c *chip) { c.level = core.InSoftware },
		"another curve": func(c *chip) { c.curve = elliptic.P384() },
	} {
		c := newChip()
		change(c)
		if _, err := over(c).Make(t.Context(), core.NewKeyName()); core.KindOf(err) != core.Unsupported {
			t.Errorf("%s: %v", name, err)
		}
		if len(c.keys) != 0 {
			t.Errorf("%s: it is still there", name)
		}
	}
}

func signed(s crypto.Signer) error {
	digest := sha256.Sum256([]byte("x"))
	_, err := s.Sign(rand.Reader, digest[:], crypto.SHA256)
	return err
}

func TestSignatureThatDoesNotHoldIsNotHandedOut(t *testing.T) {
	c := newChip()
	k := over(c)
	key, err := k.Make(t.Context(), core.NewKeyName())
	if err != nil {
		t.Fatal(err)
	}
	c.forge = true
	if err := signed(k.Signer(key)); core.KindOf(err) != core.SignerBusy {
		t.Errorf("a wrong signature: %v", err)
	}
	c.forge = false
	c.keys[key.Name], _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err := signed(k.Signer(key)); core.KindOf(err) != core.SignerGone {
		t.Errorf("another key under its name: %v", err)
	}
}

func TestHardwareThatNeverAnswersIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newChip()
		k := over(c)
		key, err := k.Make(t.Context(), core.NewKeyName())
		if err != nil {
			t.Fatal(err)
		}
		c.hang = make(chan struct{})
		start := time.Now()
		if err := signed(k.Signer(key)); core.KindOf(err) != core.SignerBusy || time.Since(start) != patience {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err := k.Make(ctx, core.NewKeyName()); core.KindOf(err) != core.SignerBusy {
			t.Errorf("while the first still hangs: %v", err)
		}
		ctx, stop = context.WithCancel(t.Context())
		stop()
		if _, err := k.Make(ctx, core.NewKeyName()); core.KindOf(err) != core.Cancelled {
			t.Errorf("stopped: %v", err)
		}
		close(c.hang)
		synctest.Wait()
		c.hang = nil
		if err := signed(k.Signer(key)); err != nil {
			t.Errorf("after it woke up: %v", err)
		}
	})
}

// StrongBox takes seconds, and a rotation waits five.
func TestKeyThatIsMadeTooLateIsTakenOutAgain(t *testing.T) {
	for name, c := range map[string]struct {
		stop func(context.Context) (context.Context, context.CancelFunc)
		want core.Kind
	}{
		"its time was over": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Second)
		}, core.SignerBusy},
		"it was stopped": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, stop := context.WithCancel(ctx)
			time.AfterFunc(time.Second, stop)
			return ctx, stop
		}, core.Cancelled},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				chip := newChip()
				chip.hang = make(chan struct{})
				k := over(chip)
				ctx, stop := c.stop(t.Context())
				defer stop()
				if _, err := k.Make(ctx, core.NewKeyName()); core.KindOf(err) != c.want {
					t.Errorf("%v, want %s", err, c.want)
				}
				time.Sleep(time.Minute) // longer than anybody waits for a chip
				close(chip.hang)
				synctest.Wait()
				if len(chip.keys) != 0 {
					t.Error("a key is left that nobody knows")
				}
				if _, err := k.Make(t.Context(), core.NewKeyName()); err != nil {
					t.Error(err)
				}
			})
		})
	}
}
