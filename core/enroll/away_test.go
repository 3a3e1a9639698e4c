package enroll_test

import (
	"maps"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/enroll"
)

// shelf keeps records in memory.
type shelf map[string][]byte

func (s shelf) Put(bucket, id string, data []byte) error {
	s[bucket+"/"+id] = append([]byte(nil), data...)
	return nil
}

func (s shelf) Get(bucket, id string) ([]byte, error) {
	data, there := s[bucket+"/"+id]
	if !there {
		return nil, core.E("shelf", core.NotFound, nil)
	}
	return append([]byte(nil), data...), nil
}

func (s shelf) Delete(bucket, id string) error {
	delete(s, bucket+"/"+id)
	return nil
}

func TestAnAttemptIsTakenUpOnceAndByItsOwnRedirectAlone(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	s := shelf{}
	k := enroll.NewAttempts(s, func() time.Time { return now })
	mine := enroll.Attempt{
		URL: "https://login.example.ch/authorize?x", Origin: "https://login.example.ch", Redirect: api.RedirectApp + "AAECAwQFBgcICQoLDA0ODw",
		State: core.NewSecret([]byte("state")), Verifier: core.NewSecret([]byte("verifier")), Again: "acc_1",
	}
	if _, err := k.Take(mine.Redirect); core.KindOf(err) != core.NotFound {
		t.Errorf("before there is one: %v", err)
	}
	if err := k.Keep(mine); err != nil {
		t.Fatal(err)
	}
	before := maps.Clone(s)
	for _, other := range []string{"", api.RedirectApp, api.RedirectApp + "DwECAwQFBgcICQoLDA0ODw", mine.Redirect + "x"} {
		if _, err := k.Take(other); core.KindOf(err) != core.NotFound || !maps.EqualFunc(s, before, func(a, b []byte) bool { return string(a) == string(b) }) {
			t.Errorf("%q: %v", other, err)
		}
	}
	again := enroll.NewAttempts(s, func() time.Time { return now.Add(enroll.AttemptTime - time.Second) }) // another process
	got, err := again.Take(mine.Redirect)
	if err != nil || got.Origin != mine.Origin || got.URL != mine.URL || got.Again != "acc_1" || !got.State.Equal(mine.State) || !got.Verifier.Equal(mine.Verifier) {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := again.Take(mine.Redirect); core.KindOf(err) != core.NotFound || len(s) != 0 {
		t.Errorf("a second time: %v, %d are left", err, len(s))
	}
}

func TestAnAttemptThatTookTooLongIsOver(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	k := enroll.NewAttempts(shelf{}, func() time.Time { return now })
	for _, later := range []time.Duration{enroll.AttemptTime, 24 * time.Hour, -time.Minute} {
		a := enroll.Attempt{Redirect: api.RedirectApp + "AAECAwQFBgcICQoLDA0ODw", Origin: "https://a.example"}
		if err := k.Keep(a); err != nil {
			t.Fatal(err)
		}
		now = now.Add(later)
		if got, err := k.Take(a.Redirect); core.KindOf(err) != core.Expired || got.Origin != a.Origin {
			t.Errorf("after %v: %+v, %v", later, got, err)
		}
	}
}
