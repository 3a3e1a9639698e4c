package core

import "time"

// Removal says on whose word an account left the list.
type Removal string

// Whose word it was, as stored.
const (
	ByPerson Removal = "person"
	// ByServer is a signed statement that this phone is turned off for the account: its
	// codes may no longer work there.
	ByServer Removal = "server"
)

// Discarded is an account in the trash: its codes, and nothing by which a server knows
// this phone.
type Discarded struct {
	Account Account // without Device, as it would come back: LinkedTo names its server
	When    time.Time
	By      Removal
	Left    time.Duration // until it is removed for ever; above zero
}

// Moment is the present by all that this phone has to tell it by.
type Moment struct {
	Phone     time.Time // the phone's own clock
	Corrected time.Time // what the servers make of it
	Sure      bool      // the servers agree, and the clock was not set since
}
