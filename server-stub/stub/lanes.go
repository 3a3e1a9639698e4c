package stub

import (
	"context"
	"sync"
)

const (
	wakesAtOnce = 128 // messages that are on their way
	laneStart   = 2   // of them to one service, which may be any address that a phone names
	laneMost    = 32  // and to one that answers
)

// lanes keep what waits for one service apart from all others. A service that answers
// gets more messages at once; one that hangs, one at a time.
type lanes struct {
	life   context.Context
	run    func(func())
	places chan struct{}

	mu   sync.Mutex
	all  map[string]*lane
	sent map[string]int64 // messages on their way, and their time
}

type lane struct {
	queue       []func() (hung bool)
	busy, width int
}

func (l *lanes) begin(life context.Context, run func(func())) {
	l.life, l.run, l.places = life, run, make(chan struct{}, wakesAtOnce)
	l.all, l.sent = map[string]*lane{}, map[string]int64{}
}

// add has the job done by the lane of that name.
func (l *lanes) add(name string, job func() (hung bool)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	in := l.all[name]
	if in == nil {
		in = &lane{width: laneStart}
		l.all[name] = in
	}
	in.queue = append(in.queue, job)
	l.widen(name, in)
}

// widen puts as many at work as the lane is wide and has jobs for.
func (l *lanes) widen(name string, in *lane) {
	for range min(in.width-in.busy, len(in.queue)) {
		in.busy++
		l.run(func() { l.work(name, in) })
	}
}

func (l *lanes) work(name string, in *lane) {
	for job := l.next(name, in); job != nil; job = l.next(name, in) {
		select {
		case l.places <- struct{}{}:
		case <-l.life.Done():
			continue // down to the end of the queue, which is on file
		}
		hung := job()
		<-l.places
		l.over(name, in, hung)
	}
}

// next takes a job; nil where there is none, or where the lane became narrower.
func (l *lanes) next(name string, in *lane) (job func() bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(in.queue) == 0 || in.busy > in.width {
		if in.busy--; in.busy == 0 && len(in.queue) == 0 {
			delete(l.all, name)
		}
		return nil
	}
	job, in.queue = in.queue[0], in.queue[1:]
	return job
}

func (l *lanes) over(name string, in *lane, hung bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if in.width = min(2*in.width, laneMost); hung {
		in.width = 1
	}
	l.widen(name, in)
}

// has tells whether the message of that time is on its way.
func (l *lanes) has(id string, at int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	on, ok := l.sent[id]
	return ok && on == at
}

func (l *lanes) take(id string, at int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent[id] = at
}

func (l *lanes) leave(id string, at int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sent[id] == at {
		delete(l.sent, id)
	}
}
