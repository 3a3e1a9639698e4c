package notify

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strconv"
	"strings"
	"sync"

	"kauth/core"
	"kauth/platform/ios"
)

// most is how many notices wait to be shown: a flood of requests drops the rest.
const most = 64

// Notices shows them by UNUserNotificationCenter: notices_ios.m. YES opens the app, NO
// does not; both want the phone to be unlocked.
type Notices struct {
	o     Options
	mu    sync.Mutex
	words map[string]string // of the notices that are shown, by Notice.ID
	calls chan func()       // in order, and not on the caller's goroutine; nil when closed
	done  chan struct{}
}

// New begins to hear answers.
func New(o Options) *Notices {
	o.fill()
	n := &Notices{o: o, words: map[string]string{}, calls: make(chan func(), most), done: make(chan struct{})}
	go n.run(n.calls)
	ios.Listen("notices.answered", func(e ios.Event) { n.answered(e.Text) })
	return n
}

func (n *Notices) run(calls <-chan func()) {
	for f := range calls {
		f()
	}
	close(n.done)
}

// Show shows a notice, in the place of an earlier one of its ID. The first one asks the
// person whether the app may.
func (n *Notices) Show(x core.Notice) {
	word := make([]byte, 16)
	_, _ = rand.Read(word)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.words[x.ID] = hex.EncodeToString(word)
	text := told(x, n.words[x.ID], n.o.App)
	n.send(func() {
		if said, err := ios.Call("notices.ask", "", nil); err != nil || string(said) != "yes" {
			return
		}
		if _, err := ios.Call("notices.show", text, nil); err == nil {
			n.o.Taken(x.ID)
		}
	})
}

// told is what notices_ios.m reads.
func told(x core.Notice, word, name string) string {
	body := x.Body
	if len(x.Choices) == 0 && x.Plain != "" {
		body = x.Plain
	}
	urgent := ""
	if x.Urgent {
		urgent = "urgent"
	}
	part := []string{x.ID, word, x.Title, body, urgent, strconv.FormatInt(x.Lasts.Milliseconds(), 10), name}
	for _, c := range x.Choices {
		part = append(part, string(c.Answer), c.Label)
	}
	for i, p := range part {
		part[i] = strings.ReplaceAll(p, "\x1f", " ")
	}
	return strings.Join(part, "\x1f")
}

// Withdraw takes one back; its buttons answer nothing any more.
func (n *Notices) Withdraw(id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, shown := n.words[id]; !shown {
		return
	}
	delete(n.words, id)
	n.send(func() { _, _ = ios.Call("notices.withdraw", id, nil) })
}

// answered takes an answer only with the word of the notice that is shown now: one that
// an earlier process has shown, or that was withdrawn, answers nothing but opens the app.
func (n *Notices) answered(text string) {
	part := strings.Split(text, "\x1f")
	if len(part) != 3 {
		return
	}
	n.mu.Lock()
	word, shown := n.words[part[0]]
	n.mu.Unlock()
	switch a := core.NoticeAnswer(part[2]); {
	case !shown || word != part[1]:
	case a == core.NoticeYes, a == core.NoticeNo, a == core.NoticeOpen:
		go n.o.Answered(part[0], a) // the event comes on the main thread
	}
}

// Facts tells whether the person lets the app show notices: also where nobody has been
// asked yet, since the first notice does.
func (n *Notices) Facts(context.Context) (core.NoticeFacts, error) {
	out, err := ios.Call("notices.allowed", "", nil)
	if err != nil || string(out) == "no" {
		return core.NoticeFacts{}, core.E("notify.Facts", core.Unsupported, err)
	}
	return core.NoticeFacts{Server: "iOS", Choices: true}, nil
}

// send drops what a flood of requests leaves no room for. n.mu is held.
func (n *Notices) send(f func()) {
	select {
	case n.calls <- f:
	default:
	}
}

// Close ends it: what is shown stays.
func (n *Notices) Close() {
	ios.Listen("notices.answered", func(ios.Event) {})
	n.mu.Lock()
	if n.calls != nil {
		close(n.calls)
		n.calls = nil
	}
	n.mu.Unlock()
	<-n.done
}
