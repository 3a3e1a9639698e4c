package pages

import "time"

// Profile is what a person says of themselves, each line with a way to change it.
type Profile struct {
	Notice         string // key: what was just saved
	Name, User     string
	Lang           Lang
	Country, Zone  string
	Phone, Address string
	Gone           bool // the sign-in address was deleted
	Now            time.Time
}

// ProfileEdit is the form of one field: "name", "lang", "country", "zone".
type ProfileEdit struct {
	Field
	What, Value string
	Choices     []Choice
}

// Contact asks for a new "phone" or "address" to get back in with, or for a new
// address to sign in with: "user".
type Contact struct {
	Field
	What                    string
	Prefix, Number, Address string
	Gone                    bool   // the sign-in address was deleted: Old
	Must                    bool   // nothing else can be done before
	Old, Next               string // Next: where to go without changing it
}

// Zones lists time zones by their towns.
func Zones(names []string) (list []Choice) {
	for _, name := range names {
		list = append(list, Choice{name, city(name)})
	}
	return list
}

func (Profile) name() string     { return "profile" }
func (ProfileEdit) name() string { return "profileedit" }
func (Contact) name() string     { return "contact" }
