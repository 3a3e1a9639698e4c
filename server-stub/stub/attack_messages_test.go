package stub

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"kauth/core/api"
)

// forgeries are messages that are not exactly what the protocol says, made of a
// payload that would be taken: all are signed by the right key, where it can be.
func (p *phone) forgeries(typ api.Type, payload string) map[string]string {
	p.w.t.Helper()
	kid := p.kid()
	jwk := fmt.Sprintf(`{"kty":"EC","crv":"P-256","x":%q,"y":%q}`, api.JWKOf(&p.key.PublicKey).X, api.JWKOf(&p.key.PublicKey).Y)
	bad := map[string]string{}
	for name, head := range map[string]string{
		"alg none":                      `{"alg":"none","kid":"KID","typ":"TYP"}`,
		"alg None":                      `{"alg":"None","kid":"KID","typ":"TYP"}`,
		"alg ES384":                     `{"alg":"ES384","kid":"KID","typ":"TYP"}`,
		"alg ES256K":                    `{"alg":"ES256K","kid":"KID","typ":"TYP"}`,
		"alg EdDSA":                     `{"alg":"EdDSA","kid":"KID","typ":"TYP"}`,
		"alg in lower case":             `{"alg":"es256","kid":"KID","typ":"TYP"}`,
		"alg is a list":                 `{"alg":["ES256"],"kid":"KID","typ":"TYP"}`,
		"no alg":                        `{"kid":"KID","typ":"TYP"}`,
		"no kid":                        `{"alg":"ES256","typ":"TYP"}`,
		"kid of nobody":                 `{"alg":"ES256","kid":"oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U","typ":"TYP"}`,
		"kid that is a path":            `{"alg":"ES256","kid":"../../dev/null","typ":"TYP"}`,
		"no typ":                        `{"alg":"ES256","kid":"KID"}`,
		"typ JWT":                       `{"alg":"ES256","kid":"KID","typ":"JWT"}`,
		"typ in capitals":               `{"alg":"ES256","kid":"KID","typ":"` + strings.ToUpper(string(typ)) + `"}`,
		"typ with application":          `{"alg":"ES256","kid":"KID","typ":"application/TYP"}`,
		"jwk":                           `{"alg":"ES256","kid":"KID","typ":"TYP","jwk":` + jwk + `}`,
		"jku":                           `{"alg":"ES256","kid":"KID","typ":"TYP","jku":"https://evil.example/keys"}`,
		"x5c":                           `{"alg":"ES256","kid":"KID","typ":"TYP","x5c":["MIIB"]}`,
		"x5u":                           `{"alg":"ES256","kid":"KID","typ":"TYP","x5u":"https://evil.example/"}`,
		"crit":                          `{"alg":"ES256","kid":"KID","typ":"TYP","crit":["exp"],"exp":1}`,
		"crit empty":                    `{"alg":"ES256","kid":"KID","typ":"TYP","crit":[]}`,
		"b64 false":                     `{"alg":"ES256","kid":"KID","typ":"TYP","b64":false,"crit":["b64"]}`,
		"zip":                           `{"alg":"ES256","kid":"KID","typ":"TYP","zip":"DEF"}`,
		"a member of its own":           `{"alg":"ES256","kid":"KID","typ":"TYP","x":1}`,
		"alg twice":                     `{"alg":"none","alg":"ES256","kid":"KID","typ":"TYP"}`,
		"alg twice, none last":          `{"alg":"ES256","kid":"KID","typ":"TYP","alg":"none"}`,
		"alg twice in another case":     `{"ALG":"none","alg":"ES256","kid":"KID","typ":"TYP"}`,
		"kid twice by a Kelvin sign":    "{\"\u212aid\":\"x\",\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"TYP\"}",
		"all in another case":           `{"Alg":"ES256","Kid":"KID","Typ":"TYP"}`,
		"more after it":                 `{"alg":"ES256","kid":"KID","typ":"TYP"}{}`,
		"a list":                        `[{"alg":"ES256","kid":"KID","typ":"TYP"}]`,
		"null":                          `null`,
		"empty":                         ``,
		"not UTF-8":                     "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"TYP\xff\"}",
		"UTF-16":                        "\xff\xfe{\x00}\x00",
		"typ escaped, and one too many": `{"alg":"ES256","kid":"KID","typ":"TYP","\u0074yp":"TYP"}`,
	} {
		head = strings.NewReplacer("KID", kid, "TYP", string(typ)).Replace(head)
		bad["header: "+name] = p.signRaw(head, payload)
	}
	for _, other := range []api.Type{api.TypeRegistration, api.TypeProof, api.TypeChallenge, api.TypeAnswer, api.TypeStatement} {
		if other != typ {
			bad["header: typ "+string(other)] = p.signRaw(p.head(other), payload)
		}
	}
	for name, changed := range map[string]string{
		"a list":                        "[" + payload + "]",
		"null":                          "null",
		"empty":                         "",
		"cut off":                       payload[:len(payload)-1],
		"more after it":                 payload + "{}",
		"not UTF-8":                     payload[:len(payload)-1] + ",\"x\":\"\xff\"}",
		"aud twice":                     `{"aud":"https://evil.example",` + payload[1:],
		"aud twice, the wrong one last": payload[:len(payload)-1] + `,"aud":"https://evil.example"}`,
		"aud twice in another case":     payload[:len(payload)-1] + `,"Aud":"https://evil.example"}`,
		"jti twice, in capitals":        payload[:len(payload)-1] + `,"JTI":"x"}`,
		"aud is a list":                 strings.Replace(payload, `"aud":"`+p.w.http.URL+`"`, `"aud":["`+p.w.http.URL+`"]`, 1),
		"nested too deep":               payload[:len(payload)-1] + `,"x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`,
	} {
		bad["payload: "+name] = p.signRaw(p.head(typ), changed)
	}
	signatures := p.badSignatures(typ, payload)
	for name, jws := range signatures {
		bad["signature: "+name] = jws
	}
	return bad
}

func (p *phone) badSignatures(typ api.Type, payload string) map[string]string {
	t := p.w.t
	t.Helper()
	good := p.signRaw(p.head(typ), payload)
	for !strings.ContainsAny(good[strings.LastIndexByte(good, '.'):], "-_") { // for "standard alphabet"
		good = p.signRaw(p.head(typ), payload)
	}
	input, r, s := p.w.numbers(good)
	n, none := elliptic.P256().Params().N, new(big.Int)
	with := func(sig []byte) string { return input + "." + b64url(sig) }
	raw := rawSignature(r, s)
	der, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
	p.w.ok(err)
	spki, err := x509.MarshalPKIXPublicKey(&p.key.PublicKey)
	p.w.ok(err)
	secret, err := p.key.PublicKey.Bytes()
	p.w.ok(err)
	hs := func(key []byte) string {
		in := b64url([]byte(strings.Replace(p.head(typ), "ES256", "HS256", 1))) + "." + b64url([]byte(payload))
		m := hmac.New(sha256.New, key)
		m.Write([]byte(in))
		return in + "." + b64url(m.Sum(nil))
	}
	hs512 := func(key []byte) string { // 64 bytes, the size of a signature of ours
		one := hs(key)
		return one + strings.Repeat("A", 43)
	}
	another, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	p.w.ok(err)
	stranger := &phone{w: p.w, key: another}
	none0 := strings.Replace(p.head(typ), "ES256", "none", 1)
	return map[string]string{
		"none, and none":          b64url([]byte(none0)) + "." + b64url([]byte(payload)) + ".",
		"HS256 with the point":    hs(secret),
		"HS256 with the key":      hs(spki),
		"HS256, made 64 bytes":    hs512(secret),
		"of 0 bytes":              with(nil),
		"of 63 bytes":             with(raw[:63]),
		"of 65 bytes":             with(append(raw[:64:64], 0)),
		"of 65 bytes, 0 in front": with(append([]byte{0}, raw...)),
		"in DER":                  with(der),
		"of zeros":                with(make([]byte, 64)),
		"r is 0":                  with(rawSignature(none, s)),
		"s is 0":                  with(rawSignature(r, none)),
		"r is n":                  with(rawSignature(n, s)),
		"s is n":                  with(rawSignature(r, n)),
		"r and s are n":           with(rawSignature(n, n)),
		"r and s are 1":           with(rawSignature(big.NewInt(1), big.NewInt(1))),
		"r and s swapped":         with(rawSignature(s, r)),
		"of another key":          stranger.signRaw(p.head(typ), payload),
		"of another key, its kid": stranger.signRaw(stranger.head(typ), payload),
		"padded":                  good + "==",
		"padded header":           strings.Replace(good, ".", "=.", 1),
		"blank in front":          " " + good,
		"blank at the end":        good + " ",
		"line break at the end":   good + "\n",
		"line break inside":       good[:20] + "\n" + good[20:],
		"a byte more":             good + "A",
		"a fourth part":           good + ".",
		"two parts":               input,
		"an empty payload":        strings.Split(good, ".")[0] + ".." + strings.Split(good, ".")[2],
		"dots alone":              "..",
		"nothing":                 "",
		"standard alphabet":       strings.NewReplacer("-", "+", "_", "/").Replace(good),
		"over 8 KiB":              p.signRaw(p.head(typ), payload[:len(payload)-1]+`,"x":"`+strings.Repeat("x", api.MaxJWS)+`"}`),
		"flattened JSON":          `{"protected":"` + strings.Replace(strings.Replace(good, ".", `","payload":"`, 1), ".", `","signature":"`, 1) + `"}`,
	}
}

func TestForgedAnswerIsRefusedAndWritesNothing(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	id, _ := b.ask()
	cid, jws := p.answered(p.only(), func(*api.Answer) {})
	for name, bad := range p.forgeries(api.TypeAnswer, w.payload(jws)) {
		w.unchanged(name, func() { w.post(cid, bad).refused(api.CodeBadJWS) })
	}
	if got := b.state(id); got != loginWaiting {
		t.Fatalf("the login is %q", got)
	}
	w.post(cid, jws).want(200) // the one that all others were made of
	b.redeem(id).want(204)
}

func TestForgedRegistrationIsRefusedAndWritesNothing(t *testing.T) {
	w := still(t, Options{})
	b := w.browser().signIn()
	offer := b.link()
	p, code := w.phone("Pixel 9"), query(offer.Link, "c")
	reg := p.registration(code)
	send := func(jws string) result {
		return w.browser().do("POST", api.PathDevices, api.RegisterRequest{Link: code, Reg: jws})
	}
	for name, bad := range p.forgeries(api.TypeRegistration, w.payload(reg)) {
		w.unchanged(name, func() {
			if strings.Contains(name, "over 8 KiB") || strings.Contains(name, "nested") {
				send(bad).problem()
				return
			}
			send(bad).refused(api.CodeBadJWS)
		})
	}
	if got := b.linkState(offer.ID).State; got != offerOpen {
		t.Fatalf("the offer is %q", got)
	}
	send(reg).want(201)
}

func TestForgedProofIsRefusedAndWritesNothing(t *testing.T) {
	w := still(t, Options{})
	_, p := w.linked()
	p.fetch()
	good := p.proof("DELETE", api.PathSelf, p.nonce, api.NewCode())
	for name, bad := range p.forgeries(api.TypeProof, w.payload(good)) {
		if strings.ContainsAny(bad, "\n\x00") || strings.HasSuffix(bad, " ") || strings.HasPrefix(bad, " ") {
			continue // not to be had in a header
		}
		w.unchanged(name, func() { p.send(context.Background(), "DELETE", api.PathSelf, bad).refused(api.CodeBadProof) })
	}
	w.unchanged("another scheme", func() {
		w.raw("DELETE", api.PathSelf, "", "Authorization: Bearer "+good).refused(api.CodeBadProof)
		w.raw("DELETE", api.PathSelf, "", "Authorization: "+good).refused(api.CodeBadProof)
		w.raw("DELETE", api.PathSelf, "", "X-Authorization: KA "+good).refused(api.CodeBadProof)
	})
	p.send(context.Background(), "DELETE", api.PathSelf, good).want(204)
}

// TestMirroredSignatureIsNoSecondUse: ECDSA has two signatures for each message,
// (r, s) and (r, n-s). Both hold; neither is a way to use a message twice.
func TestMirroredSignatureIsNoSecondUse(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	id, _ := b.ask()
	cid, jws := p.answered(p.only(), func(*api.Answer) {})
	w.post(cid, w.mirrored(jws)).want(200)
	w.unchanged("an answer again", func() { w.post(cid, jws).refused(api.CodeAlreadyAnswered) })
	b.redeem(id).want(204)
	w.unchanged("an answer again, redeemed", func() { w.post(cid, jws).refused(api.CodeAlreadyAnswered) })

	proof := p.proof("GET", api.PathActivity, p.nonce, api.NewCode())
	p.send(context.Background(), "GET", api.PathActivity, w.mirrored(proof)).want(200)
	p.send(context.Background(), "GET", api.PathActivity, proof).refused(api.CodeBadProof)

	code := query(b.link().Link, "c")
	one := w.phone("Pixel 10")
	reg := one.registration(code)
	var first, again api.RegisterReply
	send := func(jws string) result {
		return w.browser().do("POST", api.PathDevices, api.RegisterRequest{Link: code, Reg: jws}).want(201)
	}
	send(reg).into(&first)
	w.unchanged("a registration again", func() { send(w.mirrored(reg)).into(&again) })
	if first.Device != again.Device {
		t.Fatal("one link code made two phones")
	}
}
