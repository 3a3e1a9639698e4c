package stub

import (
	"encoding/binary"
	"encoding/json"

	"kauth/server-stub/pages"
)

// mail is a message that a person was sent.
type mail struct {
	At      int64  `json:"at"`
	Kind    string `json:"kind"` // "mail" or "sms"
	To      string `json:"to"`   // an address, or a number as +41791234567
	Subject string `json:"subject,omitempty"`
	Text    string `json:"text"`
}

// mail writes to p's address. The words are the texts mail.<what>.subject and
// mail.<what>.text, in p's language, with args in them. Nothing in them opens a
// sign-in: people are told to look for themselves, since false mails go round.
func (t *tx) mail(p *person, what string, args ...any) {
	if to := p.mailbox(); to != "" {
		t.mailTo(to, p.Lang, what, args...)
	}
}

// mailbox is where a person reads mail: a deleted address is read by nobody, or by
// somebody else.
func (p *person) mailbox() string {
	if p.Moving != nil {
		return p.Profile.Address
	}
	return p.User
}

// mailTo writes to any address.
func (t *tx) mailTo(to string, lang pages.Lang, what string, args ...any) {
	lang = langOr(lang)
	t.post(mail{
		Kind: "mail", To: to,
		Subject: pages.Text(lang, "mail."+what+".subject", args...),
		Text:    pages.Text(lang, "mail."+what+".text", args...),
	})
}

// sms sends the text sms.<what> to a number.
func (t *tx) sms(number string, lang pages.Lang, what string, args ...any) {
	t.post(mail{Kind: "sms", To: number, Text: pages.Text(langOr(lang), "sms."+what, args...)})
}

func (t *tx) post(m mail) {
	n, err := t.Bucket([]byte(inOutbox)).NextSequence()
	t.fail(err)
	m.At = t.now
	t.put(inOutbox, string(binary.BigEndian.AppendUint64(nil, n)), m)
	t.trimOutbox(n)
}

// What the outbox keeps, which stands for mail that has left the server.
const (
	keptMails    = 1000
	keptMailsFor = 30 * 24 * 3600 // seconds
)

// trimOutbox takes the oldest messages away, by number and by age. Where
// numbers have a gap, it keeps fewer.
func (t *tx) trimOutbox(last uint64) {
	b := t.Bucket([]byte(inOutbox))
	for k, v := b.Cursor().First(); k != nil; k, v = b.Cursor().First() {
		var m mail
		t.fail(json.Unmarshal(v, &m))
		if last-binary.BigEndian.Uint64(k) < keptMails && m.At >= t.now-keptMailsFor || t.err != nil {
			return
		}
		t.remove(inOutbox, string(k))
	}
}

func langOr(lang pages.Lang) pages.Lang {
	if _, ok := pages.Known(string(lang)); ok {
		return lang
	}
	return pages.Langs[0]
}

// outbox lists what people were sent, newest first.
func (s *Server) outbox() (list []mail, err error) {
	list = []mail{}
	err = s.view(func(t *tx) error {
		c := t.Bucket([]byte(inOutbox)).Cursor()
		for k, v := c.Last(); k != nil; k, v = c.Prev() {
			var m mail
			if err := json.Unmarshal(v, &m); err != nil {
				return err
			}
			list = append(list, m)
		}
		return nil
	})
	return list, err
}
