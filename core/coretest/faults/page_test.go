package faults_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"time"

	"kauth/core/api"
)

// page is a computer where somebody signs in. It reaches the server without faults,
// but the server may be killed under it.
type page struct {
	s     *server
	http  *http.Client
	login string

	begun time.Time // the sign-in
	story []string  // what became of it, to tell of one that took long
}

// note adds to the story. It is called on one goroutine.
func (p *page) note(what ...any) {
	p.story = append(p.story, fmt.Sprintf("%v %s", time.Since(p.begun).Round(time.Millisecond), fmt.Sprint(what...)))
}

func (s *server) page(t *http.Transport) *page {
	jar, _ := cookiejar.New(nil)
	return &page{s: s, http: &http.Client{Jar: jar, Transport: t, Timeout: time.Minute}}
}

// call gives the status; 0 where the server was not there.
func (p *page) call(method, path string, body, into any) int {
	var data []byte
	if body != nil {
		data, _ = json.Marshal(body)
	}
	req, err := http.NewRequest(method, p.s.at()+path, bytes.NewReader(data))
	if err != nil {
		return 0
	}
	if body != nil {
		req.Header.Set("Content-Type", api.TypeJSON)
	}
	resp, err := p.http.Do(req)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil || (into != nil && resp.StatusCode < 300 && json.Unmarshal(got, into) != nil) {
		return 0
	}
	return resp.StatusCode
}

// until calls until the server answers.
func (p *page) until(method, path string, into any) int {
	for {
		if status := p.call(method, path, nil, into); status != 0 && status < 500 {
			return status
		}
		time.Sleep(10 * time.Millisecond) // another one is starting
	}
}

// ask begins a login and asks the phone; again from the beginning where the server
// was killed, as a person would.
func (p *page) ask(user string) (challenge string, err error) {
	for {
		if p.until("POST", "/qa/reset-limits", nil) >= 300 {
			return "", errors.New("no knobs")
		}
		var l api.LoginReply
		if p.call("POST", api.PathLogins, api.LoginRequest{User: user, Password: password, App: "Manager"}, &l) != http.StatusCreated {
			continue
		}
		p.login = l.ID
		var a api.AskReply
		if p.call("POST", api.Path(api.PathLogin, l.ID)+"/kauth", nil, &a) == http.StatusOK {
			return a.Challenge, nil
		}
	}
}

// askAgain sends another request for the same login, until the server says which: one
// that was killed may have sent it and not said so.
func (p *page) askAgain() (challenge string, ok bool) {
	var a api.AskReply
	status := p.until("POST", api.Path(api.PathLogin, p.login)+"/kauth", &a)
	return a.Challenge, status == http.StatusOK
}

func (p *page) state() string {
	var s api.LoginState
	p.until("GET", api.Path(api.PathLogin, p.login), &s)
	return s.State
}

func (p *page) cancel() { p.until("POST", api.Path(api.PathLogin, p.login)+"/cancel", nil) }

func (p *page) redeem() int { return p.until("POST", api.Path(api.PathLogin, p.login)+"/redeem", nil) }
