package core

// Departure is an account that its server took off this phone, and why.
type Departure struct {
	Account Account
	// Moved: another phone took this one's place: To, which is "" where it has no name
	// that can be shown. Otherwise its owner removed this phone.
	Moved bool
	To    string
}
