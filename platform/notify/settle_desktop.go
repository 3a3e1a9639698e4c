//go:build !android && !ios && !windows && !darwin && !js

package notify

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"kauth/core"
)

var errGone = errors.New("closed")

// run owns the connection: it brings the service up to date whenever something
// changed, and hears what people say.
func (n *Notices) run() {
	defer close(n.done)
	retry := time.NewTimer(0)
	defer retry.Stop()
	for {
		retry.Stop()
		if !n.settle() {
			retry.Reset(again)
		}
		select {
		case <-n.wake:
		case <-retry.C:
		case got := <-n.asks:
			facts, err := n.bus.facts()
			n.drain() // what was said before that is known by then
			if ended(err) {
				n.bus.lost()
				n.restarted()
				facts, err = n.bus.facts()
			}
			got <- answer{facts, err}
		case s, ok := <-n.bus.signals:
			if !ok {
				n.bus.lost()
				n.restarted()
				continue
			}
			n.hear(s)
		case <-n.stop:
			n.leave()
			return
		}
	}
}

func (n *Notices) drain() {
	for {
		select {
		case s, ok := <-n.bus.signals:
			if ok {
				n.hear(s)
				continue
			}
			n.bus.lost()
			n.restarted()
			return
		default:
			return
		}
	}
}

// settle shows and takes back what has changed. false: something could not be shown,
// and is worth another try.
func (n *Notices) settle() bool {
	n.mu.Lock()
	gone := n.gone
	n.gone = nil
	var todo []*shown
	for _, s := range n.shown {
		if s.dirty && s.times < most {
			todo = append(todo, s)
		}
	}
	n.mu.Unlock()
	for _, number := range gone {
		n.bus.takeBack(number)
	}
	if len(todo) == 0 {
		return true
	}
	if n.bus.find() != nil {
		return false
	}
	slices.SortFunc(todo, func(a, b *shown) int { return strings.Compare(a.ID, b.ID) })
	for _, s := range todo {
		n.show(s)
	}
	return true
}

// show has the service show one notice, and notes its number.
func (n *Notices) show(s *shown) {
	n.mu.Lock()
	if n.shown[s.ID] != s {
		n.mu.Unlock()
		return
	}
	x, word, number := s.Notice, s.word, s.number
	s.dirty = false
	s.times++
	n.mu.Unlock()
	number, err := n.bus.show(n.o, x, word, number)
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case n.shown[s.ID] != s: // withdrawn meanwhile
		if err == nil {
			n.gone = append(n.gone, number)
			n.nudge()
		}
	case err != nil && nobody(err):
		s.number, s.dirty = 0, true
	case err != nil:
		s.unsure = true
	default:
		s.number, s.unsure = number, false
		n.o.Taken(s.ID)
	}
}

// nobody tells an answer that no service gave. Where one was too slow, it may be
// showing the notice already: a second one would stay for ever. Where it died over it,
// the next one shows it.
func nobody(err error) bool {
	var d dbus.Error
	return errors.As(err, &d) && d.Name != "org.freedesktop.DBus.Error.NoReply" || ended(err)
}

// ended tells that the connection to the bus is over, in the middle of a call or before:
// what came of the call is gone with the bus. The library has no one error for it.
func ended(err error) bool {
	var d dbus.Error
	late := errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
	return err != nil && !late && !errors.As(err, &d)
}

// restarted forgets the numbers of a service that is gone, and has all shown anew
// when there is another.
func (n *Notices) restarted() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.gone = nil
	for _, s := range n.shown {
		s.dirty = s.dirty || s.unsure || s.number != 0
		s.number, s.unsure = 0, false
	}
}

// hear takes a signal in.
func (n *Notices) hear(s *dbus.Signal) {
	switch {
	case n.bus.isOwnerChange(s):
		n.bus.forget()
		n.restarted()
	case s.Sender != n.bus.owner || len(s.Body) < 2: // another program plays the service
	case s.Name == iface+".ActionInvoked":
		number, _ := s.Body[0].(uint32)
		key, _ := s.Body[1].(string)
		n.pressed(number, key)
	case s.Name == iface+".NotificationClosed":
		number, _ := s.Body[0].(uint32)
		n.putAway(number)
	}
}

// pressed finds the notice whose button that is.
func (n *Notices) pressed(number uint32, key string) {
	n.mu.Lock()
	id, said := "", core.NoticeAnswer("")
	for _, s := range n.shown {
		if number == 0 || s.number != number {
			continue
		}
		if key == "default" {
			id, said = s.ID, core.NoticeOpen
		}
		for _, c := range s.Choices {
			if key == keyOf(c.Answer, s.word) {
				id, said = s.ID, c.Answer
			}
		}
	}
	n.mu.Unlock()
	if id != "" {
		n.o.Answered(id, said)
	}
}

func (n *Notices) putAway(number uint32) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, s := range n.shown {
		if number != 0 && s.number == number {
			s.number, s.unsure, s.closed, s.dirty = 0, false, true, false
		}
	}
}

// leave takes back what is shown. Whoever waits for that waits for one service that
// hangs, not once for each notice.
func (n *Notices) leave() {
	n.mu.Lock()
	for _, s := range n.shown {
		if s.number != 0 {
			n.gone = append(n.gone, s.number)
		}
	}
	gone := n.gone
	n.shown, n.gone = map[string]*shown{}, nil
	n.mu.Unlock()
	for _, number := range gone {
		if !n.bus.takeBack(number) {
			break
		}
	}
	n.bus.close()
}
