package stub

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode/utf8"
)

// What a page shows of where a code may go has to help its owner and nobody else:
// a letter of each part, the last two digits. A name that nobody has, or a person
// who gave no address or number, shows something made up in the same shape: always
// the same for the same name, so that asking twice tells nothing either.

// maskedAddress writes anna@assoziation.ch as a•••@a•••.ch.
func maskedAddress(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	dot := strings.LastIndex(domain, ".")
	if local == "" || dot < 1 {
		return "•••"
	}
	return initial(local) + "•••@" + initial(domain) + "•••" + domain[dot:]
}

func initial(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	return string(r)
}

// maskedNumber writes +41791234512 as •• •• 12.
func maskedNumber(number string) string {
	if len(number) < 2 {
		return "•• •• ••"
	}
	return "•• •• " + number[len(number)-2:]
}

var (
	decoyLetters = "aaabccdeefghijjkllmmnoprrsstuv" // about as names and domains begin
	decoyDomains = "gggggggabbhhiimopsty"
	decoyEnds    = []string{".ch", ".ch", ".ch", ".com", ".com", ".com", ".com", ".fr", ".de", ".net"}
)

// decoys makes an address and a number up for a name.
func (t *tx) decoys(user string) (address, number string) {
	mac := hmac.New(sha256.New, t.decoyKey())
	mac.Write([]byte(user))
	b := mac.Sum(nil)
	pick := func(from string, i int) string { return string(from[int(b[i])%len(from)]) }
	address = pick(decoyLetters, 0) + "•••@" + pick(decoyDomains, 1) + "•••" + decoyEnds[int(b[2])%len(decoyEnds)]
	return address, fmt.Sprintf("•• •• %02d", (int(b[3])<<8|int(b[4]))%100)
}

// decoyKey keeps strangers from working out what would be made up.
func (t *tx) decoyKey() []byte {
	meta := t.Bucket([]byte(inMeta))
	name := []byte("decoy_key")
	if key := meta.Get(name); key != nil {
		return key
	}
	key := make([]byte, 32)
	rand.Read(key)
	t.fail(meta.Put(name, key))
	return key
}
