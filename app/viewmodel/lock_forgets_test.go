//go:build !race

package viewmodel

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"

	"kauth/core"
	"kauth/core/otp"
)

// TestALockedAppHoldsNoCodeSecretOrName walks all that the App's fields lead to, and
// what it shows, after a lock on each page that has something to tell. What lies behind
// the ports is the vault's to forget.
func TestALockedAppHoldsNoCodeSecretOrName(t *testing.T) {
	for name, visit := range telling {
		t.Run(name, func(t *testing.T) {
			accounts := linked()
			accounts[0].Name, accounts[0].CodesWaiting = "Paprika", name == "backup codes"
			locked := func(s *scene, _ *Ports) {
				s.enroll.codes = []string{"aaaa-bbbb", "cccc-dddd"}
				s.lock.secret, s.lock.recovery, s.lock.facts = pin, "", LockFacts{Kind: "pin", Digits: 6, Keyring: true}
			}
			stage(t, accounts, locked, func(s *scene) {
				secrets := s.secrets()
				visit(s)
				s.rest()
				if !leaks(reflect.ValueOf(s.shown.State), secrets) && name != "choosing a PIN" {
					t.Fatalf("nothing to forget on %+v", s.shown.State)
				}
				told := 0
				s.app.Lock()
				s.app.Observe(func(v View) {
					told++
					leak(t, fmt.Sprintf("%T", v.State), reflect.ValueOf(&v).Elem(), secrets)
				})
				s.rest()
				is[DoorState](s)
				s.ask(request("chl_9", core.Confirm))
				s.pass(3 * time.Second)
				fields := reflect.ValueOf(s.app).Elem()
				for i := range fields.NumField() {
					if f := fields.Type().Field(i).Name; f != "p" && f != "phone" && f != "ctx" && f != "observers" {
						leak(t, "App."+f, fields.Field(i), secrets)
					}
				}
				if told < 2 || s.clip.text != "" {
					t.Errorf("told %d times, the clipboard has %q", told, s.clip.text)
				}
			})
		})
	}
}

// telling are the pages that tell something, and how one gets there.
var telling = map[string]func(*scene){
	"accounts": func(s *scene) {
		s.shown.Intents.(*Home).Search(true)
		s.shown.Intents.(*Home).Query("Papri")
		s.shown.Intents.(*Home).Copy("acc_1")
	},
	"a code that was tapped": func(s *scene) {
		s.app.do(func() { s.app.hideCodes(true); s.app.reveal("acc_1") })
	},
	"what can be done with a row": func(s *scene) { s.shown.Intents.(*Home).Menu("acc_1") },
	"activity": func(s *scene) {
		h, _ := s.keep()
		write(s.t, h, past(1, core.Approved), past(2, core.Refused))
		s.activity()
	},
	"account": func(s *scene) { s.shown.Intents.(*Home).Open("acc_1") },
	"request": func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
	},
	"result": func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).No()
	},
	"backup codes": func(s *scene) { s.shown.Intents.(*Codes).Copy() },
	"recovery": func(s *scene) {
		s.app.do(func() { s.app.push(&Recovery{app: s.app, passphrase: "lunar apple river stone candle"}) })
	},
	"codes of another app": func(s *scene) {
		s.importPage().File(holding("otpauth://totp/Papri:acc_1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\notpauth://totp/Papri:ben?secret=GEZDGNBVGY3TQOJQGE"))
	},
	"choosing a PIN": func(s *scene) {
		n := &NewPIN{app: s.app}
		s.app.do(func() { s.app.push(n) })
		for _, c := range pin {
			n.Digit(c)
		}
		n.Enter()
		n.Digit('4')
	},
}

// secrets are what must not be found, codes of now and of the next minutes among them.
func (s *scene) secrets() []string {
	acc := s.accounts.all[0]
	out := []string{acc.Label, acc.Name, string(acc.ID), "12345678901234567890", "aaaa-bbbb", "cccc-dddd", "lunar apple", "Papri", pin}
	for i := range 6 {
		c, err := otp.At(acc.OTP, time.Now().Add(time.Duration(i)*30*time.Second))
		if err != nil {
			s.t.Fatal(err)
		}
		out = append(out, c.Digits, otp.Group(c.Digits))
	}
	return out
}

func leak(t *testing.T, where string, v reflect.Value, secrets []string) {
	t.Helper()
	search(v, where, secrets, map[unsafe.Pointer]bool{}, func(at string) { t.Errorf("found in %s", at) })
}

func leaks(v reflect.Value, secrets []string) (found bool) {
	at := reflect.New(v.Type()).Elem()
	at.Set(v)
	search(at, "", secrets, map[unsafe.Pointer]bool{}, func(string) { found = true })
	return found
}

// search calls found for each place under v that holds one of the secrets, exported or not.
func search(v reflect.Value, at string, secrets []string, seen map[unsafe.Pointer]bool, found func(string)) {
	switch v.Kind() {
	case reflect.String:
		for _, s := range secrets {
			if strings.Contains(v.String(), s) {
				found(at + " = " + v.String())
			}
		}
	case reflect.Pointer:
		if v.IsNil() || seen[v.UnsafePointer()] || v.Type() == reflect.TypeFor[*App]() {
			return
		}
		seen[v.UnsafePointer()] = true
		search(v.Elem(), at, secrets, seen, found)
	case reflect.Interface:
		if !v.IsNil() {
			search(v.Elem(), at, secrets, seen, found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			search(v.Field(i), at+"."+v.Type().Field(i).Name, secrets, seen, found)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			search(it.Key(), at+"[key]", secrets, seen, found)
			search(it.Value(), at+"[]", secrets, seen, found)
		}
	case reflect.Slice, reflect.Array:
		bytewise(v, at, secrets, found)
		for i := range v.Len() {
			search(v.Index(i), at+"[]", secrets, seen, found)
		}
	}
}

func bytewise(v reflect.Value, at string, secrets []string, found func(string)) {
	if v.Type().Elem().Kind() != reflect.Uint8 || v.Kind() != reflect.Slice {
		return
	}
	for _, s := range secrets {
		if bytes.Contains(v.Bytes(), []byte(s)) {
			found(at)
		}
	}
}
