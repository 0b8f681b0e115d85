package check

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Run runs the checks, each as soon as those it comes After have passed, and
// returns their results in the order of the list.
//
// progress, which may be nil, gets every change of a result: Running, then the
// final one. It is never called concurrently and never after Run returned. Run
// returns when every check has ended; cancelling ctx makes the rest Skipped.
//
// A check may come After one earlier in the list only, so that a cycle cannot
// be written down; Run panics otherwise.
func Run(ctx context.Context, checks []Check, progress func(Result)) Report {
	return Report{}.Then(ctx, checks, progress)
}

// Then runs more checks after those of r, which they may come After, and
// returns r with their results added.
func (r Report) Then(ctx context.Context, checks []Check, progress func(Result)) Report {
	if r.StartedAt.IsZero() {
		r.StartedAt = time.Now()
	}
	run := newRun(r.Results, checks, progress)
	var wg sync.WaitGroup
	for i := range run.nodes {
		wg.Go(func() { run.node(ctx, run.nodes[i]) })
	}
	wg.Wait()
	results := append([]Result(nil), r.Results...)
	for _, n := range run.nodes {
		results = append(results, n.result)
	}
	r.Results, r.FinishedAt = results, time.Now()
	return r
}

// node is one check of a run; done is closed when its result is final.
type node struct {
	check  Check
	after  []*node
	done   chan struct{}
	result Result
}

type run struct {
	nodes    []*node
	mu       sync.Mutex // serialises progress
	progress func(Result)
}

func newRun(prior []Result, checks []Check, progress func(Result)) *run {
	known := map[key]*node{}
	for _, res := range prior {
		n := &node{done: make(chan struct{}), result: res}
		close(n.done)
		known[res.key()] = n
	}
	r := &run{progress: progress}
	for _, c := range checks {
		n := &node{check: c, done: make(chan struct{})}
		for _, id := range c.After {
			n.after = append(n.after, find(known, id, c))
		}
		known[key{c.ID, c.Host, c.Target}] = n
		r.nodes = append(r.nodes, n)
	}
	return r
}

func find(known map[key]*node, id ID, c Check) *node {
	for _, k := range []key{{id, c.Host, c.Target}, {id, c.Host, ""}, {id, "", ""}} {
		if n := known[k]; n != nil {
			return n
		}
	}
	panic(fmt.Sprintf("check %s on %q comes after %s, which is not before it", c.ID, c.Host, id))
}

// node waits for what comes before and then runs the check.
func (r *run) node(ctx context.Context, n *node) {
	defer close(n.done)
	n.result = Result{ID: n.check.ID, Host: n.check.Host, Target: n.check.Target, Title: n.check.Title}
	for _, before := range n.after {
		<-before.done
		if !before.result.OK() {
			n.result.At, n.result.Status = time.Now(), Skipped
			n.result.Found = T("check.skipped", "Not checked, because this did not pass: {{.title}}", "title", before.result.Title)
			r.tell(n.result)
			return
		}
	}
	n.result.At, n.result.Status = time.Now(), Running
	r.tell(n.result)
	found, err := look(ctx, n.check)
	n.result.Took = time.Since(n.result.At)
	var why Text
	n.result.Status, n.result.Problems, why = judge(ctx, err)
	n.result.Found, n.result.Facts = found.Found, found.Facts
	if n.result.Status == Skipped {
		n.result.Found = why
	}
	r.tell(n.result)
}

// look runs the check; one that panics could not look, and takes nobody with
// it.
func look(ctx context.Context, c Check) (f Finding, err error) {
	if ctx.Err() != nil {
		return Finding{}, ctx.Err()
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the check %s panicked: %v", c.ID, p)
		}
	}()
	return c.Run(ctx)
}

func (r *run) tell(res Result) {
	if r.progress == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.progress(res)
}
