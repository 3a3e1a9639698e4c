package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"kauth/server-stub/stub"
)

// announcement is the one line that scripts read.
type announcement struct {
	URL  string       `json:"url"`
	Demo []demoPerson `json:"demo"`
}

type demoPerson struct {
	User      string `json:"user"`
	Password  string `json:"password"`
	TwoFactor bool   `json:"two_factor"`
	Role      string `json:"role"`
}

// announce says where the server is and who may sign in: to people, then to scripts.
func announce(s *stub.Server, set settings, stdout, stderr io.Writer) error {
	line := announcement{URL: s.Origin(), Demo: []demoPerson{}}
	fmt.Fprintf(stderr, "The server is at %s\n", s.Origin())
	if at := s.Localhost(); at != "" {
		fmt.Fprintf(stderr, "Security keys need a name: for them, open %s\n", at)
	}
	if set.qa {
		fmt.Fprintf(stderr, "Knobs for tests are at %s/qa/\n", s.Origin())
	}
	if set.demo {
		people, err := s.Demo()
		if err != nil {
			return err
		}
		for _, p := range people {
			line.Demo = append(line.Demo, demoPerson{p.User, p.Password, p.TwoFactor, p.Role})
		}
		tell(stderr, people)
	}
	return json.NewEncoder(stdout).Encode(line)
}

// tell lists the demo people for people.
func tell(w io.Writer, people []stub.DemoPerson) {
	fmt.Fprintf(w, "\nSign in as one of these:\n")
	for _, p := range people {
		state := "off"
		if p.TwoFactor {
			state = "on"
		}
		fmt.Fprintf(w, "  %-20s %-18s %-15s two-factor %s\n", p.User, p.Password, p.Role, state)
	}
	for _, p := range people {
		if p.OTPAuth == "" {
			continue
		}
		fmt.Fprintf(w, "\n%s had two-factor on from the start.\n", p.User)
		fmt.Fprintf(w, "  For one-time codes, add this to an app: %s\n", p.OTPAuth)
		fmt.Fprintf(w, "  Backup codes, each good once:\n")
		for i := 0; i < len(p.Codes); i += 5 {
			fmt.Fprintf(w, "    %s\n", strings.Join(p.Codes[i:min(i+5, len(p.Codes))], "  "))
		}
	}
	fmt.Fprintln(w)
}
