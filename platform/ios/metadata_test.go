//go:build ipa

package ios

import (
	"bytes"
	"debug/macho"
	"encoding/binary"
	"testing"
)

// image is a program as the Objective-C runtime reads it: objc4's objc-runtime-new.h, and
// the chained fixups of mach-o/fixup-chains.h (DYLD_CHAINED_PTR_64), where an address
// within the image has 36 bits, and the rest is how dyld goes on.
type image struct {
	t *testing.T
	f *macho.File
}

const (
	address = 1<<36 - 1
	bound   = 1 << 63 // the place of a name from another library
	small   = 1 << 31 // a list of methods whose fields are offsets of 32 bits
)

func (i image) bytes(at uint64, n int) []byte {
	i.t.Helper()
	for _, s := range i.f.Sections {
		if at >= s.Addr && at < s.Addr+s.Size {
			out := make([]byte, min(uint64(n), s.Addr+s.Size-at))
			if _, err := s.ReadAt(out, int64(at-s.Addr)); err != nil {
				i.t.Fatal(err)
			}
			return out
		}
	}
	i.t.Fatalf("nothing is at %x", at)
	return nil
}

// pointer is 0 where it is another library's.
func (i image) pointer(at uint64) uint64 {
	p := binary.LittleEndian.Uint64(i.bytes(at, 8))
	if p&bound != 0 {
		return 0
	}
	return p & address
}

func (i image) word(at uint64) uint32 { return binary.LittleEndian.Uint32(i.bytes(at, 4)) }

func (i image) text(at uint64) string {
	s, _, _ := bytes.Cut(i.bytes(at, 512), []byte{0})
	return string(s)
}

// list is the pointers in a section.
func (i image) list(section string) (out []uint64) {
	if s := i.f.Section(section); s != nil {
		for at := s.Addr; at < s.Addr+s.Size; at += 8 {
			out = append(out, i.pointer(at))
		}
	}
	return out
}

// methods gives the type of each by its selector.
func (i image) methods(at uint64, into map[string]string) {
	if at == 0 {
		return
	}
	head, n := i.word(at), i.word(at+4)
	for m := at + 8; n > 0; n-- {
		if head&small != 0 {
			relative := func(p uint64) uint64 { return p + uint64(int64(int32(i.word(p)))) }
			into[i.text(i.pointer(relative(m)))] = i.text(relative(m + 4))
			m += 12
			continue
		}
		into[i.text(i.pointer(m))] = i.text(i.pointer(m + 8))
		m += 24
	}
}

// categories are the methods that are added to classes, by the class they are added to:
// struct category_t is name, class, methods of objects.
func (i image) categories() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, c := range i.list("__objc_catlist") {
		name := i.text(i.pointer(c)) + " of " + i.class(i.pointer(c+8))
		if out[name] == nil {
			out[name] = map[string]string{}
		}
		i.methods(i.pointer(c+16), out[name])
	}
	return out
}

// class is its name: struct class_t ends with its data, of which the name is the fourth
// word of 64 bits.
func (i image) class(at uint64) string {
	if at == 0 {
		return "another library's"
	}
	return i.text(i.pointer(i.data(at) + 24))
}

func (i image) data(class uint64) uint64 { return i.pointer(class+32) &^ 7 }

// classes are all that are defined here, with the methods of their objects.
func (i image) classes() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, c := range i.list("__objc_classlist") {
		m := map[string]string{}
		i.methods(i.pointer(i.data(c)+32), m)
		out[i.class(c)] = m
	}
	return out
}
