package e2e

import (
	"regexp"
	"strings"
)

const someSeed = "NB2W45DFOIQHI2DFEBZWKZLE"

// digits taps a PIN.
func (p *phone) digits(pin string) {
	p.t.Helper()
	for _, d := range pin {
		p.tap(string(d))
	}
}

// recovery reads the recovery passphrase off the screen.
func (p *phone) recovery() string {
	p.t.Helper()
	group := regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{5}`)
	var groups []string
	for _, text := range p.see("recovery", "I have written it down").texts() {
		if regexp.MustCompile(`^[0-9A-Z -]+$`).MatchString(text) {
			groups = append(groups, group.FindAllString(text, -1)...)
		}
	}
	if len(groups) != 5 {
		p.t.Fatalf("%d groups in %q", len(groups), p.tree().texts())
	}
	return strings.Join(groups, "-")
}
