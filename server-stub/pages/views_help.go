package pages

import "time"

// Help is the form for people whom no other way lets in.
type Help struct {
	Field
	Why               string // "second", "password", "both", "identifier"
	Name, Reach, User string
	Login             string // the sign-in that it was opened from
	Bound             bool   // User gave the right password in that sign-in
	Troubles          []FileTrouble
}

// FileTrouble is what is wrong with one file: texts "help.file.File", "help.trouble.What".
type FileTrouble struct{ File, What string }

// Of is what is wrong with the file of that field; "" where nothing is.
func (h Help) Of(file string) string {
	for _, one := range h.Troubles {
		if one.File == file {
			return one.What
		}
	}
	return ""
}

// HelpCase says where a request for help stands.
type HelpCase struct {
	Number, Secret, State, Why, Reason, Reach string
	Made, Gone, Now                           time.Time // Gone: when the files are removed
	Files, Used                               bool
}

// HelpFind asks for the number of a case and its secret.
type HelpFind struct {
	Field
	Number string
}

// HelpIn takes the code that an accepted case came with.
type HelpIn struct {
	Field
	Number string
}

// HelpDoor asks for the password after that code.
type HelpDoor struct {
	Field
	User, Action string
}

// Lost asks whether the account is in the app still and whether there are backup
// codes; then Road is the one way that is left: "app", "codes", "help".
type Lost struct{ Login, App, Codes, Road string }

// NewPhone is what to do before a phone is changed.
type NewPhone struct {
	On     bool
	Phones []Method
}

// Desk is where requests for help are decided: for tests, on this machine alone.
type Desk struct {
	Cases   []DeskCase
	Problem string
	Now     time.Time
}

// DeskCase is a request as the person sees it who decides.
type DeskCase struct {
	Number, State, Why, Name, Reach, User, Account, Reason, Place, Agent string
	Proved, Open                                                         bool
	Made                                                                 time.Time
	Files                                                                []DeskFile
}

// DeskFile is one file of a case.
type DeskFile struct {
	Kind, Type, Href string
	KiB              int64
	Picture          bool
}

func (Help) name() string     { return "help" }
func (HelpCase) name() string { return "helpcase" }
func (HelpFind) name() string { return "helpfind" }
func (HelpIn) name() string   { return "helpin" }
func (HelpDoor) name() string { return "helpdoor" }
func (Lost) name() string     { return "lost" }
func (NewPhone) name() string { return "newphone" }
func (Desk) name() string     { return "desk" }
