package transfer_test

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/transfer"
)

// Files of the largest size that is read at all, made to cost as much as they can. What
// is allocated in all is counted: it bounds time and memory, and no machine is too slow
// for it. Before there were bounds, one of them took 5 GB.
func TestFilesMadeToCostAreReadOrRefusedCheaply(t *testing.T) {
	const size, most = 19 << 20, 512 << 20
	fill := func(head, piece, tail string) string {
		return head + strings.Repeat(piece, (size-len(head)-len(tail))/len(piece)) + tail
	}
	var members strings.Builder
	for i := 0; members.Len() < size; i++ {
		fmt.Fprintf(&members, `"%x":0,`, i)
	}
	wide := []byte{0xff, 0xfe}
	for _, b := range []byte(strings.Repeat("otpauth://totp/a?secret=AAAAAAAA\n", size/70)) {
		wide = append(wide, b, 0)
	}
	for name, c := range map[string]struct {
		data string
		want core.Kind
	}{
		"numbers in a list":       {fill("[", "1,", "1]"), core.Malformed},
		"numbers for services":    {fill(`{"schemaVersion":4,"services":[`, "1,", "1]}"), core.Malformed},
		"objects for services":    {fill(`{"schemaVersion":4,"services":[`, "{},", "{}]}"), core.Malformed},
		"lists in lists":          {fill(`{"services":[`, "[1],", "1]}"), core.Malformed},
		"many small members":      {fill(`{"db":{},"version":1,"header":{"a":[`, `{"b":[[]]},`, "1]}}"), core.Malformed},
		"one long text":           {fill(`{"services":"`, `\u0041`, `"}`), core.NotOurs},
		"rows of a table":         {fill("name,login_username,login_totp\n", "a,b,\n", ""), core.Malformed},
		"cells of a row":          {fill("name,login_username,login_totp\n", ",", ""), core.Malformed},
		"quoted cells of a row":   {fill("name,login_username,login_totp\n", `"a",`, ""), core.Malformed},
		"members of an object":    {"{" + members.String() + `"z":0}`, core.Malformed},
		"attributes":              {fill("<map ", `a="" `, "/>"), core.Malformed},
		"one long secret":         {fill(`{"version":1,"header":{},"db":{"version":2,"entries":[{"type":"totp","info":{"secret":"`, "A", `"}}]}}`), ""},
		"two bytes a letter":      {string(wide), core.Malformed},
		"one long cell":           {fill("name,login_username,login_totp\n\"", "a", "\""), core.Malformed},
		"addresses":               {fill("", "otpauth://totp/a?secret=AAAAAAAA\n", ""), core.Malformed},
		"one long address":        {fill("otpauth://totp/a?secret=", "A", ""), ""},
		"one long query":          {fill("otpauth://totp/a?", "a=b&", ""), ""},
		"one long export":         {fill("otpauth-migration://offline?data=", "AAAA", ""), ""},
		"commas":                  {fill("otpauth://totp/a?secret=A", ",", ""), ""},
		"empty lines":             {fill("", "\r\n", "otpauth://totp/a?secret=AAAAAAAA"), ""},
		"preferences":             {fill("<map>", `<string name="a"/>`, "</map>"), core.Malformed},
		"elements in elements":    {fill("", "<map>", ""), core.NotOurs},
		"a Java map":              {fill("\xac\xed\x00\x05sr\x00\x11java.util.HashMap", "t\x00\x01a", ""), core.Malformed},
		"fields of a KDBX":        {fill("\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x00\x00\x04\x00", "\x02\x00\x00\x00\x00", ""), core.Malformed},
		"a database beyond it":    {"SQLite format 3\x00" + strings.Repeat("\x00", 21<<20), core.Unsupported},
		"anything else beyond it": {strings.Repeat("{", 21<<20), core.NotOurs},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := transfer.Parse(context.Background(), bytes.NewReader([]byte(c.data)), transfer.Options{Password: []byte("test")})
			runtime.ReadMemStats(&after)
			if got := core.KindOf(err); got != c.want {
				t.Errorf("%s, not %s: %v", got, c.want, err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > most {
				t.Errorf("%d MB were allocated", used>>20)
			}
		})
	}
}
