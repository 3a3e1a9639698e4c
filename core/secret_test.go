package core_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/enroll"
)

const seed = "these twenty bytes!!"

// spellings are all that a byte slice may be printed as.
func spellings(b []byte) []string {
	return []string{
		string(b), hex.EncodeToString(b), strings.ToUpper(hex.EncodeToString(b)),
		strings.Trim(fmt.Sprint(b), "[]"), strings.Trim(fmt.Sprintf("%#v", b), "[]byte{}"),
	}
}

// printed is all that a value says of itself.
func printed(t *testing.T, v any) map[string]string {
	t.Helper()
	var text, js bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("x", "v", v)
	slog.New(slog.NewJSONHandler(&js, nil)).Info("x", "v", v)
	return map[string]string{
		"%v": fmt.Sprintf("%v", v), "%+v": fmt.Sprintf("%+v", v), "%#v": fmt.Sprintf("%#v", v),
		"%s": fmt.Sprintf("%s", v), "%x": fmt.Sprintf("%x", v), "%q": fmt.Sprintf("%q", v),
		"slog text": text.String(), "slog json": js.String(),
	}
}

func sample(t *testing.T) (core.Account, core.DeviceKey) {
	t.Helper()
	key, err := core.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	return core.Account{
		ID: "acc_1", State: core.Active, OTP: core.OTP{Type: core.TOTP, Secret: core.NewSecret([]byte(seed))},
		Device: &core.Device{Origin: "https://a.example", Key: key, LinkCode: core.NewSecret([]byte(seed))},
	}, key
}

func TestNothingThatHoldsASecretPrintsIt(t *testing.T) {
	a, key := sample(t)
	pkcs8, err := key.PKCS8()
	if err != nil {
		t.Fatal(err)
	}
	type wrapped struct {
		Shown  core.Secret
		hidden core.Secret // fmt asks no method here
		key    core.DeviceKey
		device *core.Device
		nested map[string]core.Secret
		held   core.Held
	}
	w := wrapped{
		core.NewSecret([]byte(seed)), core.NewSecret([]byte(seed)), key, a.Device,
		map[string]core.Secret{"s": core.NewSecret([]byte(seed))},
		core.Hold([]byte(seed)),
	}
	for name, v := range map[string]any{
		"Held": core.Hold([]byte(seed)), "pointer to Held": &w.held, "map of Held": map[string]core.Held{"s": w.held},
		"Secret": a.OTP.Secret, "pointer to Secret": &w.Shown, "OTP": a.OTP, "Account": a, "pointer to Account": &a,
		"Device": *a.Device, "pointer to Device": a.Device, "DeviceKey": key, "pointer to DeviceKey": &key,
		"Accounts": []core.Account{a}, "PKCS8": pkcs8, "unexported": w, "pointer to unexported": &w,
		"Attempt":         enroll.Attempt{Verifier: core.NewSecret([]byte(seed)), State: core.NewSecret([]byte(seed))},
		"RegisterRequest": api.RegisterRequest{Link: seed}, "RegisterReply": api.RegisterReply{TOTP: api.TOTP{Secret: seed}},
		"TOTP": api.TOTP{Secret: seed}, "RecoveryReply": api.RecoveryReply{Codes: []string{seed}},
		"NewRecoveryReply": api.NewRecoveryReply{Codes: []string{seed}}, "LoginRequest": api.LoginRequest{Password: seed},
		"CodeRequest": api.CodeRequest{Code: seed}, "TokenReply": api.TokenReply{AccessToken: seed},
		"LinkReply": api.LinkReply{Link: seed}, "pointer to reply": &api.RegisterReply{TOTP: api.TOTP{Secret: seed}},
	} {
		for how, out := range printed(t, v) {
			for _, s := range append(spellings([]byte(seed)), spellings(pkcs8.Bytes())...) {
				if strings.Contains(out, s) {
					t.Errorf("%s with %s shows it: %s", name, how, out)
				}
			}
		}
	}
}

func TestSecretsSayThatTheyAreSecret(t *testing.T) {
	a, key := sample(t)
	for name, v := range map[string]any{"Secret": a.OTP.Secret, "Held": core.Hold([]byte(seed)), "DeviceKey": key, "TOTP": api.TOTP{Secret: seed}} {
		for _, how := range []string{"%v", "%+v", "%#v", "%s"} {
			if out := fmt.Sprintf(how, v); out != "[secret]" {
				t.Errorf("%s with %s is %q", name, how, out)
			}
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
		if !strings.HasSuffix(strings.TrimSpace(log.String()), "v=[secret]") {
			t.Errorf("%s in a log is %s", name, log.String())
		}
	}
	for name, v := range map[string]any{"Secret": a.OTP.Secret, "DeviceKey": key, "Account": a, "Device": a.Device, "Held": core.Hold([]byte(seed))} {
		out, err := json.Marshal(v)
		if err != nil || !strings.Contains(string(out), `"[secret]"`) || strings.Contains(string(out), seed) {
			t.Errorf("%s as JSON is %s, %v", name, out, err)
		}
	}
	if out, err := json.Marshal(map[core.AccountID]core.Secret{"a": a.OTP.Secret}); err != nil || string(out) != `{"a":"[secret]"}` {
		t.Errorf("in a map: %s, %v", out, err)
	}
}

func TestSecretKeepsItsBytesToItself(t *testing.T) {
	given := []byte(seed)
	s := core.NewSecret(given)
	given[0] = 'X'
	s.Bytes()[1] = 'X'
	if string(s.Bytes()) != seed || s.Len() != len(seed) {
		t.Fatalf("changed from outside: %q", s.Bytes())
	}
	if !s.Equal(core.NewSecret([]byte(seed))) || s.Equal(core.NewSecret([]byte("another"))) || s.Equal(core.Secret{}) {
		t.Fatal("Equal compares something else than the bytes")
	}
	if !(core.Secret{}).Equal(core.NewSecret(nil)) || (core.Secret{}).Len() != 0 || len((core.Secret{}).Bytes()) != 0 {
		t.Fatal("no secret is not empty")
	}
}
