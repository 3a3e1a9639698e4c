// Package trace runs a program under ptrace(2) and stops it at every call that
// changes files: to record it, to kill the program there, to have it fail, or to
// have it write only a part.
//
// It is not strace, because strace counts the calls of each thread by itself, and a
// Go program moves between threads as it likes: "the 7th write" names no place in it.
// Here calls are numbered over all threads, in the order in which they began. It
// knows Linux on amd64 and arm64, and reaches no file itself.
package trace
