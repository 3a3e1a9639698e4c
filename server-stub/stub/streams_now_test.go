package stub

import (
	"bytes"
	"io"
	"net"
	"runtime"
	"testing"
	"time"
)

// wired is a phone over real TCP, which takes some of what it does not read.
func wired(t *testing.T, b *board) (*stream, *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	theirs, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	ours, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { theirs.Close() })
	st := b.begin("dev", "0")
	b.open(st, ours)
	b.add(st)
	return st, theirs.(*net.TCPConn)
}

func TestWhoWritesToTheFileNeverWaitsForAPhone(t *testing.T) {
	b := newBoard()
	defer b.close()
	big := event("snapshot", "", string(bytes.Repeat([]byte("x"), 32<<20)))
	b.streams.now = func(string, string) said { return said{big, "1", false} }
	b.streams.say = func(string, string) said { return said{} }
	st, phone := wired(t, b)
	st.conn.SetWriteDeadline(time.Unix(1, 0)) // the last write's is over by now
	begun := time.Now()
	st.lookNow()
	if took := time.Since(begun); took >= writeWithin {
		t.Fatalf("it waited for %v", took)
	}
	b.streams.now = func(string, string) said { return said{} }
	st.lookNow() // the worker has it
	got := make([]byte, len(big))
	if _, err := io.ReadFull(phone, got); err != nil || !bytes.Equal(got, big) {
		t.Fatalf("the phone did not get all of it: %v", err)
	}
}

func TestLastEventIsWrittenWholeBeforeTheStreamEnds(t *testing.T) {
	for name, size := range map[string]int{"at once": 100, "in parts": 32 << 20} {
		t.Run(name, func(t *testing.T) {
			b := newBoard()
			defer b.close()
			last := event("snapshot", "", string(bytes.Repeat([]byte("x"), size)))
			b.streams.now = func(string, string) said { return said{last, "1", true} }
			st, phone := wired(t, b)
			st.lookNow()
			if got, err := io.ReadAll(phone); err != nil || !bytes.Equal(got, last) {
				t.Fatalf("the phone got %d of %d bytes, %v", len(got), len(last), err)
			}
			for start := time.Now(); b.left() != 0 || b.lost.Load() != 1; runtime.Gosched() {
				if time.Since(start) > within {
					t.Fatalf("%d are left, %d forgotten", b.left(), b.lost.Load())
				}
			}
		})
	}
}

func TestPhoneThatIsGoneIsForgottenByTheNextEvent(t *testing.T) {
	b := newBoard()
	defer b.close()
	st, phone := wired(t, b)
	phone.SetLinger(0)
	phone.Close()
	b.streams.now = func(string, string) said { return said{event("snapshot", "", "x"), "", false} }
	for start := time.Now(); b.left() > 0; runtime.Gosched() {
		if st.lookNow(); time.Since(start) > within {
			t.Fatal("it is written to for ever")
		}
	}
}
