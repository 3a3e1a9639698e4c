package stub

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"sync"

	"kauth/core/api"
)

// copier copies records with all that they refer to.
type copier struct {
	opaque  bool // something in it may refer to anything: the copy is not its own
	inexact bool // JSON might give something else back
}

// copied gives a copy of what a pointer points to; nil where it would not be one.
func copied[T any](record T) (own T) {
	var c copier
	if made := c.copy(reflect.ValueOf(record).Elem()); !c.opaque {
		own = made.(T)
	}
	return own
}

// copy gives a pointer to the copy.
func (c *copier) copy(v reflect.Value) any {
	own := reflect.New(v.Type())
	own.Elem().Set(v)
	c.deepen(own.Elem())
	return own.Interface()
}

// deepen gives v copies of its own of what it refers to, without what JSON leaves out.
func (c *copier) deepen(v reflect.Value) {
	s := shapeOf(v.Type())
	if s.flat {
		return
	}
	c.inexact = c.inexact || s.inexact
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			own := reflect.New(v.Type().Elem())
			own.Elem().Set(v.Elem())
			c.deepen(own.Elem())
			v.Set(own)
		}
	case reflect.Slice:
		c.deepenSlice(v)
	case reflect.Array:
		c.deepenAll(v)
	case reflect.Map:
		c.deepenMap(v)
	case reflect.Struct:
		for _, i := range s.dropped {
			v.Field(i).SetZero()
		}
		for _, i := range s.omitted {
			if v.Field(i).Len() == 0 {
				v.Field(i).SetZero()
			}
		}
		for _, i := range s.fields {
			c.deepen(v.Field(i))
		}
	case reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		c.opaque = c.opaque || !v.IsNil()
	}
}

func (c *copier) deepenSlice(v reflect.Value) {
	if v.IsNil() {
		return
	}
	if b, ok := v.Addr().Interface().(*[]byte); ok { // the most frequent, and quicker
		*b = append(make([]byte, 0, len(*b)), *b...)
		return
	}
	own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	reflect.Copy(own, v)
	c.deepenAll(own)
	v.Set(own)
}

func (c *copier) deepenAll(list reflect.Value) {
	if shapeOf(list.Type().Elem()).flat {
		return
	}
	for i := range list.Len() {
		c.deepen(list.Index(i))
	}
}

func (c *copier) deepenMap(v reflect.Value) {
	if v.IsNil() {
		return
	}
	own := reflect.MakeMapWithSize(v.Type(), v.Len())
	for it := v.MapRange(); it.Next(); {
		value := reflect.New(v.Type().Elem()).Elem()
		value.Set(it.Value())
		c.deepen(value)
		own.SetMapIndex(it.Key(), value)
	}
	v.Set(own)
}

// shape says what there is to do for a type.
type shape struct {
	flat    bool  // nothing: it refers to nothing that can change, and JSON keeps it
	inexact bool  // JSON may change it
	fields  []int // of a struct: those that are not flat
	dropped []int // that JSON leaves out
	omitted []int // that JSON leaves out where they are empty
}

var shapes sync.Map // reflect.Type -> shape

func shapeOf(t reflect.Type) shape { return shapeAt(t, 0) }

func shapeAt(t reflect.Type, depth int) (s shape) {
	if known, ok := shapes.Load(t); ok {
		return known.(shape)
	}
	if depth > 20 {
		return shape{} // a type inside itself
	}
	s.inexact = !plain(t)
	switch t.Kind() {
	case reflect.Array:
		s.flat = shapeAt(t.Elem(), depth+1).flat
	case reflect.Struct:
		for i := range t.NumField() {
			s.field(t.Field(i), i, depth)
		}
		s.flat = len(s.fields)+len(s.dropped)+len(s.omitted) == 0
	case reflect.Pointer, reflect.Slice, reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
	case reflect.Map:
		s.inexact = s.inexact || t.Key().Kind() != reflect.String
	default:
		s.flat = true
	}
	s.flat = s.flat && !s.inexact
	shapes.Store(t, s)
	return s
}

func (s *shape) field(f reflect.StructField, i, depth int) {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	many := f.Type.Kind() == reflect.Slice || f.Type.Kind() == reflect.Map
	inner := f.Anonymous && f.Type.Kind() == reflect.Struct
	switch {
	case !f.IsExported() && !inner:
		s.inexact = true
		return
	case name == "-":
		s.dropped = append(s.dropped, i)
		return
	case strings.Contains(options, "omitempty") && many:
		s.omitted = append(s.omitted, i)
	case options != "" && options != "omitempty":
		s.inexact = true
	}
	if !shapeAt(f.Type, depth+1).flat {
		s.fields = append(s.fields, i)
	}
}

// plain tells a type that JSON writes and reads by its kind alone.
func plain(t reflect.Type) bool {
	if t == reflect.TypeFor[api.JWK]() {
		return true // it only refuses some when they are read
	}
	for _, own := range []reflect.Type{
		reflect.TypeFor[json.Marshaler](), reflect.TypeFor[json.Unmarshaler](),
		reflect.TypeFor[encoding.TextMarshaler](), reflect.TypeFor[encoding.TextUnmarshaler](),
	} {
		if t.Implements(own) || reflect.PointerTo(t).Implements(own) {
			return false
		}
	}
	return true
}
