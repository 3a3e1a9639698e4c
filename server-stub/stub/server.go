package stub

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/server-stub/wake"
)

// Options says how a server runs. The zero value, with a Data, is a good one.
type Options struct {
	Data      string           // the folder of its one file; made where it is missing
	Origin    string           // "https://host[:port]"; may be set later, by Listen or SetOrigin
	Name      string           // the company's name; "" is "Infomaniak"
	Profile   string           // "" or "nist": always six digits (SP 800-63B-4 section 3.1.3)
	Clients   []Client         // relying parties; with Demo or QA there is one more
	Demo      bool             // with demo people
	QA        bool             // answers /qa/ to this machine
	CheapHash bool             // passwords and backup codes hashed at next to no cost: for tests alone
	Now       func() time.Time // nil is time.Now
	Wakers    []Waker          // that wake phones, instead of the server's own
	Logger    *slog.Logger     // nil is silence

	// Services wake phones besides Web Push, which is always there; with QA, what FCM and
	// APNs would send is recorded where they are not.
	Services []wake.Service
	// PushContact is whom push services may write to: "mailto:...", "https://..."; "" is
	// the origin, where that is https.
	PushContact string

	// WithoutListening has it ignore listening keys, as a server did before there were any.
	WithoutListening bool

	wakeTimeout time.Duration // what one service gets for one message; 0 is 10 s

	noSync bool // the disk is not waited for: what benchmarks compare with
}

// Server is a reference server. Its exported methods besides Handler, Listen and
// Close are the knobs that tests turn (knobs.go).
type Server struct {
	o       Options
	log     *slog.Logger
	db      *bolt.DB
	writer  writer
	records records
	ring    atomic.Pointer[ring] // the keys that sign, as last read

	origin  atomic.Pointer[string]
	skew    atomic.Int64 // nanoseconds that the clock knob adds
	nextDue atomic.Int64 // Unix seconds: the first deadline on file
	clock   atomic.Int64 // Unix seconds: when all that fell due was ended last; 0 before

	wakes   broadcaster
	nonces  nonces
	polls   polls
	wakers  map[string]sender // by kind
	lanes   lanes
	vapid   string // the public key that phones register with for Web Push
	streams streams
	conns   conns
	told    sync.Map // link offer -> session -> the state it was last told
	hashes  hasher
	faults  faults
	qa      qaState

	testPhones testPhones
	uploads    uploads

	life    context.Context // ends when the server does: held polls end with it
	end     context.CancelFunc
	sweeper sync.WaitGroup
	limits  timeLimits   // of Listen
	http    *http.Server // of Listen
	kick    chan struct{}
	spares  spareSets // backup codes made ahead
}

// New opens the data folder, makes what is missing in it, and starts.
func New(o Options) (*Server, error) {
	if o.Data == "" {
		return nil, errors.New("stub: Options.Data is empty")
	}
	if o.Profile != "" && o.Profile != "nist" {
		return nil, errors.New(`stub: the only profile is "nist"`)
	}
	if o.Origin != "" && !validOrigin(o.Origin) {
		return nil, fmt.Errorf("stub: %q is no origin: https://host[:port]", o.Origin)
	}
	if o.Name == "" {
		o.Name = "Infomaniak"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.wakeTimeout == 0 {
		o.wakeTimeout = wakeTimeout
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{o: o, log: o.Logger, kick: make(chan struct{}, 1), limits: usualLimits}
	s.spares.init(o.CheapHash)
	s.hashes.init(o.CheapHash)
	s.life, s.end = context.WithCancel(context.Background())
	s.streams.init(s.say, s.sayNow, s.leave)
	s.SetOrigin(o.Origin)
	if err := s.open(); err != nil {
		return nil, err
	}
	err := s.openHelp()
	if err == nil && o.Demo {
		err = s.seedDemo()
	}
	if err == nil {
		err = s.beginWakers()
	}
	if err != nil {
		s.end()
		s.sweeper.Wait()
		s.writer.close()
		s.db.Close()
		return nil, err
	}
	s.sweeper.Go(s.sweep)
	s.beginJanitor()
	return s, nil
}

// SetOrigin says where the server is reached, before the first request.
func (s *Server) SetOrigin(origin string) { s.origin.Store(&origin) }

// Origin is where the server is reached.
func (s *Server) Origin() string { return *s.origin.Load() }

// Close ends held polls and streams at once, lets other requests finish for a
// moment, and closes the file.
func (s *Server) Close() error {
	s.end()
	s.streams.close()
	s.stopServing()
	s.sweeper.Wait()
	s.writer.close()
	return s.db.Close()
}

// now is the server's clock, which decides everything.
func (s *Server) now() time.Time { return s.o.Now().Add(time.Duration(s.skew.Load())) }
