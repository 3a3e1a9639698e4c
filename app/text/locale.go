package text

import "strings"

// locale is a language and the place whose habits dates and times follow.
type locale struct{ language, region string }

// parse reads a locale in any spelling that systems use: "fr", "fr-CH", "fr_CH.UTF-8",
// "de_CH@euro", "zh-Hant-TW", "en-US-u-hc-h23".
func parse(name string) locale {
	name, _, _ = strings.Cut(name, ".")
	name, _, _ = strings.Cut(name, "@")
	parts := strings.Split(strings.ReplaceAll(name, "_", "-"), "-")
	l := locale{language: strings.ToLower(parts[0])}
	for _, p := range parts[1:] {
		if len(p) == 1 {
			break // what follows is an extension
		}
		if len(p) == 2 && l.region == "" {
			l.region = strings.ToUpper(p)
		}
	}
	return l
}

func (l locale) String() string {
	if l.region == "" {
		return l.language
	}
	return l.language + "-" + l.region
}

// plain is POSIX's locale without a language.
func (l locale) plain() bool { return l.language == "c" || l.language == "posix" }

// Detect reads the environment as POSIX and gettext do: LANGUAGE lists languages, the
// LC_ variables name one, and the region is that of LC_TIME. It gives one of Languages,
// with a region where one is known: "en-CH" is English with Swiss dates.
func Detect(getenv func(string) string) string {
	first := func(names ...string) string {
		for _, name := range names {
			if v := getenv(name); v != "" {
				return v
			}
		}
		return ""
	}
	messages, times := parse(first("LC_ALL", "LC_MESSAGES", "LANG")), parse(first("LC_ALL", "LC_TIME", "LANG"))
	found := locale{language: Default}
	if !messages.plain() {
		found = choose(append(parseAll(getenv("LANGUAGE")), messages))
	}
	if times.region != "" {
		found.region = times.region
	}
	return found.String()
}

func parseAll(list string) []locale {
	var all []locale
	for name := range strings.SplitSeq(list, ":") {
		all = append(all, parse(name))
	}
	return all
}

// choose takes the first of which there are words.
func choose(wanted []locale) locale {
	for _, l := range wanted {
		if _, ok := load()[l.language]; ok {
			return l
		}
	}
	return locale{language: Default}
}

// twelveHours are the regions that count the hours to twelve, as CLDR 44 has them.
const twelveHours = " AE AG AL AR AS AU BB BD BH BM BN BO BS BT CA CL CO CR CU CY DJ DM DO DZ EC EG EH ER ET FJ FM GD GH GM GR GT GU GY HK HN IN IQ JM JO KH KI KN KP KR KW KY LB LC LR LS LY MH MO MP MR MW MX MY NA NI NZ OM PA PE PG PH PK PR PS PW PY QA SA SB SD SG SL SO SS SV SY SZ TC TD TN TO TT TW UM US UY VC VE VG VI VU WS YE ZM "

// monthFirst are the regions where English has the month before the day.
const monthFirst = " AS FM GU MH MP PH PR PW UM US VI "

func (l locale) in(regions string) bool {
	return l.region != "" && strings.Contains(regions, " "+l.region+" ")
}

// twelve tells whether hours are counted to twelve: of our languages, English and
// Spanish do so, where the region does.
func (l locale) twelve() bool {
	return (l.language == "en" || l.language == "es") && l.in(twelveHours)
}
