package pages

// QA is the page of all knobs.
type QA struct {
	Offset      int64 // seconds
	Now         string
	Mode        string
	IP, Place   string
	Agent       string
	Unlocked    bool // a YES needs an unlocked phone
	Stay        bool // a phone may not take itself off
	Faults      []QAFault
	Kinds       []string
	People      []QAPerson
	Wakes       []QAWake // newest first
	Error, Done string   // what the knob that was turned last said
	Links       []Pair   // other pages and lists: a text's key, an address
}

// QAFault is a fault that waits for its requests.
type QAFault struct {
	Kind, Method, Path string
	Times              int
}

// QAPerson is somebody with phones and requests.
type QAPerson struct {
	User, Account, Role string
	On, Blocked         bool
	Phones              []QAPhone
	Requests            []QARequest
}

// QAPhone is a phone; Test is one that the server answers for.
type QAPhone struct {
	ID, Name, State string
	Test            bool
}

// QAWake is a wake-up and what came of it. Outcome is "delivered", "gone", "retry",
// "refused", "late" or "recorded"; Again is when it will be sent again, or "".
type QAWake struct {
	At, Phone, Kind, Host, Outcome, Why, Again string
	Status, Try                                int
}

// QARequest waits; Phones are the test phones that it went to.
type QARequest struct {
	ID, Login, Number string
	Left              int
	Phones            []QAPhone
}

func (QA) name() string { return "qa" }
