// Package faults is a network that goes wrong between a phone and its server: a proxy
// for HTTP/1.1 without TLS, which drops, delays, repeats, overtakes and cuts off, and
// whose choices come from one seed. The n-th request of a kind meets the same fault
// in every run with that seed; which request is the n-th is up to those who send them.
//
// It knows nothing of what it carries but where a request ends and which reply is a
// stream of events. For tests alone.
package faults
