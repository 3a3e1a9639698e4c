package text

import "strings"

// What a server says in words that are agreed (docs/protocol.md, "Words of a server"), and
// what the app says in their place. A phone is not the computer that "this" means there.
var agreed = map[string]string{
	"This computer":   "origin.same",
	"Local network":   "origin.near",
	"Unknown browser": "activity.unknown",
}

// systems may stand behind "on": what a browser runs on.
var systems = map[string]bool{
	"Windows": true, "macOS": true, "Linux": true, "ChromeOS": true, "Android": true, "iPhone": true, "iPad": true,
}

// Place puts the agreed words for a near place into the person's language. Every other
// one stays as the server signed it.
func (c *Catalog) Place(signed string) string {
	if key, ok := agreed[signed]; ok {
		return c.T(key)
	}
	return signed
}

// Agent does so for a browser: of "Firefox on Windows" the "on".
func (c *Catalog) Agent(signed string) string {
	browser, system, ok := strings.Cut(signed, " on ")
	if ok && browser != "" && systems[system] {
		return c.T("origin.agent", "browser", browser, "system", system)
	}
	return c.Place(signed)
}
