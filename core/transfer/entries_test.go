package transfer_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/transfer"
)

// plainSamples have each format that is not sealed, with what a person may have in it.
var plainSamples = map[string]string{
	"aegis": `{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[
		{"type":"totp","name":"Mason","issuer":"Deno","info":{"secret":"4SJHB4GSD43FZBAI7C2HLRJGPQ","algo":"SHA1","digits":6,"period":30}},
		{"type":"motp","name":"old","issuer":"Mobile","info":{"secret":"abcd","pin":"1234"}},
		{"type":"totp","name":"md5","issuer":"X","info":{"secret":"4SJHB4GSD43FZBAI7C2HLRJGPQ","algo":"MD5","digits":6,"period":30}}]}}`,
	"2fas":     `{"services":[{"name":"Deno","secret":"4SJHB4GSD43FZBAI7C2HLRJGPQ","otp":{"account":"Mason","issuer":null,"digits":6,"period":30,"algorithm":null,"tokenType":"TOTP"}}],"schemaVersion":4}`,
	"lastpass": `{"version":3,"accounts":[{"issuerName":"Deno","userName":"Mason","secret":"4sjhb4gsd43fzbai7c2hlrjgpq","timeStep":30,"digits":6,"algorithm":"SHA1"}],"folders":[]}`,
	"stratum":  `{"Authenticators":[{"Type":2,"Issuer":"Deno","Username":"Mason","Secret":"4SJHB4GSD43FZBAI7C2HLRJGPQ","Algorithm":0,"Digits":6,"Period":30,"Counter":0},{"Type":5,"Issuer":"Yandex","Username":"y","Secret":"AA","Algorithm":1,"Digits":8,"Period":30,"Counter":0}]}`,
	"addresses": "# my codes\notpauth://totp/Deno:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=Deno&algorithm=Algorithm.sha1\n\n" +
		"otpauth://totp/?secret=5SJHB4GSD43FZBAI7C2HLRJGPQ\notpauth://totp/broken?secret=1\nmotp://x?secret=1\n" +
		"otpauth://totp/Deno:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=Deno\n" +
		`otpauth://totp/Old:me?secret=6SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=Old&codeDisplay=%7B%22trashed%22%3Atrue%7D`,
	"commas": "otpauth://totp/Deno:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=Deno,otpauth://hotp/Issuu:James?secret=YOOMIXWS5GN6RTBPUFFWKTW5M4&issuer=Issuu&counter=1",
}

func sample(t *testing.T, name string) transfer.Report {
	t.Helper()
	r, err := transfer.Parse(context.Background(), strings.NewReader(plainSamples[name]), transfer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEachEntryIsReadRepairedOrRefusedWithItsReason(t *testing.T) {
	for name, want := range map[string][]string{
		"aegis":    {deno, "Mobile|old: refused unsupported_type", "X|md5: refused malformed"},
		"2fas":     {deno},
		"lastpass": {deno},
		"stratum":  {deno, "Yandex|y: refused unsupported_type"},
		"addresses": {
			deno, "|? totp SHA1 6 every 30s ec92", "|: refused malformed", "|: refused unsupported_type",
			"Deno|Mason: duplicate already_here", "Old|: refused in_trash",
		},
		"commas": {deno, issuu},
	} {
		if got := lines(sample(t, name)); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s", name, strings.Join(got, "\n"))
		}
	}
	r := sample(t, "addresses")
	if r.Entries[0].Outcome != transfer.Repaired || r.Entries[0].Reason != transfer.AlgorithmSet {
		t.Errorf("an odd spelling: %s %s", r.Entries[0].Outcome, r.Entries[0].Reason)
	}
	if r.Entries[1].Outcome != transfer.Repaired || r.Entries[1].Reason != transfer.NoName {
		t.Errorf("no name: %s %s", r.Entries[1].Outcome, r.Entries[1].Reason)
	}
}

func TestWhatIsHereAlreadyIsADuplicateAndNotReplaced(t *testing.T) {
	r := sample(t, "commas")
	mine := r.Entries[1].Account
	mine.Issuer, mine.Label, mine.OTP.Counter = "My own name", "me", 77
	marked := r.Against([]core.Account{mine})
	if marked.Entries[0].Outcome != transfer.Read || marked.Entries[1].Outcome != transfer.Duplicate {
		t.Errorf("%s, %s", marked.Entries[0].Outcome, marked.Entries[1].Outcome)
	}
	if r.Entries[1].Outcome != transfer.Read {
		t.Error("the report that was asked has changed")
	}
	mine.OTP.Digits = 8 // another code
	if r.Against([]core.Account{mine}).Entries[1].Outcome != transfer.Read {
		t.Error("an account with other codes is taken for the same")
	}
}

func TestNoErrorQuotesTheFile(t *testing.T) {
	const secret = "4SJHB4GSD43FZBAI7C2HLRJGPQ"
	for name, text := range plainSamples {
		for n := range text {
			_, err := transfer.Parse(context.Background(), strings.NewReader(text[:n]), transfer.Options{})
			if err != nil && strings.Contains(err.Error(), secret[:8]) {
				t.Fatalf("%s: %v", name, err)
			}
		}
		for _, e := range sample(t, name).Entries {
			if strings.Contains(e.Detail, secret[:8]) {
				t.Errorf("%s: %s", name, e.Detail)
			}
		}
	}
}

// export is the example that Aegis's tests and others have: one account.
const export = "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC"

func TestAListMayHoldExportsOfAnotherPhone(t *testing.T) {
	text := export + "\n" + plainSamples["commas"]
	r, err := transfer.Parse(context.Background(), strings.NewReader(text), transfer.Options{})
	want := []string{"Example|alice@google.com totp SHA1 6 every 30s 4865", deno, issuu}
	if got := lines(r); err != nil || !slices.Equal(got, want) || len(r.Missing) > 0 {
		t.Errorf("%v %v, %v missing", err, got, r.Missing)
	}
	first := export + "GAIgACgB" // version aside: the first of two codes
	r, err = transfer.Parse(context.Background(), strings.NewReader(first), transfer.Options{})
	if err != nil || len(r.Entries) != 1 || !slices.Equal(r.Missing, []int{2}) {
		t.Errorf("%v %v, %v missing", err, lines(r), r.Missing)
	}
	if kind := kindOf("otpauth-migration://offline?data=!!"); kind != "" {
		t.Errorf("a code that cannot be read: %s", kind)
	}
}
