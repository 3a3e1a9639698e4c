package bridge_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"kauth/platform/bridge"
)

func TestAnAnswerSaysWhetherItWentWell(t *testing.T) {
	for _, c := range []struct {
		reply string
		want  string
		kind  string
	}{
		{"\x00key", "key", ""},
		{"\x00", "", ""},
		{"\x01locked SecItemAdd: -25308", "", "locked"},
		{"\x01gone", "", "gone"},
		{"", "", "fault"},
	} {
		got, err := bridge.Read([]byte(c.reply))
		if c.kind == "" && (err != nil || !bytes.Equal(got, []byte(c.want))) {
			t.Errorf("%q gives %q, %v", c.reply, got, err)
		}
		if c.kind != "" && (err == nil || got != nil || bridge.Kind(err) != c.kind) {
			t.Errorf("%q gives %q, %v", c.reply, got, err)
		}
	}
}

func TestAnErrorOfGoIsAFault(t *testing.T) {
	if k := bridge.Kind(errors.New("x")); k != "fault" {
		t.Error(k)
	}
	if k := bridge.Kind(fmt.Errorf("asked: %w", bridge.Trouble{Kind: "busy"})); k != "busy" {
		t.Error(k)
	}
}

func TestWhatCameBeforeAnybodyListensIsHeardOnceAndInOrder(t *testing.T) {
	var x bridge.Events
	x.Heard(bridge.Event{What: "links.opened", Text: "1"})
	x.Heard(bridge.Event{What: "other", Text: "2"})
	x.Heard(bridge.Event{What: "links.opened", Text: "3"})
	var got string
	hear := func(e bridge.Event) { got += e.Text }
	x.Listen("links.opened", hear)
	x.Heard(bridge.Event{What: "links.opened", Text: "4"})
	x.Listen("links.opened", hear)
	if got != "134" {
		t.Error(got)
	}
}

func TestWhatComesWhileTheFirstAreHeardIsHeardBehindThem(t *testing.T) {
	var x bridge.Events
	x.Heard(bridge.Event{What: "window.waits", Text: "1"})
	x.Heard(bridge.Event{What: "window.waits", Text: "2"})
	var got string
	x.Listen("window.waits", func(e bridge.Event) {
		if e.Text == "1" {
			x.Heard(bridge.Event{What: "window.waits", Text: "3"})
		}
		got += e.Text
	})
	x.Heard(bridge.Event{What: "window.waits", Text: "4"})
	if got != "1234" {
		t.Error(got)
	}
}

func TestAFloodThatNobodyListensToIsNotKept(t *testing.T) {
	var x bridge.Events
	for range 10_000 {
		x.Heard(bridge.Event{What: "flood"})
	}
	n := 0
	x.Listen("flood", func(bridge.Event) { n++ })
	if n != 16 {
		t.Errorf("%d were kept", n)
	}
}
