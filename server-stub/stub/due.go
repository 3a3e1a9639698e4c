package stub

import (
	"encoding/binary"
	"math"
	"strings"
	"time"
)

// Everything that ends by itself has a line in the bucket "due": eight bytes of
// time, a kind and an id. A line that came too early, or for a record that ended
// otherwise, changes nothing, so nobody has to take lines back.

func dueKey(at int64, what string) []byte {
	return append(binary.BigEndian.AppendUint64(nil, uint64(at)), what...)
}

// due has the record looked at again at that time.
func (t *tx) due(at int64, kind, id string) {
	if t.on != nil && at <= t.now {
		t.on.settled = false // the next function does not see it
	}
	t.fail(t.Bucket([]byte(inDue)).Put(dueKey(at, kind+":"+id), nil))
}

func (t *tx) firstDue() int64 {
	k, _ := t.Bucket([]byte(inDue)).Cursor().First()
	if len(k) < 8 {
		return math.MaxInt64
	}
	return int64(binary.BigEndian.Uint64(k))
}

// settle ends all that ended by now. What it ends may have a next line in the
// past, when the clock jumped: it goes on until none is left.
func (t *tx) settle() {
	t.settleClock()
	b := t.Bucket([]byte(inDue))
	for t.err == nil && t.firstDue() <= t.now {
		k, _ := b.Cursor().First()
		kind, id, _ := strings.Cut(string(k[8:]), ":")
		t.fail(b.Delete(k))
		if end := settlers[kind]; end != nil {
			t.settleLine(end, kind, id)
		}
	}
}

// settleLine ends one record. A line that fails is taken back and tried again in an
// hour: it must not keep all others, and whoever comes after them, waiting.
func (t *tx) settleLine(end func(*tx, string), kind, id string) {
	if t.err != nil {
		return
	}
	done, woken := len(t.on.undo), len(t.wake)
	end(t, id)
	if t.err == nil {
		return
	}
	t.s.log.Error("a record could not be ended", "kind", kind, "id", id, "error", t.err)
	t.on.takeBackTo(done)
	t.wake, t.err = t.wake[:woken], nil
	t.due(t.now+60*60, kind, id)
}

// settlers end one record of their kind, if its time has come.
var settlers map[string]func(*tx, string)

func init() {
	settlers = map[string]func(*tx, string){
		"challenge":   (*tx).settleChallenge,
		"offer":       (*tx).settleOffer,
		"login":       (*tx).settleLogin,
		"recovery":    (*tx).settleRecovery,
		"wake":        func(t *tx, _ string) { t.notify(inWakeups) },
		"wrong":       (*tx).settleWrong,
		"invite":      (*tx).settleInvitation,
		"session":     (*tx).dropSession,
		"setup":       (*tx).settleSetup,
		"code":        func(t *tx, id string) { t.remove(inCodes, id) },
		"keys":        (*tx).retireKeys,
		"forgotten":   (*tx).settleWayBack,
		"help":        (*tx).settleHelp,
		"change":      (*tx).settleChange,
		"backchannel": (*tx).settleBackchannel,
		"guess":       (*tx).settleGuess,
		"tally":       (*tx).settleTally,
		"grant":       func(t *tx, id string) { t.remove(inGrants, id) },
	}
}

// sweep settles when the next thing falls due, so that held polls hear of it.
func (s *Server) sweep() {
	pause := time.Duration(0)
	for {
		wait := time.Hour
		if next := s.nextDue.Load(); next != math.MaxInt64 {
			wait = min(wait, time.Unix(next, 0).Sub(s.now()))
		}
		timer := time.NewTimer(max(wait, pause))
		pause = 0
		select {
		case <-s.life.Done():
			timer.Stop()
			return
		case <-s.kick:
			timer.Stop()
		case <-timer.C:
			// A view settles only what fell due: the hour's round costs nothing.
			if err := s.view(func(*tx) error { return nil }); err != nil {
				s.log.Error("sweeping failed", "error", err)
				pause = time.Second // a full disk is not asked again at once
			}
		}
	}
}

// kickSweeper has it look at the next deadline again.
func (s *Server) kickSweeper() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}
