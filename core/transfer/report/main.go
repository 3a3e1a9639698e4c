// Command report lists the files of a folder with what core/transfer reads of each: for
// the exports of other apps that may not be part of this repository.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"kauth/core"
	"kauth/core/transfer"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "report FOLDER [PASSWORD...]: the passwords are tried in turn, \"test\" first, then what a name ends in")
		os.Exit(2)
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "FILE\tFORMAT\tSEALED\tREAD\tREPAIRED\tTWICE\tREFUSED\tERROR")
	failed := false
	err := filepath.WalkDir(os.Args[1], func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		r, err := parse(path, append([]string{"test"}, os.Args[2:]...))
		said := "-"
		if err != nil {
			failed = failed || core.KindOf(err) == core.WrongPass || core.KindOf(err) == core.NotOurs
			said = strings.TrimPrefix(err.Error(), "transfer.Read: ")
		}
		fmt.Fprintf(w, "%s\t%s\t%v\t%d\t%d\t%d\t%d\t%s\n", filepath.Base(path), r.Format, r.Encrypted,
			r.Count(transfer.Read), r.Count(transfer.Repaired), r.Count(transfer.Duplicate), r.Count(transfer.Refused), said)
		return nil
	})
	if err := errors.Join(err, w.Flush()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if failed {
		os.Exit(1)
	}
}

// parse tries no password, then each.
func parse(path string, passwords []string) (transfer.Report, error) {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if i := strings.LastIndex(name, "_"); i >= 0 {
		passwords = append(passwords, name[i+1:])
	}
	try := func(password []byte) (transfer.Report, error) {
		f, err := os.Open(path)
		if err != nil {
			return transfer.Report{}, err
		}
		defer f.Close()
		return transfer.Parse(context.Background(), f, transfer.Options{Password: password, Costly: true})
	}
	r, err := try(nil)
	for _, p := range passwords {
		if kind := core.KindOf(err); kind != core.Locked && kind != core.WrongPass {
			break
		}
		r, err = try([]byte(p))
	}
	return r, err
}
