package coretest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"kauth/core"
)

// Notices are a system's notices in memory, and the person before them.
type Notices struct {
	Answered func(id string, a core.NoticeAnswer)

	mu     sync.Mutex
	shown  []core.Notice // oldest first
	closed map[string]bool
	fail   error
	bare   bool
}

// Fail makes Facts answer with err, and nothing is shown; nil ends it.
func (n *Notices) Fail(err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fail = err
}

// Bare takes the buttons away.
func (n *Notices) Bare() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.bare = true
}

// Show implements viewmodel.Notices.
func (n *Notices) Show(x core.Notice) {
	n.mu.Lock()
	defer n.mu.Unlock()
	at := slices.IndexFunc(n.shown, func(s core.Notice) bool { return s.ID == x.ID })
	switch {
	case n.fail != nil || n.closed[x.ID]:
	case at >= 0:
		n.shown[at] = x
	default:
		n.shown = append(n.shown, x)
	}
}

// Withdraw implements viewmodel.Notices.
func (n *Notices) Withdraw(id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.closed, id)
	n.shown = slices.DeleteFunc(n.shown, func(s core.Notice) bool { return s.ID == id })
}

// Facts implements viewmodel.Notices.
func (n *Notices) Facts(context.Context) (core.NoticeFacts, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.fail != nil {
		return core.NoticeFacts{}, n.fail
	}
	return core.NoticeFacts{Server: "coretest", Choices: !n.bare}, nil
}

// Shown gives what is on the screen, oldest first.
func (n *Notices) Shown() []core.Notice {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.shown)
}

// Count implements NoticeDesk.
func (n *Notices) Count() int { return len(n.Shown()) }

// Press implements NoticeDesk.
func (n *Notices) Press(title, label string) {
	id, said := "", core.NoticeAnswer("")
	for _, s := range n.Shown() {
		for _, c := range s.Choices {
			if s.Title == title && c.Label == label {
				id, said = s.ID, c.Answer
			}
		}
	}
	if id != "" {
		n.Answered(id, said)
	}
}

// Dismiss implements NoticeDesk.
func (n *Notices) Dismiss() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed == nil {
		n.closed = map[string]bool{}
	}
	for _, s := range n.shown {
		n.closed[s.ID] = true
	}
	n.shown = nil
}

// NoticePort is what a system's notices have to offer: the same as viewmodel.Notices.
type NoticePort interface {
	Show(x core.Notice)
	Withdraw(id string)
	Facts(ctx context.Context) (core.NoticeFacts, error)
}

// NoticeDesk is the person before the screen.
type NoticeDesk interface {
	Count() int // notices on the screen
	Press(title, label string)
	Dismiss() // puts all away
}

// TestNotices holds notices against what the view-model relies on. answers has what
// Answered heard, as "id answer".
func TestNotices(t *testing.T, n NoticePort, d NoticeDesk, answers <-chan string) {
	notice := func(id, title string) core.Notice {
		return core.Notice{ID: id, Title: title, Body: "anna@example.ch", Urgent: true, Lasts: time.Minute, Choices: []core.NoticeChoice{
			{Answer: core.NoticeYes, Label: "Yes"}, {Answer: core.NoticeNo, Label: "No"},
		}}
	}
	count := func(step string, want int) {
		t.Helper()
		got := d.Count()
		for end := time.Now().Add(time.Minute); got != want && time.Now().Before(end); got = d.Count() {
			time.Sleep(20 * time.Millisecond) // the service is another program
		}
		if got != want {
			t.Fatalf("%s: %d notices are shown, want %d", step, got, want)
		}
	}
	answer := func(step, want string) {
		t.Helper()
		select {
		case got := <-answers:
			if got != want {
				t.Fatalf("%s: heard %q, want %q", step, got, want)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s: heard nothing", step)
		}
	}
	if f, err := n.Facts(t.Context()); err != nil || f.Server == "" || !f.Choices {
		t.Fatalf("facts: %+v, %v", f, err)
	}
	n.Show(notice("chl_1", "One"))
	count("one is shown", 1)
	n.Show(notice("chl_2", "Two"))
	count("a second beside it", 2)
	n.Show(notice("chl_1", "One, again"))
	count("the same with other words", 2)

	d.Press("Two", "No")
	answer("a button of the second", "chl_2 no")
	d.Press("One, again", "Yes")
	answer("a button of the first", "chl_1 yes")

	n.Withdraw("chl_2")
	count("one is withdrawn", 1)
	n.Withdraw("chl_2")
	n.Withdraw("chl_none")
	d.Dismiss()
	count("the other is put away", 0)
	if _, err := n.Facts(t.Context()); err != nil { // by its answer, ours has heard of that too
		t.Fatal(err)
	}
	n.Show(notice("chl_1", "One, a third time"))
	n.Show(notice("chl_3", "Three"))
	count("one that was put away stays away", 1)
	d.Press("One, a third time", "Yes") // is not there
	d.Press("Three", "Yes")
	answer("what is there", "chl_3 yes")
	n.Withdraw("chl_1")
	n.Show(notice("chl_1", "One, anew"))
	count("once withdrawn it may come again", 2)
	n.Withdraw("chl_1")
	n.Withdraw("chl_3")
	count("all are withdrawn", 0)
}
