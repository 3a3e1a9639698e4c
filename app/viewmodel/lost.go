package viewmodel

import "kauth/core"

// Lost asks two questions about a phone that changes or is gone, and shows the one road
// that is left. What the app knows itself is not asked.
type Lost struct {
	app    *App
	old    OldPhone
	road   Road
	trail  []Lost // the pages before: back asks the question again
	origin string // the server to be helped by; "": that of the accounts here
}

// OldPhone is where the phone is that has the accounts: the first answer.
type OldPhone string

// The answers.
const (
	OldUnsaid OldPhone = ""
	OldHere   OldPhone = "here" // it is this one
	OldThere  OldPhone = "there"
	OldGone   OldPhone = "gone"
)

// Road is what is left to do.
type Road string

// The roads.
const (
	RoadUnsaid   Road = ""
	RoadMoveHere Road = "move_here" // the other phone has the account, this one gets it
	RoadMoveAway Road = "move_away" // the other way round
	RoadRequests Road = "requests"  // codes are here, requests do not arrive
	RoadNothing  Road = "nothing"   // no phone shows a code: a backup code, or help
)

// LostState shows it.
type LostState struct {
	Old      OldPhone
	Road     Road
	Accounts bool         // some are here, so this may be the old phone, and shows codes
	Silent   []AccountRow // whose requests do not arrive
	Servers  []string     // whose two-factor pages can be opened
	Help     string       // the server that can be asked for help; "" where none is known
	Check    bool         // the app can find out why no request arrives
	Import   bool         // a backup file can be taken
	Computer bool
}

// Screen names it.
func (LostState) Screen() string { return "lost" }

func (l *Lost) state() State {
	s := LostState{
		Old: l.old, Road: l.road, Accounts: len(l.app.accounts) > 0, Help: host(l.help()), Check: l.app.phone.Check != nil,
		Import: l.app.phone.Backups != nil, Computer: l.app.p.AlwaysAwake,
	}
	silent := l.app.silent()
	for i := range l.app.accounts {
		if acc := &l.app.accounts[i]; silent[acc.ID] != "" {
			s.Silent = append(s.Silent, rowOf(*acc))
		}
	}
	for _, o := range l.app.origins() {
		s.Servers = append(s.Servers, host(o))
	}
	return s
}

func (l *Lost) help() string {
	if l.origin != "" {
		return l.origin
	}
	return l.app.suggestedServer()
}

// Answer answers the first question. Where nothing here shows a code and the old phone is
// gone, there is nothing left to ask.
func (l *Lost) Answer(old OldPhone) {
	l.step(func() {
		l.old = old
		switch {
		case old == OldHere:
			l.road = RoadMoveAway
		case old == OldGone && len(l.app.accounts) == 0:
			l.road = RoadNothing
		}
	})
}

// Take answers the second one: it picks the road.
func (l *Lost) Take(road Road) { l.step(func() { l.road = road }) }

func (l *Lost) step(change func()) {
	l.app.do(func() {
		if l.app.top() == page(l) && l.road == RoadUnsaid {
			l.trail = append(l.trail, Lost{old: l.old, road: l.road})
			change()
		}
	})
}

func (l *Lost) back() {
	n := len(l.trail) - 1
	if n < 0 {
		l.app.pop(l)
		return
	}
	l.old, l.road, l.trail = l.trail[n].old, l.trail[n].road, l.trail[:n]
}

// Open goes to an account whose requests do not arrive.
func (l *Lost) Open(id core.AccountID) { l.app.do(func() { l.app.openAgain(id) }) }

// Manager opens the two-factor page of one of Servers.
func (l *Lost) Manager(server string) {
	l.app.do(func() {
		for _, origin := range l.app.origins() {
			if host(origin) == server {
				_ = l.app.p.Browser.Open(origin + "/2fa/new-phone")
			}
		}
	})
}

// Codes goes to the accounts, whose codes work.
func (l *Lost) Codes() { l.app.do(l.app.home) }

// Check finds out why requests do not arrive.
func (l *Lost) Check() { l.app.do(l.app.check) }

// BackupCode opens the server's page for who has a backup code.
func (l *Lost) BackupCode() { l.browse("/help/lost?app=no&codes=yes") }

// Form opens it for who has none: the help form.
func (l *Lost) Form() { l.browse("/help/lost?app=no&codes=no") }

func (l *Lost) browse(path string) {
	l.app.do(func() {
		if origin, err := originOf(l.help()); err == nil {
			_ = l.app.p.Browser.Open(origin + path)
		}
	})
}

// Restore takes a backup file of kAuth, which brings the codes back.
func (l *Lost) Restore() { l.app.do(func() { l.app.importing() }) }

// Add goes where an account is added: on the new phone, or once the person is signed in.
func (l *Lost) Add() { l.app.do(func() { l.app.push(&Welcome{app: l.app}) }) }

// Scan goes to the QR code that the server shows to who is signed in.
func (l *Lost) Scan() { l.app.do(func() { l.app.push(&Steps{app: l.app}) }) }

// lost opens the two questions.
func (a *App) lost() { a.push(&Lost{app: a}) }
