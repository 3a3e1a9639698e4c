package stub

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"kauth/core/api"
)

func TestWhatIsWrittenOftenIsNotParsedAgain(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, ask := b.ask()
	for bucket, record := range map[string]any{
		inPeople + " " + p.reg.Account.ID: &person{}, inDevices + " " + p.reg.Device: &device{},
		inLogins + " " + id: &login{}, inChallenges + " " + ask.Challenge: &challenge{},
	} {
		bucket, id, _ := strings.Cut(bucket, " ")
		w.ok(w.s.update(func(t *tx) error {
			raw := bytes.Clone(t.Bucket([]byte(bucket)).Get([]byte(id)))
			w.ok(json.Unmarshal(raw, record))
			var c copier
			if c.copy(reflect.ValueOf(record).Elem()); c.opaque || c.inexact {
				w.t.Errorf("%T is parsed each time: %+v", record, c)
			}
			return nil
		}))
	}
}

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
	if c := copied(a); !reflect.DeepEqual(a, c) {
		t.Fatalf("%+v is not %+v", c, a)
	}
	if copied(&struct{ Any any }{a}) != nil || copied(&struct{ Any any }{}) == nil {
		t.Fatal("what refers to anything cannot be copied, all else can")
	}
	type part struct{ List []string }
	type whole struct {
		part
		Out []string `json:"-"`
	}
	emptied := &part{make([]string, 0, 8)}
	a1, a2 := copied(emptied), copied(emptied)
	if a1.List, a2.List = append(a1.List, "1"), append(a2.List, "2"); a1.List[0] != "1" {
		t.Fatal("two copies write to the same place")
	}
	one := &whole{part{[]string{"a"}}, []string{"b"}}
	c := copied(one)
	if one.List[0] = "changed"; c.List[0] != "a" || c.Out != nil {
		t.Fatalf("%+v", c)
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
