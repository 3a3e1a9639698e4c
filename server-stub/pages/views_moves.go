package pages

// Roads are what a new phone may be for, besides being one more.
type Roads struct {
	Phones []Method // those whose place it may take
	To     string   // the id of the one that was chosen already; "" for none
	Kept   bool     // there is a phone, and the organization keeps it
}
