package core

import "time"

// Notice is what the system shows beside the app while its window is not looked at.
type Notice struct {
	ID    string // what it is about: the same one again takes the place of the first
	Title string
	Body  string
	// Plain is the body where the system shows no buttons; "" is Body.
	Plain   string
	Choices []NoticeChoice
	Urgent  bool
	Lasts   time.Duration // the most that it is worth showing; 0: as the system likes
}

// NoticeChoice is a button of a Notice.
type NoticeChoice struct {
	Answer NoticeAnswer
	Label  string
}

// NoticeAnswer is what a person said by a Notice.
type NoticeAnswer string

// The answers. A tap on the notice itself is NoticeOpen.
const (
	NoticeYes  NoticeAnswer = "yes"
	NoticeNo   NoticeAnswer = "no"
	NoticeOpen NoticeAnswer = "open"
)

// NoticeFacts is who shows notices, and how.
type NoticeFacts struct {
	Server  string // "dunst", "gnome-shell"
	Choices bool   // with buttons
	Leave   NoticeLeave
}

// NoticeLeave is whether the person lets the app show any.
type NoticeLeave string

// The leaves.
const (
	NoticesAllowed NoticeLeave = ""
	NoticesToAsk   NoticeLeave = "ask"    // not asked yet, or refused once: may be asked
	NoticesBarred  NoticeLeave = "barred" // off in the system's settings, until they are changed there
)
