package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/platform/notify"
)

// What every system's notices promise, and what is Android's own: who presses what, and
// what that starts.
func init() {
	suites = append(suites, testing.InternalTest{Name: "Notices", F: func(t *testing.T) {
		world(t, "grant android.permission.POST_NOTIFICATIONS")
		said := make(chan string, 16)
		n := notify.New(notify.Options{App: "kAuth", Answered: func(id string, a core.NoticeAnswer) { said <- id + " " + string(a) }})
		defer n.Close()
		coretest.TestNotices(t, n, person{t}, said)
		t.Run("AnswersComeFromOurOwnButtonsAlone", func(t *testing.T) { forged(t, n, said) })
		t.Run("YesAndATapOpenTheAppAndNoDoesNot", func(t *testing.T) { pressed(t, n, said) })
		t.Run("EachAnswersForItself", func(t *testing.T) { each(t, n, said) })
		t.Run("ALockedScreenSaysNothingAndNoneRingsTwice", func(t *testing.T) { mannered(t, n) })
	}})
}

// person is before the screen.
type person struct{ t *testing.T }

func (p person) all() []string { return strings.Split(world(p.t, "notices"), "\t")[1:] }

// Count implements coretest.NoticeDesk, as do those that follow.
func (p person) Count() int { return len(p.all()) }

func (p person) Press(title, label string) {
	for i, words := range p.all() {
		if strings.HasPrefix(words, title+"|") {
			world(p.t, fmt.Sprintf("press %d %s", i, label))
		}
	}
}

func (p person) Dismiss() { world(p.t, "swipe") }

func request(id string) core.Notice {
	return core.Notice{ID: id, Title: "Is that you?", Body: "Somebody signs in", Choices: []core.NoticeChoice{
		{Answer: core.NoticeYes, Label: "YES"}, {Answer: core.NoticeNo, Label: "NO"},
	}}
}

// shown waits until there are so many notices.
func shown(t *testing.T, n int) {
	t.Helper()
	for end := time.Now().Add(time.Minute); strings.Count(world(t, "notices"), "\t") != n; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%q instead of %d notices", world(t, "notices"), n)
		}
	}
}

// hear waits for the next answer.
func hear(t *testing.T, said chan string, want string) {
	t.Helper()
	select {
	case got := <-said:
		if got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	case <-time.After(time.Minute):
		t.Fatalf("nobody heard %q", want)
	}
}

// forged sends what any app could. An answer of ours comes after it, so that a forged one
// would have come first.
func forged(t *testing.T, n *notify.Notices, said chan string) {
	n.Show(request("chl_1"))
	shown(t, 1)
	world(t, "forge chl_1 yes")
	world(t, "forge chl_1 no")
	world(t, "press 0 open")
	hear(t, said, "chl_1 open")
	n.Withdraw("chl_1")
	shown(t, 0)
}

func pressed(t *testing.T, n *notify.Notices, said chan string) {
	for label, want := range map[string][2]string{"YES": {"yes", "activity"}, "NO": {"no", "receiver"}, "open": {"open", "activity"}} {
		id := "chl_" + label
		n.Show(request(id))
		shown(t, 1)
		if got := world(t, "press 0 "+label); got != want[1] {
			t.Errorf("%s starts the %s", label, got)
		}
		hear(t, said, id+" "+want[0])
		n.Withdraw(id)
		shown(t, 0)
	}
}

// each presses the older of two, whose intents the system must not have taken for those of
// the newer.
func each(t *testing.T, n *notify.Notices, said chan string) {
	n.Show(request("chl_3"))
	shown(t, 1)
	n.Show(request("chl_4"))
	shown(t, 2)
	world(t, "press 0 NO")
	hear(t, said, "chl_3 no")
	n.Withdraw("chl_3")
	shown(t, 1)
	world(t, "press 0 NO")
	hear(t, said, "chl_4 no")
	n.Withdraw("chl_4")
	shown(t, 0)
}

// mannered: a locked screen that keeps secrets keeps these, and one that is shown again
// does not ring again.
func mannered(t *testing.T, n *notify.Notices) {
	x := request("chl_5")
	x.Lasts = 90 * time.Second
	n.Show(x)
	shown(t, 1)
	const want = "before all, private; private, rings once, goes when tapped, whole, msg for 90000 ms"
	if got := world(t, "notice-manners"); got != want {
		t.Errorf("%q instead of %q", got, want)
	}
	n.Withdraw("chl_5")
	shown(t, 0)
}
