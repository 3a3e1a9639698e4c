package unlock_test

import (
	"context"
	"testing"

	"kauth/platform/unlock"
	"kauth/platform/unlock/played"
	"kauth/platform/unlock/unlocktest"
)

func TestPlayedHardwareBehavesAsTheRealOne(t *testing.T) {
	unlocktest.Suite(t, func(*testing.T) unlocktest.Phone {
		h := &played.Hardware{}
		say := func(t *testing.T, word string) {
			if err := h.Say(context.Background(), word); err != nil {
				t.Error(err)
			}
		}
		return unlocktest.Phone{Port: h, Say: say}
	})
}

func TestDesktopSaysThatItHasNone(t *testing.T) {
	unlocktest.Absent(t, unlock.New(func() unlock.Words { return unlock.Words{} }))
}
