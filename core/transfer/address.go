package transfer

import (
	"net/url"
	"strings"

	"kauth/core"
	"kauth/core/link"
)

// judgeAddress reads an otpauth address (Key URI format), or Bitwarden's short forms:
// steam://SECRET, and a secret alone.
func (t thing) judgeAddress(e Entry) Entry {
	scheme, rest, found := strings.Cut(t.address, "://")
	switch scheme = strings.ToLower(scheme); {
	case found && scheme == "steam":
		t.kind, t.params = "steam", map[string]string{"secret": rest}
		e.Type = t.kind
		return t.judgeParams(e)
	case !found:
		t.kind, t.params = "totp", map[string]string{"secret": t.address}
		e.Type = t.kind
		return t.judgeParams(e)
	case scheme == "motp", scheme == "yaotp":
		e.Type = scheme
		return e.refused(OtherType, nil)
	}
	e.Type, _, _ = strings.Cut(rest, "/")
	if e.Type = strings.ToLower(e.Type); e.Type == "yaotp" || e.Type == "motp" || e.Type == "pipush" {
		return e.refused(OtherType, nil)
	}
	text, e := tidyAddress(t.address, e)
	p, err := link.Parse(text)
	switch {
	case err != nil && nameless(text, err):
		return t.judgeNameless(text, e)
	case err != nil:
		return e.refused(Broken, err)
	case p.Kind != link.OTPAuth:
		return e.refused(Broken, core.Errorf("transfer.Read", core.NotOurs, "not an otpauth address"))
	}
	a := *p.Account
	if a.Issuer == "" {
		a.Issuer = t.issuer
	}
	if a.Label == "" {
		a.Label = t.label
	}
	return e.taken(a)
}

// tidyAddress puts right how some apps spell an algorithm or a digit count, and drops
// parameters that are there twice with one meaning.
func tidyAddress(address string, e Entry) (string, Entry) {
	head, raw, _ := strings.Cut(address, "?")
	q, err := url.ParseQuery(raw)
	if err != nil {
		return address, e
	}
	changed := false
	for name, values := range q {
		if len(values) > 1 && same(values) {
			q[name], changed = values[:1], true
		}
	}
	if given := q.Get("algorithm"); given != "" {
		if name := algorithmName(given); !strings.EqualFold(name, given) {
			q.Set("algorithm", name)
			changed, e = true, e.repaired(AlgorithmSet)
		}
	}
	if e.Type == "steam" && q.Get("digits") != "" && q.Get("digits") != "5" {
		q.Del("digits")
		changed, e = true, e.repaired(DigitsSet)
	}
	if !changed {
		return address, e
	}
	return head + "?" + q.Encode(), e
}

func same(values []string) bool {
	for _, v := range values[1:] {
		if v != values[0] {
			return false
		}
	}
	return true
}

// nameless tells an address that is good but for names, which a file may have beside it.
func nameless(address string, err error) bool {
	return core.KindOf(err) == core.Malformed && core.Reason(err) == link.ErrNameless
}

func (t thing) judgeNameless(address string, e Entry) Entry {
	_, raw, _ := strings.Cut(address, "?")
	q, err := url.ParseQuery(raw)
	if err != nil {
		return e.refused(Broken, err)
	}
	t.kind, t.params = e.Type, map[string]string{}
	for _, name := range []string{"secret", "algorithm", "digits", "period", "counter"} {
		t.params[name] = q.Get(name)
	}
	return t.judgeParams(e)
}

// addresses reads a list of otpauth addresses: one a line, or parted by commas, as
// Ente, Aegis, FreeOTP+ and many others write them. Lines that begin with # are notes.
func addresses(text string) []thing {
	var all []thing
	for line := range strings.Lines(strings.ReplaceAll(strings.TrimSpace(text), "\r", "\n")) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		for _, part := range parts(line) {
			if all = append(all, addressed(part)...); len(all) > maxEntries {
				return all // too many, whatever follows
			}
		}
	}
	return all
}

// addressed are the things of one address: an export of another phone has several.
func addressed(text string) []thing {
	if len(text) > maxWord {
		kind, _, _ := strings.Cut(text[:maxWord], ":")
		return []thing{{kind: kind, refuse: Broken}}
	}
	if !strings.HasPrefix(strings.ToLower(text), string(link.Migration)+":") {
		return []thing{address(text)}
	}
	p, err := link.Parse(text)
	if err != nil {
		return []thing{{kind: string(link.Migration), refuse: Broken}}
	}
	var all []thing
	for _, a := range p.Export.Accounts {
		all = append(all, thing{own: &a})
	}
	for _, r := range p.Export.Refused {
		all = append(all, thing{issuer: r.Issuer, label: r.Label, refuse: Broken})
	}
	return all
}

// parts cuts a line before each address in it.
func parts(line string) (list []string) {
	for {
		next := strings.Index(line[1:], ",otpauth://")
		if next < 0 {
			return append(list, strings.Trim(line, ", "))
		}
		list = append(list, strings.Trim(line[:next+1], ", "))
		line = line[next+2:]
	}
}

// address is a thing that an address says, unless Ente says that it is in its trash.
func address(text string) thing {
	t := thing{address: text}
	_, raw, _ := strings.Cut(text, "?")
	if q, err := url.ParseQuery(raw); err == nil && enteTrashed(q.Get("codeDisplay")) {
		t.refuse = Trashed
		t.issuer = q.Get("issuer")
	}
	return t
}

// missing are the numbers of the codes that a list lacks of an export of another phone.
func missing(text string) []int {
	var found link.Parts
	for line := range strings.Lines(strings.TrimSpace(text)) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(strings.ToLower(line), string(link.Migration)+":") {
			continue
		}
		if p, err := link.Parse(line); err == nil && !found.Add(p.Export) {
			return nil // of several exports: each may be whole
		}
	}
	return found.Missing()
}
