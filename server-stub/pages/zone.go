package pages

import (
	"reflect"
	"time"
)

// inZone gives the view with all its times on the reader's clock. Templates only
// print a time as it is; a view that is added later needs to know nothing of zones.
func inZone(v View, zone *time.Location) View {
	if zone == nil {
		return v
	}
	c := reflect.New(reflect.TypeOf(v)).Elem()
	c.Set(reflect.ValueOf(v))
	move(c, zone)
	return c.Interface().(View)
}

var timeType = reflect.TypeFor[time.Time]()

func move(v reflect.Value, zone *time.Location) {
	switch {
	case !v.CanSet():
	case v.Type() == timeType:
		v.Set(reflect.ValueOf(v.Interface().(time.Time).In(zone)))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			move(v.Field(i), zone)
		}
	case v.Kind() == reflect.Slice: // a copy: the caller keeps its own
		if v.Len() == 0 {
			return
		}
		list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(list, v)
		for i := range list.Len() {
			move(list.Index(i), zone)
		}
		v.Set(list)
	case v.Kind() == reflect.Pointer && !v.IsNil():
		one := reflect.New(v.Type().Elem())
		one.Elem().Set(v.Elem())
		move(one.Elem(), zone)
		v.Set(one)
	}
}
