package stub

import (
	"crypto/rand"
	"crypto/subtle"
	"slices"
	"strings"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// helpCase is a request for help by somebody whom no other way lets in: who they are,
// shown by papers and a selfie that a person looks at. Nobody lifts two-factor by
// phone. The case ends with a one-time way in, or with a refusal that says why.
type helpCase struct {
	Number  string // "7k3m-92qx": for the person and for support
	Secret  string // hash of what shows its state
	Why     string
	State   string
	Name    string
	Reach   string // the mail address where the person can be reached now
	User    string // the sign-in address that they typed
	Account string // "" while it is nobody's
	Proved  bool   // begun in a sign-in whose password was right
	Lang    pages.Lang
	Visitor visitor
	Made    int64
	Decided int64
	Reason  string // of a refusal
	Files   []helpFile
	Entry   helpEntry
}

// helpFile is a file of a case; its name on disk tells nothing.
type helpFile struct {
	Kind string // "front", "back", "selfie"
	Type string // the media type, by what is in it
	Size int64
	Disk string
}

// helpEntry is the way in of an accepted case.
type helpEntry struct {
	Code   sentCode
	Door   string // hash of the cookie of the browser that typed the code
	Until  int64
	Wrong  int // passwords
	Used   bool
	Opened int64
}

// The states of a case.
const (
	helpSubmitted = "submitted"
	helpReview    = "review"
	helpAccepted  = "accepted"
	helpRefused   = "refused"
)

// What a case is for.
const (
	helpSecond     = "second"     // the second step cannot be passed
	helpPassword   = "password"   // the password is forgotten
	helpBoth       = "both"       // neither is there
	helpIdentifier = "identifier" // the sign-in address is forgotten
)

var (
	helpWhys    = []string{helpSecond, helpPassword, helpBoth, helpIdentifier}
	helpReasons = []string{"unreadable", "different", "incomplete", "unknown", "late"}
)

const (
	maxCases      = 200       // that are open
	maxHelpDisk   = 512 << 20 // bytes of all files
	casesFrom     = 10        // from one network, in a day
	casesOf       = 3         // for one name, in a day
	helpFilesKept = 72 * 60 * 60
	helpOpenFor   = 30 * aDay
	helpEntryLife = 72 * 60 * 60
	helpDoorOpen  = 15 * 60
	helpCookie    = "ka_help_"
	helpDoor      = "ka_door_"
)

// newCaseNumber is 40 random bits as people read them out: xxxx-xxxx.
func newCaseNumber() string {
	raw := make([]byte, 8)
	rand.Read(raw)
	var b strings.Builder
	for i, r := range raw {
		if i == 4 {
			b.WriteByte('-')
		}
		b.WriteByte(crockford[r%32]) // 256 is a multiple of 32: no bias
	}
	return b.String()
}

// normalCase takes a number as people type it.
func normalCase(number string) string {
	n := normalRecovery(number)
	if len(n) != 8 {
		return n
	}
	return n[:4] + "-" + n[4:]
}

// askHelp opens a case. The same happens for a name that nobody has: the person who
// looks at it finds out, and the one who asked does not.
func (s *Server) askHelp(c helpCase, login, loginSecret string) (number, secret string, err error) {
	err = s.update(func(t *tx) error {
		if err := t.spend("help:"+network(c.Visitor.IP), casesFrom, aDay); err != nil {
			return err
		}
		if err := t.spend("help-of:"+api.Hash([]byte(normalUser(c.User))), casesOf, aDay); err != nil {
			return err
		}
		open, bytes := t.helpLoad()
		if open >= maxCases || bytes+c.bytes() > maxHelpDisk {
			return fail(api.CodeUnavailable, "too many requests for help are open")
		}
		c.Number, secret = newCaseNumber(), newRecoveryCode()
		c.Secret, c.State, c.Made = api.Hash([]byte(normalRecovery(secret))), helpSubmitted, t.now
		if l, p, err := t.openLogin(login, loginSecret); err == nil {
			c.User, c.Account, c.Proved = l.User, p.ID, true
		} else if p, err := t.personByUser(c.User); err == nil {
			c.Account = p.ID
		}
		number = c.Number
		t.putCase(&c)
		t.due(t.now+helpOpenFor, "help", number)
		t.mailTo(c.Reach, c.Lang, "help_submitted", number)
		if p, err := t.person(c.Account); err == nil {
			t.record(p.ID, c.Visitor, "help_asked", number)
			t.tellOwner(p, "help_asked", number)
		}
		return nil
	})
	return number, secret, err
}

func (t *tx) putCase(c *helpCase) { t.put(inHelp, c.Number, c) }

func (c *helpCase) open() bool { return c.State == helpSubmitted || c.State == helpReview }

func (c *helpCase) bytes() (n int64) {
	for _, f := range c.Files {
		n += f.Size
	}
	return n
}

// helpLoad counts the open cases and the bytes of all files.
func (t *tx) helpLoad() (open int, bytes int64) {
	for _, id := range t.idsOf(inHelp) {
		c, err := load[helpCase](t, inHelp, id)
		if err != nil {
			continue
		}
		bytes += c.bytes()
		if c.open() {
			open++
		}
	}
	return open, bytes
}

// caseOf finds a case by its number and secret: the same answer for a number that is
// none and a secret that is wrong.
func (t *tx) caseOf(number, secret string) (*helpCase, error) {
	c, err := load[helpCase](t, inHelp, normalCase(number))
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare([]byte(c.Secret), []byte(api.Hash([]byte(normalRecovery(secret))))) != 1 {
		return nil, errNotFound
	}
	return c, nil
}

// viewCase is what its page shows.
func (s *Server) viewCase(number, secret string) (c *helpCase, err error) {
	err = s.view(func(t *tx) error {
		c, err = t.caseOf(number, secret)
		return err
	})
	return c, err
}

// findCase is viewCase for somebody who types both: at most so often.
func (s *Server) findCase(v visitor, number, secret string) (c *helpCase, err error) {
	err = s.update(func(t *tx) error {
		if err := t.spend("help-find:"+network(v.IP), 20, tenMinutes); err != nil {
			return err
		}
		if c, err = t.caseOf(number, secret); err != nil {
			return keep{err}
		}
		return nil
	})
	return c, err
}

func knownWhy(why string) bool { return slices.Contains(helpWhys, why) }
