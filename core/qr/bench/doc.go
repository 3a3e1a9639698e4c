// Package bench holds our reader of QR codes against others on the same pixels in the
// same run: zxing-cpp (npm zxing-wasm), zbarimg and plain gozxing. It has tests alone,
// which `make bench-qr` runs; docs/qr.md says what they gave.
package bench
