//go:build linux && (amd64 || arm64)

package trace

import "golang.org/x/sys/unix"

// Call is one call that changes files or says something, at its entry or its end.
type Call struct {
	Name   string // as section 2 of the manual has it; "rename" for all of its kind
	FD     int    // -1 where it has none
	Path   string // as the program gave it
	To     string // of a rename
	Flags  int    // of an open
	Data   []byte // of a write
	At     int64  // the offset of a write, -1: where the file stands; the size of a ftruncate
	Result int64  // once it ended: what it gave, or less than 0
	Thread int
}

// reader names the calls that are looked at, and what their arguments are.
type reader func(m memory, a [6]uint64) Call

func onFD(name string) reader {
	return func(_ memory, a [6]uint64) Call { return Call{Name: name, FD: int(int32(a[0]))} }
}

func onPath(name string, at int) reader {
	return func(m memory, a [6]uint64) Call { return Call{Name: name, FD: -1, Path: m.text(a[at])} }
}

// unknown calls change files in a way that no model here has: whoever records must
// refuse them, or the record would be wrong without a word.
func unknown(name string) reader {
	return func(_ memory, a [6]uint64) Call { return Call{Name: "unknown: " + name, FD: int(int32(a[0]))} }
}

var calls = map[uint64]reader{
	unix.SYS_OPENAT: func(m memory, a [6]uint64) Call {
		return Call{Name: "open", FD: -1, Path: m.text(a[1]), Flags: int(a[2])}
	},
	unix.SYS_WRITE: func(m memory, a [6]uint64) Call {
		return Call{Name: "write", FD: int(int32(a[0])), Data: m.bytes(a[1], a[2]), At: -1}
	},
	unix.SYS_PWRITE64: func(m memory, a [6]uint64) Call {
		return Call{Name: "write", FD: int(int32(a[0])), Data: m.bytes(a[1], a[2]), At: int64(a[3])}
	},
	unix.SYS_FTRUNCATE: func(_ memory, a [6]uint64) Call {
		return Call{Name: "ftruncate", FD: int(int32(a[0])), At: int64(a[1])}
	},
	unix.SYS_LSEEK: func(_ memory, a [6]uint64) Call {
		return Call{Name: "lseek", FD: int(int32(a[0]))}
	},
	unix.SYS_FSYNC:     onFD("fsync"),
	unix.SYS_FDATASYNC: onFD("fdatasync"),
	unix.SYS_CLOSE:     onFD("close"),
	unix.SYS_RENAMEAT:  rename,
	unix.SYS_RENAMEAT2: rename,
	unix.SYS_UNLINKAT:  onPath("unlink", 1),
	unix.SYS_MKDIRAT:   onPath("mkdir", 1),
	unix.SYS_TRUNCATE:  unknown("truncate"),
	unix.SYS_LINKAT: func(m memory, a [6]uint64) Call {
		return Call{Name: "link", FD: -1, Path: m.text(a[1]), To: m.text(a[3])}
	},
	unix.SYS_SYMLINKAT: unknown("symlink"),
	unix.SYS_FALLOCATE: unknown("fallocate"), unix.SYS_COPY_FILE_RANGE: unknown("copy_file_range"),
	unix.SYS_SENDFILE: unknown("sendfile"), unix.SYS_SPLICE: unknown("splice"),
	unix.SYS_WRITEV: unknown("writev"), unix.SYS_PWRITEV: unknown("pwritev"), unix.SYS_PWRITEV2: unknown("pwritev2"),
	unix.SYS_MSYNC: unknown("msync"), unix.SYS_SYNC_FILE_RANGE: unknown("sync_file_range"),
	unix.SYS_DUP: unknown("dup"), unix.SYS_DUP3: unknown("dup3"),
}

func rename(m memory, a [6]uint64) Call {
	return Call{Name: "rename", FD: -1, Path: m.text(a[1]), To: m.text(a[3])}
}
