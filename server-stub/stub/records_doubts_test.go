//go:build !bench

package stub

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// All tests compare what is remembered of a record with what was written.
func init() {
	doubts = func(raw []byte, record any) {
		parsed := reflect.New(reflect.TypeOf(record).Elem())
		if err := json.Unmarshal(raw, parsed.Interface()); err != nil || !reflect.DeepEqual(parsed.Interface(), record) {
			panic(fmt.Sprintf("remembered %+v, written %s: %v", record, raw, err))
		}
	}
}
