// Command pack makes an APK out of what aapt has written and files that go into it as
// they are: libraries stored and aligned to 16 KiB pages, the rest packed, everything
// dated the same, so that the same input gives the same bytes.
//
// usage: pack BASE OUT NAME=FILE...
package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path"
	"strings"
)

const (
	page     = 16 << 10 // what Android 15 and later may map libraries in
	word     = 4        // what the system maps resources in
	aligning = 0xd935   // the extra field by which apksigner keeps an alignment
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type entry struct {
	name string
	data []byte
}

func run(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("usage: pack BASE OUT NAME=FILE...")
	}
	all, err := base(args[0])
	if err != nil {
		return err
	}
	for _, a := range args[2:] {
		name, file, _ := strings.Cut(a, "=")
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		all = append(all, entry{name, data})
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range all {
		if err := add(w, &out, e); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(args[1], out.Bytes(), 0o644)
}

func base(file string) (all []entry, err error) {
	r, err := zip.OpenReader(file)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(in)
		if err != nil {
			return nil, err
		}
		all = append(all, entry{f.Name, data})
	}
	return all, nil
}

// align says to what an entry has to be aligned; 0: it is packed.
func align(name string) int {
	switch {
	case path.Ext(name) == ".so":
		return page
	case name == "resources.arsc", path.Ext(name) == ".png":
		return word
	}
	return 0
}

// add writes sizes before the data, as an entry that is read in place needs them.
func add(w *zip.Writer, out *bytes.Buffer, e entry) error {
	h := &zip.FileHeader{Name: e.name, CRC32: crc32.ChecksumIEEE(e.data), UncompressedSize64: uint64(len(e.data))}
	h.ModifiedDate = 0x2821 // 2000-01-01
	body := e.data
	if to := align(e.name); to > 0 {
		if err := w.Flush(); err != nil {
			return err
		}
		h.Extra = padding(out.Len()+30+len(e.name), to)
	} else {
		h.Method = zip.Deflate
		body = deflate(e.data)
	}
	h.CompressedSize64 = uint64(len(body))
	f, err := w.CreateRaw(h)
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	return err
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression) // its one error is a wrong level
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

// padding is an extra field after which the data begins where it has to.
func padding(at, to int) []byte {
	const least = 6 // its number, its length and the alignment
	n := (to - (at+least)%to) % to
	b := binary.LittleEndian.AppendUint16(nil, aligning)
	b = binary.LittleEndian.AppendUint16(b, uint16(2+n))
	b = binary.LittleEndian.AppendUint16(b, uint16(to))
	return append(b, make([]byte, n)...)
}
