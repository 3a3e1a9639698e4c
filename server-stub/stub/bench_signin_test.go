//go:build bench

package stub

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core/api"
)

// seat is a person at a computer, with a phone: both with their own connection.
type seat struct {
	pop             *population
	who             int
	computer, phone *http.Client
	nonce           string
	counter         uint64
}

func (pop *population) seat(who int, over *http.Transport) *seat {
	jar, _ := cookiejar.New(nil)
	return &seat{pop: pop, who: who, computer: &http.Client{Jar: jar, Transport: over}, phone: &http.Client{Transport: over}}
}

func (at *seat) send(c *http.Client, method, path, proof string, body, into any) error {
	var r io.Reader
	kind := api.TypeJSON
	switch b := body.(type) {
	case nil:
	case string:
		r, kind = bytes.NewReader([]byte(b)), api.TypeJOSE
	default:
		data, err := json.Marshal(body)
		if err != nil {
			return err
		}
		r = bytes.NewReader(data)
	}
	req, err := http.NewRequest(method, at.pop.origin()+path, r)
	if err != nil {
		return err
	}
	if r != nil {
		req.Header.Set("Content-Type", kind)
	}
	if proof != "" {
		req.Header.Set("Authorization", api.AuthScheme+" "+proof)
	}
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if n := resp.Header.Get(api.HeaderNonce); n != "" {
		at.nonce = n
	}
	data, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %d %s", method, path, resp.StatusCode, data)
	}
	if err == nil && into != nil {
		err = json.Unmarshal(data, into)
	}
	return err
}

// signIn gives the password, says YES on the phone and takes the session up.
func (at *seat) signIn() error {
	var l api.LoginReply
	user := at.pop.people[at.who].User
	if err := at.send(at.computer, "POST", api.PathLogins, "", api.LoginRequest{User: user, Password: annaPass}, &l); err != nil {
		return err
	}
	if err := at.answered(l.ID); err != nil {
		return err
	}
	return at.send(at.computer, "POST", api.Path(api.PathLogin, l.ID)+"/redeem", "", nil, nil)
}

// answered asks the phone, which says YES, and hears of it on the page.
func (at *seat) answered(login string) error {
	var ask api.AskReply
	if err := at.send(at.computer, "POST", api.Path(api.PathLogin, login)+"/kauth", "", nil, &ask); err != nil {
		return err
	}
	var got api.FetchReply
	path := api.PathChallenges + "?wait=0&cursor="
	device, key := at.pop.devices[at.who], at.pop.keys[at.who]
	for range 2 { // the first nonce is that of a refusal
		proof, err := api.Sign(api.TypeProof, key, api.Proof{
			Iss: device.ID, Aud: at.pop.origin(), Method: "GET", Path: path, Nonce: at.nonce, Jti: api.NewCode(), Iat: 1,
		})
		if err != nil {
			return err
		}
		if err = at.send(at.phone, "GET", path, proof, nil, &got); err == nil {
			break
		}
	}
	if len(got.Challenges) == 0 {
		return errNotFound
	}
	answer, err := at.yes(ask, got.Challenges[len(got.Challenges)-1])
	if err != nil {
		return err
	}
	if err := at.send(at.phone, "POST", api.Path(api.PathAnswer, ask.Challenge), "", answer, nil); err != nil {
		return err
	}
	var state api.LoginState
	if err := at.send(at.computer, "GET", api.Path(api.PathLogin, login)+"?wait=25", "", nil, &state); err != nil {
		return err
	}
	if state.State != stateApproved {
		return fmt.Errorf("the login is %q", state.State)
	}
	return nil
}

func (at *seat) yes(ask api.AskReply, challenge string) (string, error) {
	at.counter++
	return api.Sign(api.TypeAnswer, at.pop.keys[at.who], api.Answer{
		Iss: at.pop.devices[at.who].ID, Aud: at.pop.origin(), Challenge: ask.Challenge, Hash: api.Hash([]byte(challenge)),
		Decision: "approve", Match: number(ask), Jti: api.NewCode(), Iat: 1, Counter: at.counter, Verified: "none",
	})
}

// TestBenchSignIn has one person sign in again and again, over TLS.
func TestBenchSignIn(t *testing.T) {
	const times = 60
	cert, key, trusted := pair(t)
	pop := newPopulation(t, Options{Now: time.Now}, 1000)
	pop.s.SetOrigin("")
	check(t, pop.s.Listen("127.0.0.1:0", cert, key))
	who, nth := 0, 0
	before := pop.s.writer.durable.Load()
	check(t, pop.seat(0, trusted).signIn())
	commits := int(pop.s.writer.durable.Load() - before)
	db := barely(t)
	one := func(int, int) {
		nth++
		for range commits {
			check(t, db.Update(func(b *bolt.Tx) error {
				return b.Bucket([]byte("used")).Put(fmt.Append(nil, nth%1000), make([]byte, 400))
			}))
		}
	}
	var hash passwordHash
	hash.Salt, hash.Time, hash.Memory = make([]byte, 16), hashTime, hashMemory
	compare(t, fmt.Sprintf("a whole sign-in with YES over TLS, one after another (%d transactions each)", commits),
		[]string{"ms, mean", "median ms", "p99 ms"},
		contestant{fmt.Sprintf("%d bbolt Updates of 400 bytes", commits), func() []float64 { return each(crowd(1, times, one)) }},
		contestant{"sign-in, next to free password hash", func() []float64 {
			who++
			seat := pop.seat(who, trusted)
			check(t, seat.signIn()) // connections are there before
			return each(crowd(1, times, func(int, int) { check(t, seat.signIn()) }))
		}},
		contestant{"its real password hash comes on top", func() []float64 {
			return each(crowd(1, 10, func(int, int) { argon(hash, annaPass) }))
		}},
	)
}

// each turns things a second into milliseconds a thing.
func each(crowd []float64) []float64 { return append([]float64{1000 / crowd[0]}, crowd[1:]...) }
