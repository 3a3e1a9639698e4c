// Package text holds the words that people read: messages by key in each language,
// a title, a sentence and a next step for every core.Kind, and dates and times as
// each language writes them. It knows no toolkit; the words themselves are in
// assets/translations.
package text
