package vault

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"kauth/core/seal"
)

// picked is what a damaged vault comes down to: what should be there by the newest list
// that opens, and of each record the best that is left.
type picked struct {
	head    header
	list    *manifest
	records map[string][]byte // by name in the file
	report  Damage

	rank    int    // how the manifest was found
	sure    bool   // nothing can be newer than the manifest
	reached uint64 // the highest generation of which something was found
	older   map[string]bool
	mended  map[string]bool
}

// pick goes through all that was found. Only what a seal under this key vouches for
// counts; what is newer counts more.
func pick(k *keys, head header, all []source, lists nameList) *picked {
	p := &picked{head: head, records: map[string][]byte{}, older: map[string]bool{}, mended: map[string]bool{}}
	p.manifest(k, all)
	p.header(all)
	u := newUnion(k, all)
	p.resolve(k, u)
	u.after(p.list.Generation, func(bucket, id string, revision uint64, value []byte, from Source) {
		if _, listed := lists.accounts[id]; bucket == accounts && revision <= lists.generation && !listed {
			return // it was deleted after that
		}
		p.keep(k, bucket, id, revision, value, from)
		p.reached = max(p.reached, revision)
	})
	p.compare(k, u, lists)
	return p
}

// manifest takes the newest list that opens; where there is none, all records are as
// good as listed.
func (p *picked) manifest(k *keys, all []source) {
	p.report.Serves, p.rank = SourceScan, rankLoose
	for _, s := range all {
		for _, m := range s.manifests {
			text, err := seal.Open(k.data, m.box, manifestPurpose, []byte(p.head.Name))
			if err != nil {
				continue
			}
			list, err := decodeManifest(text)
			clear(text)
			if err != nil || p.list != nil && list.Generation <= p.list.Generation && !p.better(list, s, m) {
				continue
			}
			p.list, p.rank, p.report.Of = list, m.rank, s.when
			p.report.Serves = served(s.from, m.rank)
			p.sure = s.from == SourceMain && m.rank == rankNow
		}
	}
	if p.list == nil {
		p.list = newManifest(p.head)
		p.list.Generation = 0
	}
	p.reached = p.list.Generation
}

// better: the same list, but found in a better place.
func (p *picked) better(list *manifest, s source, m foundBox) bool {
	return list.Generation == p.list.Generation && s.from == SourceMain && p.report.Serves == SourceMain && m.rank < p.rank
}

func served(from Source, rank int) Source {
	if from == SourceMain && rank == rankBefore {
		return SourceEarlier
	}
	return from
}

// header takes the one that the manifest vouches for. Where none is left the one that
// was opened has to do: no slot of a stranger opens what is sealed here.
func (p *picked) header(all []source) {
	for _, s := range all {
		for _, h := range s.headers {
			if !h.newer && bytes.Equal(h.head.sum, p.list.Header) {
				p.head = h.head
				return
			}
		}
	}
	if p.report.Serves != SourceScan {
		p.report.Found = append(p.report.Found, "the header is not the one that belongs to these records")
	}
	p.list.Header = p.head.sum
}

// resolve finds each record that is listed. What is not there in any state stays listed,
// and so is named as damaged.
func (p *picked) resolve(k *keys, u *union) {
	for bucket, ids := range p.list.Records {
		for id, revision := range ids {
			if value, from, ok := u.exactly(bucket, id, revision); ok {
				p.mended[place(bucket, id)] = from == SourceSnapshot && p.report.Serves == SourceMain
				p.keep(k, bucket, id, revision, value, from)
				continue
			}
			value, from, ok := u.earlier(bucket, id, revision)
			if !ok || bucket != accounts && bucket != counters {
				p.bytes(k, u, bucket, id)
				continue
			}
			p.keep(k, bucket, id, recordRevision(value), value, from)
			p.older[place(bucket, id)] = true
		}
	}
}

// bytes keeps what the file has under the name of a record that nothing opens.
func (p *picked) bytes(k *keys, u *union, bucket, id string) {
	name := string(k.name(bucket, id))
	for _, c := range u.byName[name] {
		if !c.open {
			p.records[name] = c.value
			return
		}
	}
}

func (p *picked) keep(k *keys, bucket, id string, revision uint64, value []byte, from Source) {
	p.records[string(k.name(bucket, id))] = value
	if p.list.Records[bucket] == nil {
		p.list.Records[bucket] = map[string]uint64{}
	}
	p.list.Records[bucket][id] = revision
	if from == SourceSnapshot && p.report.Serves != SourceScan {
		p.report.Serves = SourceSnapshot
	}
}

func recordRevision(value []byte) uint64 { return foundRecord{value: value}.revision() }

// compare tells what is missing by the list of names, which may be newer than all else.
func (p *picked) compare(k *keys, u *union, lists nameList) {
	if lists.generation > p.list.Generation {
		p.newer(lists)
	}
	damaged := verify(k, p.list, maps.Clone(p.records))
	r := &p.report
	for id, revision := range p.list.Records[accounts] {
		at := place(accounts, id)
		loss := u.loss(lists, id, revision)
		if damaged[at] {
			r.Lost = append(r.Lost, loss)
			continue
		}
		r.Kept++
		switch {
		case p.older[at]:
			r.Earlier = append(r.Earlier, loss)
		case p.mended[at]:
			r.Mended = append(r.Mended, loss)
		}
	}
	known := max(p.reached, lists.generation)
	r.Changes, r.Unsure = known-p.reached, !p.sure
	for _, list := range [][]Loss{r.Lost, r.Earlier, r.Mended} {
		slices.SortFunc(list, byAccount)
	}
	p.reached = known
}

func byAccount(a, b Loss) int { return cmp.Compare(a.ID, b.ID) }

// newer takes in what a newer list says: accounts that were deleted or changed since
// what was found, or made.
func (p *picked) newer(lists nameList) {
	for id, revision := range p.list.Records[accounts] {
		if _, listed := lists.accounts[id]; !listed && revision <= lists.generation {
			p.list.drop(accounts, id)
			p.list.drop(counters, id)
		}
	}
	for id, a := range lists.accounts {
		revision, there := p.list.revision(accounts, id)
		switch {
		case !there:
			p.report.Lost = append(p.report.Lost, lists.loss(id))
		case a.revision > revision:
			p.older[place(accounts, id)] = true
		}
	}
}
