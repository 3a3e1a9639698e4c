//go:build browser

package main

import "kauth/server-stub/pages"

func init() { parts["TestPhoneAnswersFromTheQAPage"] = answerFromQA }

// answerFromQA signs in beside the page of knobs, where a phone of the server's
// own answers.
func answerFromQA(w *world) {
	qa := w.open()
	qa.visit("/qa/")
	qa.says("QA switches", anna)
	qa.press(`section[aria-label="` + anna + `"] form[action="/qa/do/phone"] button`)
	qa.says("Done.", "Test phone · active · test phone")

	b := w.open()
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait("progress")
	for _, lang := range pages.Langs {
		qa.visit("/qa/?lang=" + string(lang))
		qa.look("qa-" + string(lang))
	}
	qa.press(`form[action="/qa/do/answer"] button[value="yes"]`)
	b.wait(".pill.ok")
	b.says("Signed in with kAuth", "Test phone")
}
