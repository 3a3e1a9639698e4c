package stub

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
	boltErrors "go.etcd.io/bbolt/errors"
)

// The buckets of the file. Records are JSON, named by their id.
const (
	inMeta        = "meta"        // the server's own keys, the policy
	inTallies     = "tallies"     // what is counted and for whom: see tally.go
	inForgotten   = "forgotten"   // fgt_: a way back in that was begun
	inChanges     = "changes"     // a session and what it changes: see contact.go
	inHelp        = "help"        // the number of a request for help
	inDoomed      = "doomed"      // files of such requests that are to be removed
	inPhones      = "phones"      // a recovery phone and acc_
	inPeople      = "people"      // acc_
	inUsers       = "users"       // user name -> acc_
	inDevices     = "devices"     // dev_
	inChallenges  = "challenges"  // chl_
	inOffers      = "offers"      // lnk_
	inGrants      = "grants"      // hash of a link code, or of an access token
	inLogins      = "logins"      // lgn_
	inSessions    = "sessions"    // hash of the cookie
	inSessionsOf  = "sessions_of" // acc_ and a session's hash
	inBackchannel = "backchannel" // hash of an auth_req_id: see backchannel.go
	inGuesses     = "guesses"     // who guesses at a password: see guesses.go
	inCodes       = "codes"       // hash of an authorization code
	inEvents      = "events"      // acc_ and a number
	inOutbox      = "outbox"      // a number
	inUsedCodes   = "used_codes"  // dev_, otp_: the last code used; acc_: wrong ones in a row
	inSeeds       = "seeds"       // otp_: secrets of one-time-code apps
	inKeys        = "keys"        // key_: security keys
	inSetups      = "setups"      // set_: methods being added
	inPrograms    = "programs"    // acc_ and the hash of an application password
	inWakeups     = "wakeups"     // dev_ and one of its registrations: phones to be woken
	inOrgs        = "orgs"        // org_
	inMembers     = "members"     // org_ and acc_
	inInvites     = "invites"     // an address and inv_
	inDemo        = "demo"        // user name -> what the demo list shows
	inDue         = "due"         // a time, a kind and an id: see due.go
)

var buckets = []string{
	inTallies, inForgotten, inPhones, inChanges, inHelp, inDoomed, inWakeups,
	inGuesses, inBackchannel,
	inMeta, inPeople, inUsers, inDevices, inChallenges, inOffers, inGrants,
	inLogins, inUsedCodes, inSeeds, inKeys, inSetups, inPrograms, inSessions, inSessionsOf, inCodes, inEvents, inOutbox, inDemo, inDue,
	inOrgs, inMembers, inInvites,
}

func (s *Server) open() error {
	if err := os.MkdirAll(s.o.Data, 0o700); err != nil {
		return err
	}
	db, err := bolt.Open(filepath.Join(s.o.Data, "server.db"), 0o600, &bolt.Options{Timeout: time.Second, NoSync: s.o.noSync})
	if errors.Is(err, boltErrors.ErrTimeout) {
		return fmt.Errorf("stub: another server uses %s", s.o.Data)
	}
	if err != nil {
		return err
	}
	s.db = db
	err = db.Update(func(b *bolt.Tx) error {
		if err := mayOpen(b); err != nil {
			return err
		}
		for _, name := range buckets {
			if _, err := b.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		meta := b.Bucket([]byte(inMeta))
		if err := meta.Put([]byte(nameFormat), []byte(format)); err != nil {
			return err
		}
		if err := loadVAPID(meta); err != nil {
			return err
		}
		return loadKeys(meta)
	})
	if err != nil {
		db.Close()
		return err
	}
	id, err := newest(db)
	if err == nil {
		s.writer.begin(id)
		go s.writing()
		if err = s.update(func(*tx) error { return nil }); err == nil { // what fell due while we were down
			return nil
		}
		s.writer.close()
	}
	db.Close()
	return err
}

// format names what the records look like. It changes with them.
const (
	nameFormat = "format"
	format     = "2"
)

// mayOpen refuses a file of another format, untouched: read wrongly, somebody's
// second step could be missing.
func mayOpen(b *bolt.Tx) error {
	meta := b.Bucket([]byte(inMeta))
	if meta == nil {
		return nil // a new file
	}
	if got := string(meta.Get([]byte(nameFormat))); got != format {
		return fmt.Errorf("stub: %s was written by another version of the server, and is left as it is: take another folder", b.DB().Path())
	}
	return nil
}
