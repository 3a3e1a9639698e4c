package transfer

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"kauth/core"
)

// preferences reads the strings of an Android preferences file: <map> with
// <string name="...">. Numbers and switches are left out.
func preferences(text string) (map[string]string, error) {
	if crowded(text, '=', '<', 0) { // attributes
		return nil, tooMany()
	}
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 already
	found := map[string]string{}
	depth, name := 0, ""
	var value strings.Builder
	for tokens := 0; ; tokens++ {
		if tokens > 10*maxList {
			return nil, tooMany()
		}
		t, err := d.Token()
		if errors.Is(err, io.EOF) && depth == 0 {
			return found, nil
		}
		if err != nil {
			return nil, garbled(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth || depth == 1 && t.Name.Local != "map" {
				return nil, core.E(opRead, core.NotOurs, nil)
			}
			name = ""
			value.Reset()
			for _, a := range t.Attr {
				if a.Name.Local == "name" && t.Name.Local == "string" {
					name = a.Value
				}
			}
		case xml.CharData:
			value.Write(t)
		case xml.EndElement:
			if depth--; name != "" && t.Name.Local == "string" {
				found[name], name = value.String(), ""
				if len(found) > maxList {
					return nil, tooMany()
				}
			}
		}
	}
}
