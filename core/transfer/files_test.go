package transfer_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/transfer"
)

// line is an entry in one line, for comparing.
func line(e transfer.Entry) string {
	if !e.Usable() {
		return fmt.Sprintf("%s|%s: %s %s", e.Issuer, e.Label, e.Outcome, e.Reason)
	}
	o := e.Account.OTP
	moves := fmt.Sprintf("every %v", o.Period)
	if o.Type == core.HOTP {
		moves = fmt.Sprint("from ", o.Counter)
	}
	return fmt.Sprintf("%s|%s %s %s %d %s %x", e.Issuer, e.Label, o.Type, o.Algorithm, o.Digits, moves, o.Secret.Bytes()[:2])
}

func lines(r transfer.Report) (all []string) {
	for _, e := range r.Entries {
		all = append(all, line(e))
	}
	return all
}

const (
	deno      = "Deno|Mason totp SHA1 6 every 30s e492"
	spdx      = "SPDX|James totp SHA256 7 every 20s eb99"
	airbnb    = "Airbnb|Elijah totp SHA512 8 every 50s f916"
	issuu     = "Issuu|James hotp SHA1 6 from 1 c39c"
	airCanada = "Air Canada|Benjamin hotp SHA256 7 from 50 552a"
	wwe       = "WWE|Mason hotp SHA512 8 from 10300 ed40"
	boeing    = "Boeing|Sophia steam SHA1 5 every 30s 4c72"
)

func parse(t *testing.T, name, password string) (transfer.Report, error) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var o transfer.Options
	if password != "" {
		o.Password = []byte(password)
	}
	return transfer.Parse(context.Background(), bytes.NewReader(data), o)
}

func TestFilesThatOtherProgramsSealedAreRead(t *testing.T) {
	for name, want := range map[string][]string{
		"keepassxc.kdbx":       {deno, spdx, boeing, "Airbnb|Elijah: refused in_trash"},
		"keeweb_argon2d.kdbx":  {deno, "Air Canada|Benjamin hotp SHA1 6 from 50 552a"},
		"keeweb_argon2id.kdbx": {deno, "Air Canada|Benjamin hotp SHA1 6 from 50 552a"},
		"ente_encrypted.txt":   {airCanada, airbnb, boeing, deno, issuu, spdx, wwe},
		"bitwarden_pbkdf2.json": {
			deno, "Bare|bob totp SHA1 6 every 30s eb99", "Steam|Sophia steam SHA1 5 every 30s 4c72",
		},
		"bitwarden_argon2id.json": {
			deno, "Bare|bob totp SHA1 6 every 30s eb99", "Steam|Sophia steam SHA1 5 every 30s 4c72",
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", name)
			if r, err := parse(t, path, ""); core.KindOf(err) != core.Locked || !r.Encrypted {
				t.Errorf("without a password: %v", err)
			}
			if _, err := parse(t, path, "tesT"); core.KindOf(err) != core.WrongPass {
				t.Errorf("with a wrong one: %v", err)
			}
			r, err := parse(t, path, "test")
			if got := lines(r); err != nil || !slices.Equal(got, want) {
				t.Errorf("%v\n%s", err, strings.Join(got, "\n"))
			}
		})
	}
}

// foreign are files of other apps' own tests, which are theirs to give out: the folder
// that KAUTH_IMPORTS names has them.
var foreign = map[string][]string{
	"2fas_authenticator_encrypted.2fas":    {deno, airbnb, "Issuu|James totp SHA1 6 every 30s c39c", "WWE|Mason totp SHA512 8 every 30s ed40"},
	"2fas_authenticator_encrypted_v3.2fas": {deno, spdx, airbnb, issuu, airCanada, wwe},
	"2fas_authenticator_encrypted_v4.2fas": {deno, issuu, airCanada, wwe, boeing},
	"2fas_authenticator_plain_v3.2fas":     {deno, spdx, airbnb, issuu, airCanada, wwe},
	"2fas_authenticator_plain_v4.2fas":     {deno, issuu, airCanada, wwe, boeing},
	"aegis_encrypted.json":                 {deno, spdx, airbnb, issuu, airCanada, wwe, boeing},
	"aegis_plain.json":                     {deno, spdx, airbnb, issuu, airCanada, wwe, boeing},
	"andotp_encrypted.bin":                 {deno, spdx, airbnb, issuu, airCanada, wwe, boeing},
	"andotp_encrypted_old.bin":             {deno, spdx, airbnb, issuu, airCanada, wwe},
	"andotp_plain.json":                    {deno, spdx, airbnb, issuu, airCanada, wwe, boeing},
	"authenticator_plus.zip":               {deno, spdx, airbnb, issuu, airCanada, wwe, boeing},
	"battle_net_authenticator.xml":         {"Battle.net|: refused needs_its_app"},
	"bitwarden.csv":                        {deno, spdx, airbnb, "Test 4| steam SHA1 5 every 30s 4c72"},
	"bitwarden.json":                       {deno, spdx, airbnb, "Test Steam| steam SHA1 5 every 30s 4c72"},
	"duo.json":                             {"|Mason totp SHA1 6 every 30s e492", "|James hotp SHA1 6 from 3 c39c"},
	"ente_auth.txt":                        {airCanada, airbnb, boeing, deno, issuu, spdx, wwe},
	"freeotp.xml":                          {wwe, issuu, airbnb, deno},
	"freeotp_plus.json":                    {wwe, airCanada, issuu, airbnb, spdx, deno},
	"freeotp_plus_internal.xml":            {wwe, airCanada, issuu, airbnb, spdx, deno},
	"freeotp_v2_api23.xml":                 {issuu, deno, airCanada, spdx, wwe, airbnb},
	"freeotp_v2_api25.xml":                 {airCanada, airbnb, wwe, spdx, deno, issuu},
	"freeotp_v2_api34.xml":                 {spdx, issuu, airbnb, wwe, airCanada, deno},
	"freeotp_v2_null_algo.xml":             {deno},
	"plain.txt":                            {deno, spdx, airbnb, issuu, airCanada, wwe, boeing},
	"proton_authenticator.json":            {deno, spdx, airbnb},
	"steam.json":                           {"Steam|Sophia steam SHA1 5 every 30s 4c72"},
	"steam_old.json":                       {"Steam|Sophia steam SHA1 5 every 30s 4c72"},
	"stratum_encrypted.bin":                {deno, spdx, airbnb, issuu, airCanada, wwe, boeing},
	"stratum_encrypted_legacy.bin":         {deno, spdx, airbnb, issuu, airCanada, wwe, boeing},
	"stratum_plain.json":                   {deno, spdx, airbnb, issuu, airCanada, wwe, boeing},
}

// passwords are those of the files that have another than "test".
var passwords = map[string]string{
	"authenticator_plus.zip": "testtesttest", "authy_encrypted.xml": "testtest", "totp_authenticator.bin": "Testtest1",
	"proton_authenticator_backup_encrypted_1231246.json": "1231246",
}

func TestFilesOfOtherAppsOwnTestsAreRead(t *testing.T) {
	dir := os.Getenv("KAUTH_IMPORTS")
	if dir == "" {
		t.Skip("KAUTH_IMPORTS names no folder of other apps' files (their licences keep them out of this repository)")
	}
	for name, want := range foreign {
		t.Run(name, func(t *testing.T) {
			password := "test"
			if p := passwords[name]; p != "" {
				password = p
			}
			r, err := parse(t, filepath.Join(dir, name), password)
			if got := lines(r); err != nil || !slices.Equal(got, want) {
				t.Errorf("%v\n%s", err, strings.Join(got, "\n"))
			}
			if r.Encrypted {
				if _, err := parse(t, filepath.Join(dir, name), password+"?"); core.KindOf(err) != core.WrongPass {
					t.Errorf("with a wrong password: %v", err)
				}
			}
		})
	}
}
