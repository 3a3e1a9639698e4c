package main

import (
	"testing"

	"kauth/core"
)

func TestRemovedAccountIsRestoredFromTheTrash(t *testing.T) {
	p := newPhone(t)
	p.do(done, "add", "otpauth://totp/ACME:anna?secret="+rfc)
	id := p.do(done, "list").text("account")
	p.do(done, "remove", "anna", "--yes")
	if l := p.lines(done, "list"); len(l) != 0 {
		t.Fatalf("still listed: %v", l)
	}
	d := p.do(done, "trash")
	if d["account"] != id || d["state"] != "trash" || d["by"] != "person" || d["days_left"] != 30.0 || d["server"] != nil {
		t.Errorf("trash: %v", d)
	}
	if r := p.do(done, "trash", "restore", id); r["state"] != "restored" || r["account"] != id {
		t.Errorf("restore: %v", r)
	}
	if c := p.do(done, "code", "anna", "--at", "59"); c["code"] != "287082" {
		t.Errorf("code: %v", c)
	}
	if kind := p.do(refused, "trash", "restore", id).problem(); kind != core.NotFound {
		t.Errorf("once more: %s", kind)
	}
}

func TestRestoredLinkedAccountShowsCodesAndAnswersNothing(t *testing.T) {
	co := newCompany(t)
	p, id := co.linked(t)
	p.do(done, "remove", id, "--yes")
	if d := p.do(done, "trash"); d["server"] != co.url {
		t.Errorf("trash: %v", d)
	}
	p.do(done, "trash", "restore", id)
	if l := p.do(done, "list"); l["state"] != string(core.CodeOnly) || l["device"] != nil {
		t.Errorf("list: %v", l)
	}
	p.do(done, "code", id)
	if l := co.login(); len(l.Methods) != 0 {
		t.Errorf("the server asks for %v", l.Methods)
	}
}

func TestEmptiedTrashIsEmpty(t *testing.T) {
	p := newPhone(t)
	for _, who := range []string{"anna", "max"} {
		p.do(done, "add", "otpauth://totp/ACME:"+who+"?secret="+rfc)
		p.do(done, "remove", who, "--yes")
	}
	if l := p.lines(done, "trash"); len(l) != 2 || l[0]["label"] != "max" {
		t.Errorf("the newest is not first: %v", l)
	}
	if l := p.lines(done, "trash", "empty"); len(l) != 2 || l[0]["state"] != "removed" {
		t.Errorf("emptied: %v", l)
	}
	if l := p.lines(done, "trash"); len(l) != 0 {
		t.Errorf("left: %v", l)
	}
	p.lines(done, "trash", "empty")
	p.do(misused, "trash", "restore")
	p.do(misused, "trash", "everything")
	p.do(misused, "trash", "empty", "now")
}
