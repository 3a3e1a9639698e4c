// Package disk is a model of a file system that loses its power. It is told what a
// program did to a folder, call by call, and gives what may be found in the folder
// after a power cut at any moment: all that was synced, and of the rest any part.
//
// What POSIX lets a file system do, it does: a write after the file's last fsync or
// fdatasync is kept, lost, or torn into sectors of 512 bytes; a file has any of the
// lengths that it had since; a name that was made, renamed or taken away is as before
// until the folder was synced, in order or not. It does not tear a sector, does not
// lose what was synced, and never takes a rename half back: no file system in use does.
package disk
