package transfer

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"kauth/core"
)

// Each format has a target of its own, since a fuzzer that has to find the mark of a
// format first spends its time on that. Derivations cost nothing here: what a wrong
// password meets is fuzzed, and what lies behind a seal by targets of its own below.
// With KAUTH_IMPORTS the files of that folder are seeds, too.
func fuzzFormats(f *testing.F, names ...Format) {
	f.Helper()
	for _, data := range seeds(f) {
		look, err := look(data)
		if k, is := which(look); err == nil && is == nil && has(names, k.name) {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o := Options{Password: []byte("test"), free: true}
		file, err := look(data)
		if err != nil {
			return
		}
		for _, k := range formats {
			if has(names, k.name) && k.is(file) {
				things, err := k.read(context.Background(), file, o)
				judged(t, things, err)
			}
		}
	})
}

func has(names []Format, name Format) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// judged holds what was read against what every reader promises.
func judged(t *testing.T, things []thing, err error) {
	t.Helper()
	if core.KindOf(err) == core.Internal {
		t.Fatal(err)
	}
	if len(things) > maxEntries {
		return
	}
	entries := judge(things)
	markTwins(entries)
	for _, e := range entries {
		if e.Outcome != Duplicate && e.Usable() != (e.Account.OTP.Secret.Len() > 0) {
			t.Fatalf("%s, with a secret of %d bytes", e.Outcome, e.Account.OTP.Secret.Len())
		}
		if e.Outcome == Refused && e.Reason == "" {
			t.Fatal("refused without a reason")
		}
	}
}

// seeds are our own samples, and what KAUTH_IMPORTS has.
func seeds(f *testing.F) (all [][]byte) {
	for _, s := range fuzzSamples {
		all = append(all, []byte(s))
	}
	for _, dir := range []string{"testdata", os.Getenv("KAUTH_IMPORTS")} {
		if dir == "" {
			continue
		}
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() && d.Name() == "fuzz" {
				return fs.SkipDir
			}
			if data, err := os.ReadFile(path); !d.IsDir() && err == nil {
				all = append(all, data)
			}
			return nil
		})
		if err != nil {
			f.Fatal(err)
		}
	}
	return all
}

func FuzzAddresses(f *testing.F)  { fuzzFormats(f, Addresses) }
func FuzzAegis(f *testing.F)      { fuzzFormats(f, AegisFile) }
func FuzzTwoFAS(f *testing.F)     { fuzzFormats(f, TwoFAS) }
func FuzzStratum(f *testing.F)    { fuzzFormats(f, Stratum) }
func FuzzEnte(f *testing.F)       { fuzzFormats(f, Ente) }
func FuzzBitwarden(f *testing.F)  { fuzzFormats(f, Bitwarden) }
func FuzzProton(f *testing.F)     { fuzzFormats(f, Proton) }
func FuzzFreeOTP(f *testing.F)    { fuzzFormats(f, FreeOTP) }
func FuzzFreeOTPXML(f *testing.F) { fuzzFormats(f, FreeOTPXML, FreeOTPP) }
func FuzzAndOTP(f *testing.F)     { fuzzFormats(f, AndOTP) }
func FuzzLastPass(f *testing.F)   { fuzzFormats(f, LastPass) }
func FuzzKDBX(f *testing.F)       { fuzzFormats(f, KDBX) }
func FuzzSmall(f *testing.F)      { fuzzFormats(f, Duo, SteamFile, BattleNet) }
func FuzzAuthy(f *testing.F)      { fuzzFormats(f, Authy) }
func FuzzTOTPAuth(f *testing.F)   { fuzzFormats(f, TOTPAuth) }
func FuzzAuthPlus(f *testing.F)   { fuzzFormats(f, AuthPlus) }
func FuzzBackup(f *testing.F)     { fuzzFormats(f, Backup) }

// FuzzKDBXBody is what lies behind the seals of a database: the inner header and the XML.
func FuzzKDBXBody(f *testing.F) {
	xml := `<KeePassFile><Root><Group><Entry><String><Key>Title</Key><Value>Deno</Value></String><String><Key>otp</Key>` +
		`<Value Protected="True">b3RwYXV0aDovL3RvdHA=</Value></String></Entry></Group></Root></KeePassFile>`
	f.Add(append([]byte("\x01\x04\x00\x00\x00\x03\x00\x00\x00\x02\x40\x00\x00\x00"+string(make([]byte, 64))+"\x00\x00\x00\x00\x00"), xml...))
	f.Add([]byte("\x00\x00\x00\x00\x00" + xml))
	f.Fuzz(func(t *testing.T, body []byte) {
		things, err := kdbxThings(body)
		judged(t, things, err)
	})
}

// FuzzFreeOTPCode is what lies behind FreeOTP's master key.
func FuzzFreeOTPCode(f *testing.F) {
	f.Add(`{"key":"{\"mCipher\":\"AES/GCM/NoPadding\",\"mCipherText\":[1,2],\"mParameters\":[48,17,4,12],\"mToken\":\"HmacSHA1\"}"}`,
		`{"algo":"SHA1","digits":6,"issuerExt":"Deno","label":"Mason","period":30,"type":"TOTP"}`)
	f.Fuzz(func(t *testing.T, key, code string) {
		th, err := freeOTPThing(make([]byte, 32), key, code)
		if err == nil {
			judged(t, []thing{th}, nil)
		}
	})
}

// fuzzSamples have each format that testdata has no file of, in little.
var fuzzSamples = []string{
	"otpauth://totp/Deno:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=Deno&algorithm=Algorithm.sha1\notpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC",
	`{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[{"type":"hotp","name":"Mason","issuer":"Deno","info":{"secret":"4SJHB4GSD43FZBAI7C2HLRJGPQ","algo":"SHA1","digits":6,"counter":3}}]}}`,
	`{"version":1,"header":{"slots":[{"type":1,"uuid":"a","key":"aa","key_params":{"nonce":"aa","tag":"bb"},"n":32768,"r":8,"p":1,"salt":"cc"}],"params":{"nonce":"aa","tag":"bb"}},"db":"AAAA"}`,
	`{"services":[{"name":"Deno","secret":"4SJHB4GSD43FZBAI7C2HLRJGPQ","otp":{"account":"Mason","issuer":null,"digits":6,"period":30,"algorithm":null,"tokenType":"TOTP"}}],"schemaVersion":4}`,
	`{"services":[],"servicesEncrypted":"AAAA:BBBB:CCCC","reference":"AAAA:BBBB:CCCC","schemaVersion":3}`,
	`{"Authenticators":[{"Type":2,"Issuer":"Deno","Username":"Mason","Secret":"4SJHB4GSD43FZBAI7C2HLRJGPQ","Algorithm":0,"Digits":6,"Period":30,"Counter":0}]}`,
	"AUTHENTICATORPRO" + "0123456789abcdef" + "0123456789ab" + "0123456789abcdef0123456789abcdef",
	"AuthenticatorPro" + "0123456789abcdef0123" + "0123456789abcdef" + "0123456789abcdef0123456789abcdef",
	`{"version":1,"entries":[{"id":"1","content":{"uri":"otpauth://totp/Deno:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ","entry_type":"Totp","name":"Mason"},"note":null}]}`,
	`{"version":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","content":"AAAA"}`,
	`{"encrypted":false,"items":[{"type":1,"name":"Deno","login":{"username":"Mason","totp":"steam://4SJHB4GSD43FZBAI7C2HLRJGPQ"}}]}`,
	"folder,favorite,type,name,notes,fields,login_uri,login_username,login_password,login_totp\n,,1,Deno,,,,Mason,,4SJHB4GSD43FZBAI7C2HLRJGPQ\n",
	`{"tokenOrder":["Deno:Mason"],"tokens":[{"algo":"SHA1","counter":0,"digits":6,"issuerExt":"Deno","label":"Mason","period":30,"secret":[-28,-110,112,-16],"type":"TOTP"}]}`,
	`[{"secret":"4SJHB4GSD43FZBAI7C2HLRJGPQ","issuer":"Deno","label":"Mason","digits":6,"type":"TOTP","algorithm":"SHA1","thumbnail":"Default","last_used":0,"used_frequency":0,"period":30,"tags":[]}]`,
	`{"version":3,"accounts":[{"issuerName":"Deno","userName":"Mason","secret":"4sjhb4gsd43fzbai7c2hlrjgpq","timeStep":30,"digits":6,"algorithm":"SHA1"}],"folders":[]}`,
	"<?xml version='1.0' encoding='utf-8'?><map><string name=\"tokenOrder\">[\"a\"]</string><string name=\"a\">{\"algo\":\"SHA1\",\"secret\":[1,2,3,4,5,6,7,8,9,10],\"type\":\"TOTP\",\"digits\":6,\"label\":\"Mason\"}</string></map>",
	`{"format":"kauth-backup","version":1,"made":"2026-11-22T12:00:00Z","accounts":1,"argon2id":{"memory_kib":8192,"passes":1,"lanes":1},"salt":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","box":"AQAA"}`,
	"\xac\xed\x00\x05sr\x00\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16`\xd1\x03\x00\x02F\x00\nloadFactorI\x00\tthresholdxp?@\x00\x00\x00\x00\x00\x0cw\x08\x00\x00\x00\x10\x00\x00\x00\x01t\x00\tmasterKeyt\x00\x02{}x",
}
