package memory

import "syscall"

// keep leaves the heap out of reports to Microsoft (WerSetFlags with
// WER_FAULT_REPORTING_FLAG_NOHEAP). It was compiled for Windows and not tried there.
func keep(bool) {
	const noHeap = 1
	if set := syscall.NewLazyDLL("kernel32.dll").NewProc("WerSetFlags"); set.Find() == nil {
		_, _, _ = set.Call(noHeap)
	}
}
