package stub

import (
	"bytes"
	"reflect"
	"sync"
)

// records remembers what the bytes of a record said: parsing JSON costs more than
// all else that a transaction does. An entry is good for the very same bytes, so
// nobody has to tell it of changes, of failed transactions or of the file's age.
type records struct {
	mu         sync.Mutex
	young, old map[recordName]parsed // what was not asked for since two turns is dropped
	size       int
}

type recordName struct{ bucket, id string }

type parsed struct {
	raw    []byte
	record any // of its own: nobody else ever has it
}

// recordsSize is how many bytes of JSON a turn remembers.
const recordsSize = 8 << 20

func (r *records) find(name recordName, raw []byte) any {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, found := r.young[name]
	if !found {
		if p, found = r.old[name]; found {
			r.add(name, p)
		}
	}
	if !found || !bytes.Equal(p.raw, raw) {
		return nil
	}
	return p.record
}

func (r *records) keep(name recordName, raw []byte, record any) {
	p := parsed{bytes.Clone(raw), record}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.add(name, p)
}

func (r *records) add(name recordName, p parsed) {
	if r.young == nil || r.size > recordsSize {
		r.old, r.young, r.size = r.young, map[recordName]parsed{}, 0
	}
	r.young[name] = p
	r.size += len(p.raw)
}

// cloned copies a record with all that it refers to.
func cloned[T any](record *T) *T {
	c := *record
	deepen(reflect.ValueOf(&c).Elem())
	return &c
}

// deepen gives v copies of its own of what it refers to. What JSON does not reach,
// fields that are not exported, it leaves as it is.
func deepen(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			c := reflect.New(v.Type().Elem())
			c.Elem().Set(v.Elem())
			deepen(c.Elem())
			v.Set(c)
		}
	case reflect.Slice:
		if v.Len() > 0 && v.CanSet() {
			if b, ok := v.Addr().Interface().(*[]byte); ok { // the most frequent, and quicker
				*b = bytes.Clone(*b)
				return
			}
			c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(c, v)
			deepenAll(c)
			v.Set(c)
		}
	case reflect.Array:
		deepenAll(v)
	case reflect.Map:
		if !v.IsNil() {
			c := reflect.MakeMapWithSize(v.Type(), v.Len())
			for it := v.MapRange(); it.Next(); {
				value := reflect.New(v.Type().Elem()).Elem()
				value.Set(it.Value())
				deepen(value)
				c.SetMapIndex(it.Key(), value)
			}
			v.Set(c)
		}
	case reflect.Struct:
		for _, i := range shapeOf(v.Type()).fields {
			deepen(v.Field(i))
		}
	}
}

func deepenAll(list reflect.Value) {
	if shapeOf(list.Type().Elem()).flat {
		return
	}
	for i := range list.Len() {
		deepen(list.Index(i))
	}
}

// shape says what of a type has to be copied.
type shape struct {
	flat   bool  // refers to nothing that can change
	opaque bool  // may refer to anything
	fields []int // those that are not flat
}

var shapes sync.Map // reflect.Type -> shape

func shapeOf(t reflect.Type) shape { return shapeAt(t, 0) }

func shapeAt(t reflect.Type, depth int) (s shape) {
	if known, ok := shapes.Load(t); ok {
		return known.(shape)
	}
	if depth > 20 {
		return shape{opaque: true} // a type inside itself
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		of := shapeAt(t.Elem(), depth+1)
		s.opaque, s.flat = of.opaque, of.flat && t.Kind() == reflect.Array
	case reflect.Map:
		s.opaque = shapeAt(t.Elem(), depth+1).opaque
	case reflect.Struct:
		for i := range t.NumField() {
			of := shapeAt(t.Field(i).Type, depth+1)
			if t.Field(i).IsExported() && !of.flat {
				s.fields, s.opaque = append(s.fields, i), s.opaque || of.opaque
			}
		}
		s.flat = len(s.fields) == 0
	case reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		s.opaque = true
	default:
		s.flat = true
	}
	shapes.Store(t, s)
	return s
}
