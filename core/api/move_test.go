package api

import (
	"strings"
	"testing"
)

// vNewPhone is what the new phone of the vectors calls itself.
const vNewPhone = "Pixel 10 · kAuth"

// moveClaims are the messages of a move, to the old phone.
func moveClaims(t testing.TB) []toSign {
	revoked := vectorStatement(t)
	revoked.Kind, revoked.OTPHash, revoked.Keys = StmtRevoked, "", nil
	revoked.Why, revoked.To = WhyMoved, vNewPhone
	return []toSign{
		{"challenge, move", "server", TypeChallenge, vectorMove()},
		{"statement of a move", "server", TypeStatement, revoked},
	}
}

func vectorMove() Challenge {
	c := vectorChallenge()
	c.Kind, c.Digits, c.Exp = KindMove, LinkDigits, vTime+600
	c.Context.App, c.Context.To = "Example", vNewPhone
	return c
}

// brokenMoves are requests to move that could be answered without the new phone, or
// that name none.
func brokenMoves(t testing.TB) (list [][2]string) {
	good := mustJSON(t, vectorMove())
	for _, b := range [][3]string{
		{"a move by YES or NO", `"mode":"match","digits":6`, `"mode":"confirm","digits":0`},
		{"a move by two digits", `"digits":6`, `"digits":2`},
		{"a move to nowhere", `,"to":"` + vNewPhone + `"`, ``},
		{"a move to what cannot be seen", `"to":"` + vNewPhone + `"`, "\"to\":\"\u202e\u200b\""},
	} {
		bad := strings.Replace(good, b[1], b[2], 1)
		if bad == good {
			t.Fatalf("%s: it is whole", b[0])
		}
		list = append(list, [2]string{b[0], bad})
	}
	return list
}

func TestOnlyAMoveNamesANewPhone(t *testing.T) {
	c := vectorChallenge()
	c.Context.To = vNewPhone
	k := fixedKey(t, "server")
	got, err := OpenChallenge(rawSign(t, k, head(k, TypeChallenge), mustJSON(t, c)), OneKey(&k.PublicKey), vOrigin, vDevice, vAccount)
	if err != nil || got.Context.To != "" {
		t.Errorf("a sign-in says where to: %q, %v", got.Context.To, err)
	}
}

func TestOnlyARevocationSaysMoved(t *testing.T) {
	long := strings.Repeat("x", 80)
	for _, c := range []struct {
		s     Statement
		to    string
		moved bool
	}{
		{Statement{Kind: StmtRevoked, Why: WhyMoved, To: "Pixel\u202e 10\n"}, "Pixel 10", true},
		{Statement{Kind: StmtRevoked, Why: WhyMoved, To: long}, long[:MaxName], true},
		{Statement{Kind: StmtRevoked, Why: WhyMoved}, "", true},
		{Statement{Kind: StmtRevoked, Why: "lost", To: "Pixel 10"}, "", false},
		{Statement{Kind: StmtRevoked, To: "Pixel 10"}, "", false},
		{Statement{Kind: StmtPolicy, Why: WhyMoved, To: "Pixel 10"}, "", false},
	} {
		if to, moved := c.s.MovedTo(); to != c.to || moved != c.moved {
			t.Errorf("%+v: %q, %v", c.s, to, moved)
		}
	}
}
