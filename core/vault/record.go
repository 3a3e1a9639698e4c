package vault

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"kauth/core"
	"kauth/core/seal"
)

const (
	recordPurpose = "kauth vault record"
	indexPurpose  = "kauth vault index"
	padTo         = 256 // bytes: a record's length says little about the names in it
)

// recordMark begins every record and ends with its version, so that a scan of a
// broken file can find records without the tree. The 32 bytes before are its name.
var recordMark = []byte{'k', 'A', 'R', 1}

const (
	recordHead = 4 + 8       // mark, revision
	nameSize   = sha256.Size // of a record's name
)

// errRecord: a record that is not what the vault wrote under that name.
var errRecord = errors.New("the record is not as it was written")

// keys are what an open vault works with.
type keys struct {
	data  []byte // seals
	index []byte // names
	held  [2]core.Held
}

// newKeys copies the data key to where nothing swaps it out.
func newKeys(data []byte) *keys {
	index, err := hkdf.Expand(sha256.New, data, indexPurpose, sha256.Size)
	if err != nil {
		panic("vault: " + err.Error()) // only for lengths that are not ours
	}
	defer clear(index)
	held := [2]core.Held{core.Hold(data), core.Hold(index)}
	return &keys{held[0].Bytes(), held[1].Bytes(), held}
}

func (k *keys) wipe() {
	if k != nil {
		k.held[0].Wipe()
		k.held[1].Wipe()
		k.data, k.index = nil, nil
	}
}

// Format hides the keys.
func (*keys) Format(f fmt.State, _ rune) { io.WriteString(f, "[secret]") }

// name is what a record is called in the file: it tells nothing of bucket and id,
// and stands for both in what the record authenticates.
func (k *keys) name(bucket, id string) []byte { return k.names()(bucket, id) }

// names gives what names many records at less than half the cost. It is for one
// goroutine, and gives new bytes each time.
func (k *keys) names() func(bucket, id string) []byte {
	mac := hmac.New(sha256.New, k.index)
	var place []byte
	return func(bucket, id string) []byte {
		mac.Reset()
		place = appendText(appendText(place[:0], bucket), id)
		mac.Write(place)
		return mac.Sum(nil)
	}
}

// seal makes a record: mark, revision, envelope. All before the envelope, and the
// name, are authenticated with it. Inside are bucket, id and data, each after its
// length, and zeros.
func (k *keys) seal(bucket, id string, revision uint64, data []byte) ([]byte, error) {
	head := binary.BigEndian.AppendUint64(append([]byte(nil), recordMark...), revision)
	plain := appendText(appendText(nil, bucket), id)
	plain = append(binary.BigEndian.AppendUint32(plain, uint32(len(data))), data...)
	plain = append(plain, make([]byte, (padTo-len(plain)%padTo)%padTo)...)
	defer clear(plain)
	box, err := seal.Seal(k.data, plain, recordPurpose, k.name(bucket, id), head)
	return append(head, box...), err
}

// open gives the data of a record that the manifest knows at that revision.
func (k *keys) open(bucket, id string, revision uint64, value []byte) ([]byte, error) {
	return k.openNamed(k.name(bucket, id), bucket, id, revision, value)
}

func (k *keys) openNamed(name []byte, bucket, id string, revision uint64, value []byte) ([]byte, error) {
	if len(value) < recordHead || string(value[:4]) != string(recordMark) ||
		binary.BigEndian.Uint64(value[4:]) != revision {
		return nil, errRecord
	}
	plain, err := seal.Open(k.data, value[recordHead:], recordPurpose, name, value[:recordHead])
	if err != nil {
		return nil, errRecord
	}
	where := appendText(appendText(nil, bucket), id)
	if len(plain) < len(where)+4 || string(plain[:len(where)]) != string(where) {
		return nil, errRecord
	}
	data := plain[len(where)+4:]
	size := binary.BigEndian.Uint32(plain[len(where):])
	if uint64(size) > uint64(len(data)) {
		return nil, errRecord
	}
	return data[:size:size], nil
}

// appendText puts a length of 4 bytes before the text, so that ("ab", "c") and
// ("a", "bc") differ.
func appendText(b []byte, text string) []byte {
	return append(binary.BigEndian.AppendUint32(b, uint32(len(text))), text...)
}
