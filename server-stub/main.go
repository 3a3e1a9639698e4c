// Command server-stub runs the reference server of ka/1 (package stub): sign in,
// two-factor, the Manager's pages, and the phone's side.
//
// When it serves, standard output gets exactly one line of JSON, for scripts:
// {"url": "...", "demo": [{"user", "password", "two_factor", "role"}]}. Whatever
// is meant for people goes to standard error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"kauth/server-stub/stub"
	"kauth/server-stub/wake"
)

// settings are the flags.
type settings struct {
	addr, data, cert, key, profile, origin string
	pushContact, fcm, fcmAt, apns, apnsAt  string
	demo, qa                               bool
}

func main() {
	set, err := parse(os.Args[1:], os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return
	case err != nil:
		fmt.Fprintln(os.Stderr, "server-stub:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err = run(ctx, set, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "server-stub:", err)
		os.Exit(1)
	}
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var set settings
	f := flag.NewFlagSet("server-stub", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&set.addr, "addr", "127.0.0.1:8420", "`address` to listen at; port 0 takes a free one, a bare port is on 127.0.0.1")
	f.StringVar(&set.data, "data", "", "`folder` for what has to survive a restart (default a temporary one, removed at exit)")
	f.BoolVar(&set.demo, "demo", false, "with demo people, listed at the start")
	f.BoolVar(&set.qa, "qa", false, "knobs for tests at /qa/, for this machine alone")
	f.StringVar(&set.cert, "tls-cert", "", "certificate `file`; serves https")
	f.StringVar(&set.key, "tls-key", "", "the certificate's key `file`")
	f.StringVar(&set.profile, "profile", "", `"nist": always six digits`)
	f.StringVar(&set.origin, "origin", "", "`origin` where people reach the server, when that is not its address")
	f.StringVar(&set.pushContact, "push-contact", "", "whom push services may write to: `mailto:NAME@HOST` or https://HOST (default the origin, where that is https)")
	f.StringVar(&set.fcm, "fcm", "", "service account `file` from Google's console: wakes phones by FCM")
	f.StringVar(&set.apns, "apns", "", "`file` with team, key and apps (docs/server.md): wakes iPhones by APNs")
	f.StringVar(&set.fcmAt, "fcm-at", "", "https `origin` that stands for FCM in tests; with -qa")
	f.StringVar(&set.apnsAt, "apns-at", "", "https `origin` that stands for APNs in tests; with -qa")
	if err := f.Parse(args); err != nil {
		return set, err
	}
	if _, err := strconv.ParseUint(set.addr, 10, 16); err == nil {
		set.addr = ":" + set.addr
	}
	if strings.HasPrefix(set.addr, ":") {
		set.addr = "127.0.0.1" + set.addr // a bare port is this machine's, not the network's
	}
	switch {
	case f.NArg() > 0:
		return set, fmt.Errorf("%q is no flag", f.Arg(0))
	case set.addr == "":
		return set, errors.New("-addr is empty: give host:port, or a port of 127.0.0.1")
	case (set.cert == "") != (set.key == ""):
		return set, errors.New("-tls-cert and -tls-key belong together")
	case set.profile != "" && set.profile != "nist":
		return set, errors.New(`the only profile is "nist"`)
	case !set.qa && set.fcmAt+set.apnsAt != "":
		return set, errors.New("-fcm-at and -apns-at are for tests: they need -qa")
	case set.qa && !loopback(set.addr):
		return set, errors.New("-qa gives power over everybody's account: it needs an -addr on loopback")
	}
	return set, wake.CheckContact(set.pushContact)
}

// loopback tells an address that this machine alone can reach.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// run serves until ctx ends.
func run(ctx context.Context, set settings, stdout, stderr io.Writer) (err error) {
	if set.data == "" {
		if set.data, err = os.MkdirTemp("", "kauth-server-"); err != nil {
			return err
		}
		defer os.RemoveAll(set.data)
	}
	services, err := set.services()
	if err != nil {
		return err
	}
	s, err := stub.New(stub.Options{
		Data: set.data, Origin: strings.TrimSuffix(set.origin, "/"), Profile: set.profile, Demo: set.demo, QA: set.qa,
		PushContact: set.pushContact, Services: services,
		Logger: slog.New(slog.NewTextHandler(stderr, nil)),
	})
	if err != nil {
		return err
	}
	err = s.Listen(set.addr, set.cert, set.key)
	if err == nil {
		err = announce(s, set, stdout, stderr)
	}
	if err == nil {
		<-ctx.Done()
	}
	return errors.Join(err, s.Close())
}
