package assets

import "embed"

// Translations holds a folder for each language, and in it a JSON file for each
// subject: message key -> words.
//
//go:embed translations/*/*.json
var Translations embed.FS
