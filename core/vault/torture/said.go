//go:build linux && (amd64 || arm64)

package main

import (
	"strconv"
	"strings"
)

// said is what a child said before it ended.
type said struct {
	opened, closed bool
	acknowledged   int            // steps, from the script's first
	counters       map[int]uint64 // by step: the number that was given
	recovery       map[int]string // by step: the recovery passphrase that was shown
	failed         string         // the whole line
	serves         string         // what it should not
}

func hear(s script, lines []string) said {
	h := said{acknowledged: s.from, counters: map[int]uint64{}, recovery: map[int]string{}}
	for _, line := range lines {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == "opened":
			h.opened = true
		case words[0] == "closed":
			h.closed = true
		case words[0] == "serves":
			h.serves = line
		case words[0] == "failed":
			h.failed = line
		case words[0] == "ok" && len(words) > 1:
			n, err := strconv.Atoi(words[1])
			if err != nil {
				continue
			}
			h.acknowledged = n + 1
			if len(words) == 3 {
				if given, err := strconv.ParseUint(words[2], 10, 64); err == nil {
					h.counters[n] = given
				} else {
					h.recovery[n] = words[2]
				}
			}
		}
	}
	return h
}

// lines are those that ended: a child may be killed within one.
func lines(text string) []string {
	all := strings.SplitAfter(text, "\n")
	return all[:max(len(all)-1, 0)]
}
