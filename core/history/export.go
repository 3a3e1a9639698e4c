package history

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"kauth/core"
)

// Exported is a record as files and scripts get it.
type Exported struct {
	Number   uint64        `json:"number"`
	Asked    string        `json:"asked,omitempty"` // RFC 3339, UTC
	Ended    string        `json:"ended"`
	Outcome  core.Outcome  `json:"outcome"`
	Answer   core.Decision `json:"answer,omitempty"` // on this phone
	NotMe    bool          `json:"not_me"`
	Reported string        `json:"reported,omitempty"` // "not me" was said after the end
	State    string        `json:"state,omitempty"`    // the server's word for the end
	By       string        `json:"by,omitempty"`       // "this_device", "other_device"
	Offline  bool          `json:"offline"`            // the answer was digits, typed on the other screen
	Mode     core.Mode     `json:"mode,omitempty"`
	Kind     string        `json:"kind,omitempty"`
	Issuer   string        `json:"issuer,omitempty"`
	Account  string        `json:"account,omitempty"`
	Server   string        `json:"server,omitempty"`
	App      string        `json:"app,omitempty"`
	Browser  string        `json:"browser,omitempty"`
	Device   string        `json:"device,omitempty"`
	Place    string        `json:"place,omitempty"`
	IP       string        `json:"ip,omitempty"`
	ID       string        `json:"id"`
	Hash     string        `json:"hash,omitempty"` // of the signed request, SHA-256 in base64url
}

// Export gives a record for a file.
func Export(r core.Record) Exported {
	c := r.Context
	return Exported{
		Number: r.Number, Asked: stamp(r.Asked), Ended: stamp(r.Ended), Outcome: r.Outcome, Answer: r.Decision,
		NotMe: r.Why == core.NotMe, Reported: stamp(r.Reported), State: r.State, By: r.By, Offline: r.Offline, Mode: r.Mode, Kind: string(r.Kind),
		Issuer: r.Issuer, Account: r.Label, Server: r.Origin, App: c.App, Browser: c.Agent, Device: c.DeviceType,
		Place: c.Place, IP: c.IP, ID: r.ID, Hash: r.Hash,
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// WriteJSON writes one array.
func WriteJSON(w io.Writer, records []core.Record) error {
	all := make([]Exported, len(records))
	for i, r := range records {
		all[i] = Export(r)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(all)
}

var columns = []string{
	"number", "asked", "ended", "outcome", "answer", "not_me", "reported", "state", "by", "offline", "mode", "kind",
	"issuer", "account", "server", "app", "browser", "device", "place", "ip", "id", "hash",
}

// WriteCSV writes a table (RFC 4180) in UTF-8.
func WriteCSV(w io.Writer, records []core.Record) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	_ = out.Write(columns) // Flush keeps the error
	for _, r := range records {
		x := Export(r)
		cells := []string{
			strconv.FormatUint(x.Number, 10), x.Asked, x.Ended, string(x.Outcome), string(x.Answer), strconv.FormatBool(x.NotMe),
			x.Reported, x.State, x.By, strconv.FormatBool(x.Offline), string(x.Mode), x.Kind, x.Issuer, x.Account, x.Server, x.App, x.Browser, x.Device, x.Place,
			x.IP, x.ID, x.Hash,
		}
		for i := range cells {
			cells[i] = plain(cells[i])
		}
		_ = out.Write(cells)
	}
	out.Flush()
	return out.Error()
}

// plain keeps a spreadsheet from running what a stranger's browser called itself: it
// takes a cell that begins with one of these for a formula.
func plain(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
