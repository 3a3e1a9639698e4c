package main

import (
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
)

var address = sync.OnceValues(func() (string, error) {
	data, err := os.ReadFile(os.Getenv("FILESDIR") + "/world")
	return string(data), err
})

// world has something happen to the phone, and gives what was said to it.
func world(t *testing.T, what string) string {
	t.Helper()
	to, err := address()
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(to, "text/plain", strings.NewReader(what))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s, %v", what, res.StatusCode, said, err)
	}
	return string(said)
}
