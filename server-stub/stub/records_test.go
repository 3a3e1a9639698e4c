package stub

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"kauth/core/api"
)

func TestARecordThatWasReadIsNobodyElses(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	_, ask := b.ask()
	refused := errors.New("refused")
	read := func(spoil bool) (said string) {
		err := w.s.update(func(t *tx) error {
			who, err := t.personByUser(annaUser)
			w.ok(err)
			d, err := t.device(p.reg.Device)
			w.ok(err)
			c, err := t.challenge(ask.Challenge)
			w.ok(err)
			raw, err := json.Marshal([]any{who, d, c})
			said = string(raw)
			if spoil {
				who.Places[0], who.Password.Hash[0], who.Recovery.Hashes[3][5] = "x", who.Password.Hash[0]+1, who.Recovery.Hashes[3][5]+1
				who.Recovery.Salt[0]++
				d.Challenges[0], d.Code.Secret[0], c.Names[0] = "x", d.Code.Secret[0]+1, "x"
				c.Sent[d.ID], c.Answers["x"] = "x", stored{Problem: &api.Problem{}}
				t.putPerson(who)
				t.putDevice(d)
				t.put(inChallenges, c.ID, c)
				return errors.Join(err, refused)
			}
			return err
		})
		if spoil && !errors.Is(err, refused) || !spoil && err != nil {
			t.Fatal(err)
		}
		return said
	}
	first := read(true)
	if read(true) != first || read(false) != first {
		t.Fatal("what one function did to a record, the next one saw")
	}
}

func TestACopyOfARecordIsTheSame(t *testing.T) {
	type inner struct {
		List  []string
		Bytes [][]byte
		Map   map[string]*api.Problem
		One   *int
		Empty []int
		None  []int
	}
	n := 7
	a := &inner{[]string{"a"}, [][]byte{{1}, nil, {}}, map[string]*api.Problem{"a": {Status: 1}, "b": nil}, &n, []int{}, nil}
	if c := cloned(a); !reflect.DeepEqual(a, c) {
		t.Fatalf("%+v is not %+v", c, a)
	}
	if shapeOf(reflect.TypeFor[inner]()).opaque || !shapeOf(reflect.TypeFor[struct{ A any }]()).opaque {
		t.Fatal("what may refer to anything cannot be copied, all else can")
	}
}

func TestRememberedRecordsHaveABound(t *testing.T) {
	var r records
	raw := make([]byte, 1<<20)
	for i := range 64 {
		r.keep(recordName{"b", string(rune('a' + i))}, raw, &i)
		if r.find(recordName{"b", "a"}, raw) == nil {
			t.Fatal("what is asked for often is forgotten")
		}
	}
	if n := len(r.young) + len(r.old); n > 20 {
		t.Fatalf("%d MiB are remembered", n)
	}
}
