package stub

import "testing"

func TestBackupCodesMadeAheadAreEachGivenOnce(t *testing.T) {
	var s spareSets
	s.init(false)
	s.fill()
	seen := map[string]bool{}
	for range 6 {
		set, codes := s.take(7)
		if set.Made != 7 || len(codes) != recoveryCodes || !set.use(codes[3]) {
			t.Fatalf("%d codes, made at %d", len(codes), set.Made)
		}
		for _, c := range codes {
			if seen[c] {
				t.Fatal("a code was given twice")
			}
			seen[c] = true
		}
	}
}
