// Package coretest holds what tests share: fakes of the ports that a phone or an
// operating system stands behind, the suites that a fake and the real thing both
// have to pass, and sample accounts. Nothing that is shipped imports it.
package coretest
