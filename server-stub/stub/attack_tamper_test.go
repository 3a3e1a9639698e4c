package stub

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"kauth/core/api"
)

// fields are a message's members, and those of the objects inside, as paths.
func fields(t testing.TB, payload string) (paths [][]string) {
	t.Helper()
	var walk func(at []string, v any)
	walk = func(at []string, v any) {
		object, ok := v.(map[string]any)
		if !ok {
			paths = append(paths, at)
			return
		}
		for name, inside := range object {
			walk(append(at[:len(at):len(at)], name), inside)
		}
	}
	var top map[string]any
	if err := json.Unmarshal([]byte(payload), &top); err != nil {
		t.Fatal(err)
	}
	walk(nil, top)
	return paths
}

// changed gives the payload with one field changed to something of the same type,
// and with it left out.
func changed(t testing.TB, payload string, path []string) (other, without string) {
	t.Helper()
	edit := func(change func(in map[string]any, name string)) string {
		var top map[string]any
		d := json.NewDecoder(strings.NewReader(payload))
		d.UseNumber()
		if err := d.Decode(&top); err != nil {
			t.Fatal(err)
		}
		in := top
		for _, name := range path[:len(path)-1] {
			in = in[name].(map[string]any)
		}
		change(in, path[len(path)-1])
		out, err := json.Marshal(top)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	other = edit(func(in map[string]any, name string) {
		switch v := in[name].(type) {
		case string:
			in[name] = v + "x"
		case json.Number:
			n, err := v.Int64()
			if err != nil {
				t.Fatal(err)
			}
			in[name] = n + 1
		default:
			t.Fatalf("%v is a %T", path, v)
		}
	})
	return other, edit(func(in map[string]any, name string) { delete(in, name) })
}

// TestAnswerChangedInOneFieldIsRefused: the thief on the way has the answer, and
// not the key.
func TestAnswerChangedInOneFieldIsRefused(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	w.s.SetMode(modeMatch)
	_, ask := b.ask()
	cid, jws := p.answered(p.only(), func(a *api.Answer) { a.Match = number(ask) })
	part, payload := strings.Split(jws, "."), w.payload(jws)
	paths := fields(t, payload)
	if len(paths) < 9 {
		t.Fatalf("an answer has only %d fields", len(paths))
	}
	for _, path := range paths {
		other, without := changed(t, payload, path)
		for _, body := range []string{other, without} {
			w.unchanged(path[0], func() {
				got := w.post(cid, part[0]+"."+b64url([]byte(body))+"."+part[2]).problem()
				if got.Code != api.CodeBadJWS && got.Code != api.CodeNotFound {
					t.Errorf("%v: %s", path, got.Code)
				}
			})
		}
	}
	w.post(cid, jws).want(200)
}

// TestAnswerToAChangedRequestIsRefused: somebody showed the phone another request
// than the server's, and the phone signed what it was shown.
func TestAnswerToAChangedRequestIsRefused(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	_, ask := b.ask()
	jws := p.only()
	part, payload := strings.Split(jws, "."), w.payload(jws)
	paths := fields(t, payload)
	if len(paths) < 16 {
		t.Fatalf("a request has only %d fields", len(paths))
	}
	answer := func(shown string) (string, string) {
		return p.answered(jws, func(a *api.Answer) { a.Hash = api.Hash([]byte(shown)) })
	}
	for _, path := range paths {
		other, without := changed(t, payload, path)
		for _, body := range []string{other, without} {
			w.unchanged(strings.Join(path, "."), func() {
				w.post(answer(part[0] + "." + b64url([]byte(body)) + "." + part[2])).refused(api.CodeBadJWS)
			})
		}
	}
	w.unchanged("the request, signed anew", func() { w.post(answer(w.mirrored(jws))).refused(api.CodeBadJWS) })
	p.approve(jws, number(ask)).want(200)
}

func TestEveryByteOfAnAnswerCounts(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	b.ask()
	cid, jws := p.answered(p.only(), func(*api.Answer) {})
	before, bytes := w.dump(), []byte(jws)
	for i := range bytes {
		for _, bit := range []byte{1, 4, 32} {
			bytes[i] ^= bit
			if got := w.post(cid, string(bytes)).problem().Code; got != api.CodeBadJWS && got != api.CodeNotFound {
				t.Errorf("byte %d: %s", i, got)
			}
			bytes[i] ^= bit
		}
	}
	w.same("every byte", before, w.dump())
	w.post(cid, jws).want(200)
}

func TestEveryByteOfAProofCounts(t *testing.T) {
	w := still(t, Options{})
	_, p := w.linked()
	p.fetch()
	good := p.proof("DELETE", api.PathSelf, p.nonce, api.NewCode())
	before, bytes := w.dump(), []byte(good)
	for i := range bytes {
		bytes[i] ^= 1 // a letter, a digit or a sign: fit for a header
		p.send(context.Background(), "DELETE", api.PathSelf, string(bytes)).problem()
		bytes[i] ^= 1
	}
	w.same("every byte", before, w.dump())
	p.send(context.Background(), "DELETE", api.PathSelf, good).want(204)
}

func TestEveryByteOfARegistrationCounts(t *testing.T) {
	w := still(t, Options{})
	code := query(w.browser().signIn().link().Link, "c")
	p := w.phone("Pixel 9")
	good := p.registration(code)
	send := func(link, reg string) result {
		return w.browser().do("POST", api.PathDevices, api.RegisterRequest{Link: link, Reg: reg})
	}
	before, bytes := w.dump(), []byte(good)
	for i := range bytes {
		bytes[i] ^= 1
		send(code, string(bytes)).refused(api.CodeBadJWS)
		bytes[i] ^= 1
	}
	for i := range code {
		other := code[:i] + string(code[i]^1) + code[i+1:]
		send(other, p.registration(other)).refused(api.CodeNotFound)
		send(code, p.registration(other)).refused(api.CodeBadJWS) // signed over another code
	}
	w.same("every byte", before, w.dump())
	send(code, good).want(201)
}
