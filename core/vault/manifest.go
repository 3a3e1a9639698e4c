package vault

import (
	"bytes"
	"maps"
	"slices"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"kauth/core/seal"
)

const manifestPurpose = "kauth vault manifest"

// manifest says what the vault holds, so that a record that is missing or was put
// back to an earlier state is found out. It is written in the transaction of every
// change, which is why it is no JSON: that took longer than the disk for 1,000
// records.
type manifest struct {
	Generation uint64 // one more with every change
	Header     []byte // SHA-256 of the header
	// Stale: something was deleted, and its sealed bytes may still lie in free
	// pages. The next unlock takes them away if the deletion could not.
	Stale bool
	// Records by bucket and id: the generation at which each was written.
	Records map[string]map[string]uint64
}

func newManifest(h header) *manifest {
	return &manifest{Generation: 1, Header: h.sum, Records: map[string]map[string]uint64{}}
}

func (m *manifest) seal(k *keys, name string) ([]byte, error) {
	return seal.Seal(k.data, m.encode(), manifestPurpose, []byte(name))
}

// readManifest opens the manifest and holds the header against it.
func readManifest(s *store, k *keys, h header) (*manifest, error) {
	box, err := view(s, func(tx *bolt.Tx) ([]byte, error) { return get(tx, bucketVault, nameManifest), nil })
	if err != nil {
		return nil, err
	}
	text, err := seal.Open(k.data, box, manifestPurpose, []byte(h.Name))
	if err != nil {
		return nil, damagedf("the manifest: %w", err)
	}
	m, err := decodeManifest(text)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(m.Header, h.sum) {
		return nil, damagedf("the header is not the one that belongs to these records")
	}
	return m, nil
}

func (m *manifest) revision(bucket, id string) (uint64, bool) {
	r, ok := m.Records[bucket][id]
	return r, ok
}

func (m *manifest) put(bucket, id string) {
	if m.Records[bucket] == nil {
		m.Records[bucket] = map[string]uint64{}
	}
	m.Records[bucket][id] = m.Generation
}

func (m *manifest) drop(bucket, id string) {
	delete(m.Records[bucket], id)
	if len(m.Records[bucket]) == 0 {
		delete(m.Records, bucket)
	}
}

func (m *manifest) ids(bucket string) []string { return sortedNames(m.Records[bucket]) }

func sortedNames[V any](of map[string]V) []string { return slices.Sorted(maps.Keys(of)) }

// former is a free name for one more replaced data key.
func (m *manifest) former() string { return strconv.FormatUint(m.Generation, 10) }
