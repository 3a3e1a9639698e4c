package link

import (
	"strings"
	"testing"

	"kauth/core"
)

// signedRequest is the challenge of docs/protocol.md.
const signedRequest = "eyJhbGciOiJFUzI1NiIsImtpZCI6IldVYWxvQzk3OW0xQVUta21LN2RTc1QyNGk5NUFVcHc0djdpamlBTFBSNVUiLCJ0eXAiOiJrYS1jaGFsK2p3dCJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUuY2giLCJhdWQiOiJkZXZfQUFFQ0F3UUZCZ2NJQ1FvTERBME9EdyIsImp0aSI6ImNobF9JQ0VpSXlRbEppY29LU29yTEMwdUx3IiwiaWF0IjoxODAwMDAwMDAwLCJleHAiOjE4MDAwMDAxMjAsIm4iOiJRRUZDUTBSRlJrZElTVXBMVEUxT1R3IiwiYWNjIjoiYWNjX0VCRVNFeFFWRmhjWUdSb2JIQjBlSHciLCJraW5kIjoibG9naW4iLCJtb2RlIjoibWF0Y2giLCJkaWdpdHMiOjIsImN0eCI6eyJhcHAiOiJNYW5hZ2VyIiwib3JpZ2luIjoiaHR0cHM6Ly9sb2dpbi5leGFtcGxlLmNoIiwiaXAiOiIxOTIuMC4yLjciLCJsb2MiOiJMYXVzYW5uZSwgU3dpdHplcmxhbmQiLCJ1YSI6IkZpcmVmb3ggb24gV2luZG93cyIsImR0IjoiY29tcHV0ZXIiLCJhdCI6MTgwMDAwMDAwMH19.9Yw4bhkw_n37dw6N028GShNiW2cMiN51-tBuVQ7D1R3cMaI4l4-aZmtHvTpXr-GHCeaLRfk3V4leISvIUI6gGQ"

func TestARequestComesBackByteForByte(t *testing.T) {
	url := RequestURL(signedRequest)
	for _, text := range []string{url, " " + url + "\n", "kauth://request/" + url[len(requestAddress):]} {
		p, err := Parse(text)
		if err != nil || p.Kind != Request || p.Request != signedRequest {
			t.Errorf("%.30q: %v, %v", text, p.Kind, err)
		}
	}
	if strings.Trim(url, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:") != "" {
		t.Error("a QR code would have to spend a byte on each character")
	}
}

func TestABrokenRequestIsRefused(t *testing.T) {
	url := RequestURL(signedRequest)
	for name, text := range map[string]string{
		"no version":            "KAUTH://REQUEST",
		"no message":            "KAUTH://REQUEST/1",
		"an empty message":      "KAUTH://REQUEST/1/",
		"version 01":            "KAUTH://REQUEST/01/A.A.A",
		"two parts":             url[:strings.LastIndex(url, ".")],
		"four parts":            url + ".AA",
		"cut":                   url[:len(url)-3],
		"lower case":            "KAUTH://REQUEST/1/" + strings.ToLower(url[len(requestAddress)+2:]),
		"a line break inside":   url[:60] + "\n" + url[60:],
		"padding":               url + "=",
		"bits that say nothing": "KAUTH://REQUEST/1/MFRGH.MFRGH.MFRGH",
		"an empty part":         "KAUTH://REQUEST/1/..",
		"more behind it":        url + "/x",
		"too long":              "KAUTH://REQUEST/1/MFRGG.MFRGG." + strings.Repeat("MFRGGZDF", 400),
	} {
		p, err := Parse(text)
		if core.KindOf(err) != core.Malformed || p.Request != "" || p.Kind != Request {
			t.Errorf("%s: %v %q, %v", name, p.Kind, p.Request, err)
		}
	}
	if p, err := Parse("KAUTH://REQUEST/2/whatever-that-is"); core.KindOf(err) != core.TooNew || p.Kind != Request {
		t.Errorf("of a later version: %v, %v", p.Kind, err)
	}
	for _, text := range []string{"", "a.b", "a.b.c.d", "!.!.!"} {
		if url := RequestURL(text); url != "" {
			t.Errorf("%q became %q", text, url)
		}
	}
}

func checkRequest(t *testing.T, p Parsed) {
	t.Helper()
	again, err := Parse(RequestURL(p.Request))
	if err != nil || again.Request != p.Request {
		t.Fatalf("%q came back as %q, %v", p.Request, again.Request, err)
	}
}
