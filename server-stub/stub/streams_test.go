package stub

import (
	"bufio"
	"io"
	"net"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// board is what the streams of a test tell: its number, as the cursor.
type board struct {
	streams
	now  atomic.Int64
	lost atomic.Int64
}

func newBoard() *board {
	b := &board{}
	say := func(device, cursor string) said {
		now := strconv.FormatInt(b.now.Load(), 10)
		if cursor == now {
			return said{}
		}
		return said{event("snapshot", "", now), now, false}
	}
	b.init(say, say, func(*stream) { b.lost.Add(1) })
	return b
}

// phone listens at the other end of a pipe, which holds nothing: who does not
// read is stuck at once.
func (b *board) phone() (*stream, net.Conn) {
	st := b.begin("dev", "0")
	ours, theirs := net.Pipe()
	b.open(st, ours)
	b.add(st)
	return st, theirs
}

func (b *board) left() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.n
}

func TestDeadPhoneIsFoundByItsHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard()
		_, silent := b.phone() // does not read any more
		_, gone := b.phone()
		gone.Close()
		_, well := b.phone()
		beats := make(chan time.Time, 100)
		go func() {
			r := bufio.NewReader(well)
			for line, err := r.ReadString('\n'); err == nil; line, err = r.ReadString('\n') {
				if line != heartbeat {
					t.Errorf("it hears %q", line)
				}
				beats <- time.Now()
			}
			close(beats)
		}()
		time.Sleep(beatEvery + writeWithin + time.Second)
		if n := b.left(); n != 1 || b.lost.Load() != 2 {
			t.Errorf("%d phones are left, %d lost", n, b.lost.Load())
		}
		silent.SetReadDeadline(time.Now().Add(time.Second))
		if _, err := io.ReadAll(silent); err != nil {
			t.Errorf("its connection is open: %v", err)
		}
		time.Sleep(10 * beatEvery)
		b.close()
		synctest.Wait()
		var last time.Time
		n := 0
		for at := range beats {
			if n++; !last.IsZero() && at.Sub(last) != beatEvery {
				t.Errorf("a heartbeat after %v", at.Sub(last))
			}
			last = at
		}
		if n < 10 {
			t.Errorf("%d heartbeats", n)
		}
	})
}

func TestStuckPhonesDelayNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard()
		var stuck []*stream
		for range maxWorkers - 1 {
			st, _ := b.phone()
			stuck = append(stuck, st)
		}
		st, well := b.phone()
		b.now.Store(1)
		for _, s := range stuck {
			s.wake()
		}
		synctest.Wait()
		begun := time.Now()
		r := bufio.NewReader(well)
		st.wake()
		if line, err := r.ReadString('\n'); err != nil || time.Since(begun) != 0 {
			t.Errorf("it hears %q after %v, %v", line, time.Since(begun), err)
		}
		time.Sleep(writeWithin)
		synctest.Wait()
		if n := b.left(); n != 1 {
			t.Errorf("%d phones are left", n)
		}
		go io.Copy(io.Discard, r)
		synctest.Wait()
		b.mu.Lock()
		if b.workers > coreWorkers || len(b.writing) != 0 {
			t.Errorf("%d workers stay, %d writes", b.workers, len(b.writing))
		}
		b.mu.Unlock()
		b.close()
	})
}

func TestMoreStuckPhonesThanWorkersAreGivenUpSooner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard()
		b.now.Store(1)
		for range 3 * maxWorkers {
			st, _ := b.phone()
			st.wake()
		}
		st, well := b.phone()
		begun := time.Now()
		st.wake()
		if _, err := bufio.NewReader(well).ReadString('\n'); err != nil || time.Since(begun) > writeWithin/2 {
			t.Errorf("it hears after %v, %v", time.Since(begun), err)
		}
		b.close()
	})
}

func TestSlowPhoneGetsTheNewestSnapshotOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard()
		st, slow := b.phone()
		for n := range 100 {
			b.now.Store(int64(n + 1))
			st.wake()
			synctest.Wait()
		}
		var got []string
		go func() {
			r := bufio.NewScanner(slow)
			for r.Scan() {
				if data, ok := strings.CutPrefix(r.Text(), "data: "); ok {
					got = append(got, data)
				}
			}
		}()
		synctest.Wait()
		b.close()
		synctest.Wait()
		if strings.Join(got, " ") != `"1" "100"` {
			t.Errorf("it hears %v", got)
		}
	})
}

func TestStreamEndedWhileItIsWrittenToIsForgottenOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard()
		b.now.Store(1)
		st, _ := b.phone()
		st.wake()
		synctest.Wait()
		st.end()
		st.end()
		st.wake()
		synctest.Wait()
		idle, _ := b.phone()
		idle.end()
		idle.end()
		idle.wake()
		synctest.Wait()
		if b.left() != 0 || b.lost.Load() != 2 {
			t.Errorf("%d are left, %d forgotten", b.left(), b.lost.Load())
		}
		b.close()
		if late, other := b.phone(); b.left() != 0 {
			t.Errorf("%v is taken up after the end, %v", late, other)
		}
	})
}

func TestStormOfPhonesIsFollowedByACollection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard()
		released := 0
		b.release = func() { released++ }
		for range stormSize {
			_, theirs := b.phone()
			go io.Copy(io.Discard, theirs)
		}
		time.Sleep(stormOver - time.Second)
		synctest.Wait()
		if released != 0 {
			t.Error("it is collected in the middle of the storm")
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if released != 1 {
			t.Errorf("it is collected %d times", released)
		}
		b.close()
	})
}

func TestReconnectingLeaksNothing(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	cursor := p.fetch().Cursor
	last := p.listen(cursor)
	w.listening(p.reg.Device)
	before := runtime.NumGoroutine()
	for range 100 {
		older := last
		last = p.listen(cursor)
		older.ends()
	}
	w.listening(p.reg.Device)
	w.s.streams.mu.Lock()
	streams := w.s.streams.n
	w.s.streams.mu.Unlock()
	w.s.wakes.mu.Lock()
	waiting := len(w.s.wakes.waiting[p.reg.Device])
	w.s.wakes.mu.Unlock()
	w.s.polls.mu.Lock()
	held := len(w.s.polls.held)
	w.s.polls.mu.Unlock()
	if streams != 1 || waiting != 1 || held != 1 {
		t.Fatalf("%d streams, %d wait, %d held", streams, waiting, held)
	}
	for start := time.Now(); runtime.NumGoroutine() > before+10; runtime.Gosched() {
		if time.Since(start) > within {
			t.Fatalf("%d goroutines instead of %d", runtime.NumGoroutine(), before)
		}
	}
}

func TestResumedStreamNeitherLosesNorRepeats(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	cursor := p.fetch().Cursor
	ids := make(chan string, 20)
	var asking sync.WaitGroup
	asking.Go(func() {
		defer close(ids)
		for range 20 {
			id, ask := b.ask()
			ids <- ask.Challenge
			b.login("POST", id, "/cancel")
			w.ok(w.s.ResetLimits())
		}
	})
	heard := map[string]bool{}
	said := map[string]bool{cursor: true}
	listen := func() {
		e := p.listen(cursor)
		defer e.close()
		now := e.snapshot()
		if cursor = now.Cursor; said[cursor] {
			t.Fatalf("it says %s again", cursor)
		}
		said[cursor] = true
		for _, jws := range now.Challenges {
			heard[p.open(jws).ID] = true
		}
		for _, g := range now.Gone {
			heard[g.ID] = true
		}
	}
	for id := range ids {
		for !heard[id] {
			listen()
		}
	}
	asking.Wait()
	last := p.fetch().Cursor
	for cursor != last {
		listen()
	}
	if len(heard) < 20 {
		t.Fatalf("it heard of %d requests", len(heard))
	}
}
