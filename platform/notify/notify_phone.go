//go:build android || ios

package notify

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strconv"
	"strings"
	"sync"

	"kauth/core"
	"kauth/platform/bridge"
)

// Notices shows them by NotificationManager (Notices.java), or by UNUserNotificationCenter
// (notices_ios.m). YES opens the app, NO does not.
type Notices struct {
	o     Options
	mu    sync.Mutex
	words map[string]string // of the notices that are shown, by Notice.ID
	away  map[string]bool   // put away by the person: not shown again until they are withdrawn
	calls chan func()       // in order, and not on the caller's goroutine
	done  chan struct{}
	once  sync.Once
}

// New begins to hear answers.
func New(o Options) *Notices {
	o.fill()
	n := &Notices{o: o, words: map[string]string{}, away: map[string]bool{}, calls: make(chan func(), 64), done: make(chan struct{})}
	go func() {
		for f := range n.calls {
			f()
		}
		close(n.done)
	}()
	listen("notices.answered", func(e bridge.Event) { n.answered(e.Text) })
	return n
}

// Show shows a notice, in the place of an earlier one of its ID.
func (n *Notices) Show(x core.Notice) {
	word := make([]byte, 16)
	_, _ = rand.Read(word)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.away[x.ID] {
		return
	}
	n.words[x.ID] = hex.EncodeToString(word)
	text := told(x, n.words[x.ID])
	n.send(func() { _, _ = call("notices.show", text, nil) })
}

// told is what both read.
func told(x core.Notice, word string) string {
	body := x.Body
	if len(x.Choices) == 0 && x.Plain != "" {
		body = x.Plain
	}
	urgent := ""
	if x.Urgent {
		urgent = "urgent"
	}
	parts := []string{x.ID, word, x.Title, body, urgent, strconv.FormatInt(x.Lasts.Milliseconds(), 10)}
	for _, c := range x.Choices {
		parts = append(parts, string(c.Answer), c.Label)
	}
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(p, "\x1f", " ")
	}
	return strings.Join(parts, "\x1f")
}

// Withdraw takes one back; its buttons answer nothing any more.
func (n *Notices) Withdraw(id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.away, id)
	if _, shown := n.words[id]; !shown {
		return
	}
	delete(n.words, id)
	n.send(func() { _, _ = call("notices.withdraw", id, nil) })
}

// putAway is what the system says instead of an answer, on Android.
const putAway = "away"

// answered takes an answer only with the word of the notice that is shown now: any app
// may send an intent that looks like a button of ours.
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
	case a == putAway:
		n.mu.Lock()
		n.away[part[0]] = true
		n.mu.Unlock()
	case a == core.NoticeYes, a == core.NoticeNo, a == core.NoticeOpen:
		n.o.Answered(part[0], a)
	}
}

// Facts asks whether the person lets the app show notices.
func (n *Notices) Facts(context.Context) (core.NoticeFacts, error) {
	out, err := call("notices.leave", "", nil)
	if err != nil {
		return core.NoticeFacts{}, core.E("notify.Facts", core.Unsupported, err)
	}
	return core.NoticeFacts{Server: server, Choices: true, Leave: core.NoticeLeave(out)}, nil
}

// Ask shows the system's question, which Android has from 13 on, and waits for the answer.
func (n *Notices) Ask(context.Context) error {
	if _, err := call("notices.ask", "", nil); err != nil {
		return core.E("notify.Ask", core.Denied, err)
	}
	return nil
}

// Open shows the system's page about the app's notices.
func (n *Notices) Open() error {
	if _, err := call("notices.settings", "", nil); err != nil {
		return core.E("notify.Open", core.Unsupported, err)
	}
	return nil
}

// send drops what a flood of requests leaves no room for. n.mu is held.
func (n *Notices) send(f func()) {
	select {
	case n.calls <- f:
	default:
	}
}

// Close ends it: what is shown stays until it is out of date.
func (n *Notices) Close() {
	n.once.Do(func() {
		listen("notices.answered", func(bridge.Event) {})
		n.mu.Lock()
		close(n.calls)
		n.calls = nil
		n.mu.Unlock()
	})
	<-n.done
}
