package pages

import (
	"fmt"
	"html/template"
	"strings"
	"time"
)

// functions are what templates call: all of them know the language.
func functions(lang Lang) template.FuncMap {
	return template.FuncMap{
		"t":       func(key string, args ...any) string { return Text(lang, key, args...) },
		"bold":    func(key string, args ...any) template.HTML { return bold(lang, key, args...) },
		"names":   func(list []string) string { return strings.Join(list, ", ") },
		"clock":   clock,
		"day":     func(t time.Time) string { return day(lang, t) },
		"when":    func(t, now time.Time) string { return when(lang, t, now) },
		"group":   group,
		"langs":   func() []Lang { return Langs },
		"named":   func(l Lang) string { return LangNames[l] },
		"event":   func(what, with string) eventText { return event(lang, what, with) },
		"place":   func(s string) string { return place(lang, s) },
		"agent":   func(s string) string { return agent(lang, s) },
		"city":    city,
		"whys":    func() []string { return []string{"second", "password", "both", "identifier"} },
		"files":   func() []string { return []string{"front", "back", "selfie"} },
		"reasons": func() []string { return []string{"unreadable", "different", "incomplete", "unknown"} },
		"steps":   steps,
		"count":   func(i int) int { return i + 1 },
		"country": func(code string) string { return nameOr(code, lang) },
		"icon":    func(name string) template.HTML { return icons[name] },
	}
}

// steps gives the keys of a list of steps: name.1, name.2 and so on.
func steps(name string, n int) (keys []string) {
	for i := range n {
		keys = append(keys, fmt.Sprintf("%s.%d", name, i+1))
	}
	return keys
}

// clock writes seconds as 1:24.
func clock(seconds int) string {
	seconds = max(seconds, 0)
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// day writes a date as people of that language do: 3 March 2026.
func day(lang Lang, t time.Time) string {
	months := strings.Split(Text(lang, "months"), " ")
	return Text(lang, "date", t.Day(), months[t.Month()-1], t.Year())
}

// when writes a time of today or yesterday short.
func when(lang Lang, t, now time.Time) string {
	hour := t.Format("15:04")
	switch t.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return Text(lang, "today", hour)
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return Text(lang, "yesterday", hour)
	}
	return Text(lang, "at", day(lang, t), hour)
}

// group writes digits in threes: 482 913. Two stay two.
func group(digits string) string {
	if len(digits) != 6 {
		return digits
	}
	return digits[:3] + "\u00a0" + digits[3:]
}

// place puts the server's own words for near places into the reader's language.
func place(lang Lang, s string) string {
	if key := "place." + strings.ReplaceAll(strings.ToLower(s), " ", "_"); hasText(lang, key) {
		return Text(lang, key)
	}
	return s
}

// agent puts "Firefox on Windows" into the reader's language.
func agent(lang Lang, s string) string {
	if browser, system, ok := strings.Cut(s, " on "); ok {
		return Text(lang, "agent", browser, system)
	}
	return place(lang, s)
}

// eventText is a line of activity: what happened, and the name of what it happened to.
type eventText struct{ Text, Name string }

// event finds the words event.<what>.<with>, or event.<what> beside the name with.
// What a newer version wrote has words that fit everything.
func event(lang Lang, what, with string) eventText {
	switch {
	case hasText(lang, "event."+what+"."+with):
		return eventText{Text: Text(lang, "event."+what+"."+with)}
	case hasText(lang, "event."+what+".kauth"): // by a phone, whose name it is
		return eventText{Text(lang, "event."+what+".kauth"), with}
	case !hasText(lang, "event."+what):
		return eventText{Text: Text(lang, "event.other")}
	case hasText(lang, "method."+with), with == "password": // how it was done, which the text says
		return eventText{Text: Text(lang, "event."+what)}
	}
	return eventText{Text(lang, "event."+what), with}
}

// icons are one family: 24 px, strokes of 2 px with round ends.
var icons = map[string]template.HTML{
	"key":    icon(`<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8M16 7l3 3"/>`),
	"bolt":   icon(`<path d="m13 2.5-8 11.5h6l-1 7.500 8-11.500h-6z"/>`),
	"bell":   icon(`<path d="M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15ZM10 20.5h4"/>`),
	"copy":   icon(`<rect x="8" y="8" width="12" height="12" rx="2.5"/><path d="M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2"/>`),
	"shield": icon(`<path d="M12 3 5 5.5v6c0 4.5 3 7.800 7 9.5 4-1.700 7-5 7-9.5v-6z"/>`),
	"phone":  icon(`<rect x="7" y="2.5" width="10" height="19" rx="2.5"/><path d="M11 18.5h2"/>`),
	"laptop": icon(`<rect x="4.5" y="5" width="15" height="10.5" rx="2"/><path d="M2.5 19h19"/>`),
	"go":     icon(`<path d="m9 5 7 7-7 7"/>`),
	"check":  icon(`<path d="m5 12.5 4.800 4.800L19.5 7.5"/>`),
	"cross":  icon(`<path d="m6.5 6.5 11 11M17.5 6.5l-11 11"/>`),
	"clock":  icon(`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>`),
	"mail":   icon(`<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="m3.5 7.5 8.5 6 8.5-6"/>`),
	"pencil": icon(`<path d="M4 20h4L19 9l-4-4L4 16z M13.5 6.5l4 4"/>`),
	"dots":   icon(`<path d="M12 5.500v.1M12 12v.1M12 18.500v.1" stroke-width="3.500"/>`),
	"unsafe": icon(`<path d="M12 3 5 5.5v6c0 4.5 3 7.800 7 9.500 4-1.700 7-5 7-9.500v-6zM9.500 9.500l5 5M14.500 9.500l-5 5"/>`),
	"alert":  icon(`<path d="M12 4 2.800 19.5h18.400zM12 10v4M12 17v.1"/>`),
}

func icon(paths string) template.HTML {
	return template.HTML(`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">` + paths + `</svg>`)
}

// MadeOn says when a set of backup codes was made, for the file that people keep.
func MadeOn(lang Lang, at time.Time) string {
	return Text(lang, "codes.file.made", day(lang, at))
}
