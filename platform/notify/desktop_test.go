//go:build desktop && linux && !android

package notify

import (
	"context"
	"image"
	"image/color"
	"reflect"
	"slices"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
)

func TestNoticesOnAServiceOfOurOwn(t *testing.T) {
	session(t)
	s := serve(t, "actions", "body", "body-markup")
	n, heard := begin(t, Options{})
	coretest.TestNotices(t, n, s, heard)
}

func TestARequestIsShownAsTheSpecificationSays(t *testing.T) {
	session(t)
	s := serve(t, "actions", "body", "body-markup")
	icon := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	icon.Set(1, 0, color.NRGBA{1, 2, 3, 128})
	n, _ := begin(t, Options{Desktop: "kauth", Icon: icon})
	n.Show(request("chl_1"))
	eventually(t, "shown", func() bool { return s.Count() == 1 })
	c, _ := s.last()
	if c.App != "kAuth" || c.Title != "Sign-in to Manager" || c.Body != "Firefox on &lt;b&gt;Windows&lt;/b&gt; &amp; Lausanne" || c.Lasts != 120000 || c.Replaces != 0 {
		t.Errorf("%+v", c)
	}
	want := map[string]any{"urgency": byte(2), "category": "x-kauth.request", "transient": true, "desktop-entry": "kauth"}
	for name, v := range want {
		if got := c.Hints[name].Value(); got != v {
			t.Errorf("hint %s is %v, want %v", name, got, v)
		}
	}
	p, _ := c.Hints["image-data"].Value().([]any) // width, height, stride, alpha, bits, channels, RGBA
	if want := []any{int32(2), int32(1), int32(8), true, int32(8), int32(4), []byte{0, 0, 0, 0, 1, 2, 3, 128}}; !reflect.DeepEqual(p, want) {
		t.Errorf("the picture is %v", p)
	}
	if len(c.Actions) != 6 || c.Actions[0] != "default" || c.key("Yes") == "" || c.key("No") == "" || len(c.key("Yes")) < 20 {
		t.Errorf("buttons %q", c.Actions)
	}
	again := request("chl_1")
	again.Title = "Sign-in to another"
	n.Show(again)
	eventually(t, "shown again", func() bool { last, _ := s.last(); return last.Title == again.Title })
	if last, _ := s.last(); last.Replaces != c.Number {
		t.Errorf("it replaces %d, not %d", last.Replaces, c.Number)
	}
}

func TestAServiceWithoutButtonsOrMarkupIsToldWhereToAnswer(t *testing.T) {
	session(t)
	s := serve(t, "body")
	n, _ := begin(t, Options{})
	n.Show(request("chl_1"))
	eventually(t, "shown", func() bool { return s.Count() == 1 })
	if c, _ := s.last(); c.Body != "Open kAuth to answer." || len(c.Actions) != 0 {
		t.Errorf("%+v", c)
	}
	if f, err := n.Facts(t.Context()); err != nil || f.Choices {
		t.Errorf("%+v, %v", f, err)
	}
	plain := request("chl_2")
	plain.Plain = ""
	n.Show(plain)
	eventually(t, "shown", func() bool { return s.Count() == 2 })
	if c, _ := s.last(); c.Body != plain.Body {
		t.Errorf("without markup it says %q", c.Body)
	}
}

func TestALateOrForgedTapAnswersNothing(t *testing.T) {
	session(t)
	s := serve(t, "actions")
	n, heard := begin(t, Options{})
	n.Show(request("chl_1"))
	eventually(t, "shown", func() bool { return s.Count() == 1 })
	first, _ := s.last()
	n.Withdraw("chl_1")
	eventually(t, "withdrawn", func() bool { return s.Count() == 0 })
	n.Show(request("chl_2"))
	eventually(t, "shown", func() bool { return s.Count() == 1 })
	second, _ := s.last()

	_ = s.emit("ActionInvoked", second.Number, first.key("Yes")) // the button of one that is gone
	_ = s.emit("ActionInvoked", first.Number, second.key("Yes")) // another's number
	_ = s.emit("ActionInvoked", second.Number, "yes")            // a guess
	_ = s.emit("ActionInvoked", uint32(0), "default")
	_ = s.emit("ActionInvoked", second.Number)
	_ = s.emit("ActionInvoked", "x", 1)
	other := connection(t) // another program, that has seen the button
	if err := other.Emit(place, iface+".ActionInvoked", second.Number, second.key("Yes")); err != nil {
		t.Fatal(err)
	}
	if err := other.BusObject().Call("org.freedesktop.DBus.GetId", 0).Err; err != nil { // the bus has passed it on
		t.Fatal(err)
	}
	_ = s.emit("ActionInvoked", second.Number, second.key("No"))
	select {
	case got := <-heard:
		if got != "chl_2 no" {
			t.Errorf("heard %q", got)
		}
	case <-time.After(time.Minute):
		t.Error("heard nothing")
	}
	if _, err := n.Facts(t.Context()); err != nil || len(heard) > 0 {
		t.Errorf("heard more: %v", err)
	}
}

func TestATapOnTheNoticeItselfOpensIt(t *testing.T) {
	session(t)
	s := serve(t, "actions")
	n, heard := begin(t, Options{})
	n.Show(request("chl_1"))
	eventually(t, "shown", func() bool { return s.Count() == 1 })
	c, _ := s.last()
	_ = s.emit("ActionInvoked", c.Number, "default")
	if got := <-heard; got != "chl_1 open" {
		t.Errorf("heard %q", got)
	}
}

func TestWhatWaitsIsShownByAServiceThatComesLaterOrAnew(t *testing.T) {
	session(t)
	n, heard := begin(t, Options{})
	if _, err := n.Facts(t.Context()); core.KindOf(err) != core.Unsupported {
		t.Fatalf("with no service: %v", err)
	}
	n.Show(request("chl_1"))
	n.Show(request("chl_2"))
	n.Withdraw("chl_2")
	s := serve(t, "actions")
	eventually(t, "shown by the first", func() bool { return s.Count() == 1 })
	old, _ := s.last()
	s.stop()
	s = serve(t, "actions", "body")
	eventually(t, "shown by the second", func() bool { return s.Count() == 1 })
	c, calls := s.last()
	if c.Replaces != 0 || calls != 1 {
		t.Errorf("%d calls, the last replaces %d", calls, c.Replaces)
	}
	_ = s.emit("ActionInvoked", c.Number, old.key("Yes")) // the words are the same, and so is the question
	if got := <-heard; got != "chl_1 yes" {
		t.Errorf("heard %q", got)
	}
}

func TestAServiceThatDiesOfANoticeDoesNotDieForEver(t *testing.T) {
	session(t)
	n, _ := begin(t, Options{})
	n.Show(request("chl_1"))
	for range most {
		s := serve(t, "actions")
		eventually(t, "shown", func() bool { return s.Count() == 1 })
		s.stop()
	}
	s := serve(t, "actions")
	n.Show(request("chl_2"))
	eventually(t, "the next is shown", func() bool { return s.Count() == 1 })
	if c, calls := s.last(); calls != 1 || c.Title != request("chl_2").Title {
		t.Errorf("%d calls", calls)
	}
}

func TestWithoutABusNothingIsStartedAndNothingHangs(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
	n, _ := begin(t, Options{})
	n.Show(request("chl_1"))
	if _, err := n.Facts(t.Context()); core.KindOf(err) != core.Unsupported {
		t.Errorf("%v", err)
	}
	over, stop := context.WithCancel(t.Context())
	stop()
	n.Close()
	if _, err := n.Facts(over); err == nil {
		t.Error("closed, it has facts")
	}
}

func TestABusThatEndsIsFoundAgain(t *testing.T) {
	end := session(t)
	s := serve(t, "actions")
	n, _ := begin(t, Options{})
	n.Show(request("chl_1"))
	eventually(t, "shown", func() bool { return s.Count() == 1 })
	end()
	session(t)
	s = serve(t, "actions")
	if _, err := n.Facts(t.Context()); err != nil {
		t.Fatal(err)
	}
	n.Show(request("chl_2"))
	eventually(t, "both are shown on the new bus", func() bool { return s.Count() == 2 })
}

func TestANoticeWhoseReplyGoesDownWithTheBusIsShownOnTheNext(t *testing.T) {
	end := session(t)
	s := serve(t, "actions")
	over := make(chan struct{})
	s.asked = func() { end(); close(over) }
	n, _ := begin(t, Options{})
	n.Show(request("chl_1"))
	<-over
	session(t)
	s = serve(t, "actions")
	if _, err := n.Facts(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is shown on the new bus", func() bool { return s.Count() == 1 })
}

func TestANoticeWhoseReplyGoesDownWithItsServiceIsShownByTheNext(t *testing.T) {
	session(t)
	s, over := serve(t, "actions"), make(chan struct{})
	s.asked = func() { s.stop(); close(over) }
	n, _ := begin(t, Options{})
	n.Show(request("chl_1"))
	<-over
	s = serve(t, "actions")
	eventually(t, "it is shown by the second", func() bool { return s.Count() == 1 })
}

func TestLeavingTakesAllBack(t *testing.T) {
	session(t)
	s := serve(t, "actions")
	n, _ := begin(t, Options{})
	n.Show(request("chl_1"))
	n.Show(request("chl_2"))
	eventually(t, "shown", func() bool { return s.Count() == 2 })
	n.Close()
	if s.Count() != 0 || !slices.Contains(s.taken, 1) {
		t.Errorf("%d are left", s.Count())
	}
}

func TestAServiceThatHangsHoldsNobodyUpForLong(t *testing.T) {
	session(t)
	s := serve(t, "actions")
	n, _ := begin(t, Options{})
	for _, id := range []string{"chl_1", "chl_2", "chl_3"} {
		n.Show(request(id))
	}
	eventually(t, "shown", func() bool { return s.Count() == 3 })
	usual := patience
	patience = 4 * time.Second
	t.Cleanup(func() { patience = usual })
	s.mu.Lock() // it answers nothing from now on
	defer s.mu.Unlock()
	begun := time.Now()
	n.Show(request("chl_4"))
	n.Withdraw("chl_1")
	if took := time.Since(begun); took > patience {
		t.Errorf("the caller waited %v", took)
	}
	n.Close()
	if took := time.Since(begun); took > 10*patience {
		t.Errorf("leaving took %v", took)
	}
}
