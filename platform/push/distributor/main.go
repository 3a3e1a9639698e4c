// Command distributor is a UnifiedPush distributor and its push server in one, on this
// machine alone: for trying wake-ups by hand or from a script (docs/wakeups.md), and for
// tests. What is sent to an endpoint by https is handed to the app over the session bus.
// It keeps nothing when it ends, and is no part of the app.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	name := flag.String("name", "Test", "the distributor's `name` on the bus, after org.unifiedpush.Distributor.")
	listen := flag.String("listen", "127.0.0.1:0", "the loopback `address` of the push server")
	cert := flag.String("cert", "", "the `file` that gets the push server's certificate, for SSL_CERT_FILE of who sends")
	needs := flag.Bool("vapid", false, "want every server to say who it is (RFC 8292)")
	flag.Parse()

	l, origin, err := serveTLS(*listen, *cert)
	if err != nil {
		return err
	}
	d := &distributor{origin: origin, needsKey: *needs, all: map[string]registration{}, log: json.NewEncoder(os.Stdout)}
	if err := d.join(*name); err != nil {
		return err
	}
	s := &http.Server{Handler: d, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = s.Serve(l) }()
	d.say(map[string]any{"name": *name, "url": origin})
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt)
	<-stop
	return s.Close()
}
