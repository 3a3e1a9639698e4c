// Command manifest writes the manifest of one build out of platform/android's, which is
// the one that people get, with all attributes of the newest Android.
//
// usage: manifest [-api 29] [-debug] [-code N -name VERSION] [-links HOST] FILE
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

func main() {
	var b build
	flag.IntVar(&b.api, "api", 0, "leave out attributes that Android has since a later API level; 0: none")
	flag.BoolVar(&b.debug, "debug", false, "a build for development")
	flag.IntVar(&b.code, "code", 0, "the version's number; 0: as it stands")
	flag.StringVar(&b.name, "name", "", "the version's name; empty: as it stands")
	flag.StringVar(&b.links, "links", "", "the host whose https links open the app; empty: none")
	flag.Parse()
	source, err := os.ReadFile(flag.Arg(0))
	if err == nil {
		var out string
		if out, err = b.manifest(string(source)); err == nil {
			_, err = os.Stdout.WriteString(out)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "manifest:", err)
		os.Exit(1)
	}
}

// since says which attributes of ours Debian's aapt cannot encode: it knows Android up to
// API 29. Whoever adds one to the manifest adds it here; aapt refuses it otherwise.
var since = map[string]int{
	"dataExtractionRules":         31,
	"localeConfig":                33,
	"enableOnBackInvokedCallback": 33,
}

type build struct {
	api, code   int
	debug       bool
	name, links string
}

func (b build) manifest(s string) (string, error) {
	for name, level := range since {
		if !strings.Contains(s, " android:"+name+"=") && !strings.Contains(s, "\tandroid:"+name+"=") {
			return "", fmt.Errorf("no attribute %s: nothing is left out for it", name)
		}
		if b.api > 0 && level > b.api {
			s = attribute(name).ReplaceAllString(s, "")
		}
	}
	if b.debug {
		s = set(s, "debuggable", "true")
	}
	if b.code > 0 {
		s = set(s, "versionCode", strconv.Itoa(b.code))
	}
	if b.name != "" {
		s = set(s, "versionName", b.name)
	}
	return b.link(s)
}

func attribute(name string) *regexp.Regexp {
	return regexp.MustCompile(`\s+android:` + name + `="[^"]*"`)
}

func set(s, name, value string) string {
	return attribute(name).ReplaceAllString(s, ` android:`+name+`="`+value+`"`)
}

var (
	hosts  = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`)
	filter = regexp.MustCompile(`(?s)\n[ \t]*<intent-filter android:autoVerify="true">.*?</intent-filter>`)
)

// link keeps the filter for https links only where somebody has a host: Android asks it
// whether the app is its own, and an app that claims what is not its own gets no link.
func (b build) link(s string) (string, error) {
	if !filter.MatchString(s) {
		return "", fmt.Errorf("no intent-filter with autoVerify")
	}
	if b.links == "" {
		return filter.ReplaceAllString(s, ""), nil
	}
	if !hosts.MatchString(b.links) {
		return "", fmt.Errorf("%q is no host: id.example.org is one", b.links)
	}
	return strings.ReplaceAll(s, "HOST", b.links), nil
}
