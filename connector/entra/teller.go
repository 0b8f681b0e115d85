package entra

import (
	"sync"

	"hire2retire-setup/connector/cloud/web"
)

// teller keeps the state of a sign-in and tells every change, one at a time.
type teller struct {
	mu    sync.Mutex
	state State
	tell  func(State)
}

func (t *teller) update(change func(*State)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.state.Wait = 0
	change(&t.state)
	if t.tell != nil {
		t.tell(t.state)
	}
}

func (t *teller) waits(w web.Wait) {
	t.update(func(s *State) { s.Wait = w.For })
}
