package challenge

import (
	"encoding/base32"
	"encoding/json"
	"os"
	"testing"

	"kauth/core"
	"kauth/core/link"
)

func TestDigitsAreThoseOfTheVectors(t *testing.T) {
	data, err := os.ReadFile("../api/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Inputs  map[string]string
		Offline struct {
			Requests []struct {
				CH, QR  string
				Answers []struct{ Dec, Match, Digits string }
			}
		}
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	seed, err := base32.StdEncoding.DecodeString(v.Inputs["otp_secret_base32"])
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, r := range v.Offline.Requests {
		p, err := link.Parse(r.QR)
		shown := request{Challenge: core.Challenge{JWS: p.Request}}
		if err != nil || shown.shown() != r.CH {
			t.Errorf("%s, %v", shown.shown(), err)
		}
		for _, a := range r.Answers {
			checked++
			got, err := digitsFor(core.NewSecret(seed), v.Inputs["device"], r.CH, core.Decision(a.Dec), a.Match)
			if err != nil || got != a.Digits {
				t.Errorf("%s %s: %s instead of %s, %v", a.Dec, a.Match, got, a.Digits, err)
			}
		}
	}
	if checked != 5 {
		t.Fatal("checked", checked)
	}
}
