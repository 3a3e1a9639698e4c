package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"kauth/app/text"
)

// flags are what a person or a script may say at the start.
type flags struct {
	vault          string
	passphraseFile string
	server         string
	phoneName      string
	language       string
	theme          string
	textScale      float64
	width, height  float32
	noCamera       bool
	drive          string
	memoryKeyring  bool
	woken          bool   // the bus started the app for a message
	link           string // a kauth:// or otpauth:// address to open
}

// parse reads the command line. -h and wrong use are told on w.
func parse(args []string, w io.Writer) (flags, error) {
	f := flags{}
	size := "390x844"
	set := flag.NewFlagSet("kauth", flag.ContinueOnError)
	set.SetOutput(w)
	set.StringVar(&f.vault, "vault", defaultVault(), "the `folder` of the vault")
	set.StringVar(&f.passphraseFile, "passphrase-file", "", "a `file` with the vault's passphrase, instead of the keyring")
	set.StringVar(&f.server, "server", "", "the `address` to offer for a log in from this device")
	set.StringVar(&f.phoneName, "phone-name", defaultName(), "the `name` that servers show for this phone")
	set.StringVar(&f.language, "lang", "", "a `language` ("+strings.Join(text.Languages(), ", ")+") instead of the chosen one")
	set.StringVar(&f.theme, "theme", "", "light or dark, instead of the chosen `appearance`")
	set.Float64Var(&f.textScale, "text-scale", 0, "the size of text, from `1` to 2; 0 is the chosen one, or the system's")
	set.StringVar(&size, "size", size, "the window's `size`")
	set.BoolVar(&f.noCamera, "no-camera", false, "leave the camera alone")
	set.BoolVar(&f.woken, "woken", false, "started by a wake-up: show no window until somebody wants it")
	if driven {
		set.StringVar(&f.drive, "drive", "127.0.0.1:0", "the loopback `address` to be driven at")
		set.BoolVar(&f.memoryKeyring, "memory-keyring", false, "a keyring that lasts as long as this process, instead of the system's")
	}
	if err := set.Parse(args); err != nil {
		return f, err
	}
	f.link = set.Arg(0)
	if err := f.check(size); err != nil {
		fmt.Fprintln(w, err)
		return f, err
	}
	return f, nil
}

func (f *flags) check(size string) error {
	ws, hs, _ := strings.Cut(size, "x")
	width, errW := strconv.ParseUint(ws, 10, 12)
	height, errH := strconv.ParseUint(hs, 10, 12)
	f.width, f.height = float32(width), float32(height)
	switch {
	case errW != nil || errH != nil || width < 200 || height < 300:
		return errors.New("--size is WIDTHxHEIGHT, at least 200x300")
	case f.theme != "" && f.theme != "light" && f.theme != "dark":
		return errors.New("--theme is light or dark")
	case !(f.textScale == 0 || f.textScale >= 1 && f.textScale <= 2): // NaN is neither
		return errors.New("--text-scale is from 1 to 2")
	}
	return nil
}

// passphrase reads the file that was named, without its line break.
func (f *flags) passphrase() ([]byte, error) {
	data, err := os.ReadFile(f.passphraseFile)
	if err != nil {
		return nil, err
	}
	pass := bytes.TrimRight(data, "\r\n")
	if len(pass) == 0 {
		return nil, errors.New("the passphrase file is empty")
	}
	return pass, nil
}
