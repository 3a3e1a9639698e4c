package assets

import "embed"

// Translations holds a JSON file for each language: message key -> words.
//
//go:embed translations/*.json
var Translations embed.FS
