package api

// MaxBundle is how many accounts may listen over one connection, and MaxBundleBody the
// bytes of their proofs, which have some 700 each.
const (
	MaxBundle     = 64
	MaxBundleBody = 64 << 10
)

// BundleRequest asks for the streams of several devices of one phone over one
// connection.
type BundleRequest struct {
	Listen []Listener `json:"listen"` // 1 to MaxBundle, each device once
}

// Listener is one of them: what would have been the headers of its own request.
type Listener struct {
	Proof  string `json:"proof"`            // a ka-req for GET PathEvents, without a query
	Cursor string `json:"cursor,omitempty"` // as Last-Event-ID
}

// BundleProblem refuses a bundle whose nonces are too old, and has new ones for all of
// its devices.
type BundleProblem struct {
	Problem
	Nonces map[string]string `json:"nonces"`
}

// BundleEvent is what an event of a bundle has beside the members of its kind.
type BundleEvent struct {
	Device string `json:"device"`
}
