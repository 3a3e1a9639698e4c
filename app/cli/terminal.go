package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"kauth/core"
)

// terminal asks for secrets without showing them; nil where in is no terminal.
func terminal(in *os.File, out io.Writer) func(prompt string) ([]byte, error) {
	if !term.IsTerminal(int(in.Fd())) {
		return nil
	}
	return func(prompt string) ([]byte, error) {
		fmt.Fprint(out, prompt)
		secret, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(out)
		if err != nil {
			return nil, core.E("kauth-cli", core.Cancelled, err)
		}
		return secret, nil
	}
}
