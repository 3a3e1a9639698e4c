package disk

// An Event is one thing that was done to files, or said.
type Event struct {
	Kind Kind
	File int    // its number
	At   int64  // of a write: the offset; of a resize: the length
	Data []byte // of a write
	Name string // of an entry: the path below the root
	To   string // of a rename or a link
	Said string
}

// Kind is the kind of an Event.
type Kind string

// The kinds of events.
const (
	Create   Kind = "create"
	Folder   Kind = "folder" // one was made
	Write    Kind = "write"
	Resize   Kind = "resize"
	Rename   Kind = "rename"
	Link     Kind = "link" // one more name
	Remove   Kind = "remove"
	SyncFile Kind = "sync a file"
	SyncName Kind = "sync a folder" // Name is the folder's
	Said     Kind = "said"          // the program told somebody something
)
