package server

import (
	"context"
	"sync"

	"laci/pos"
	"laci/sync/dialect"
)

const tellingsMost = 2048 // answers kept

// telling is the answer about one order, kept as long as the order is stored as it
// was then: those who wait for money ask again and again.
type telling struct {
	stored []byte
	body   []byte
	tag    string
	actor  string // who charged
}

// tellings are answers that were given before.
type tellings struct {
	mu    sync.RWMutex
	known map[pos.ID]telling
}

func (t *tellings) get(id pos.ID) telling {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.known[id]
}

func (t *tellings) put(id pos.ID, answer telling) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.known) >= tellingsMost {
		for any := range t.known { // whichever: what is asked for again is soon back
			delete(t.known, any)
			break
		}
	}
	t.known[id] = answer
}

// tell gives the answer about an order as it stands now.
func (s *Server) tell(ctx context.Context, id pos.ID) (telling, error) {
	known := s.tellings.get(id)
	order, stored, err := s.till.OrderIfChanged(ctx, id, known.stored)
	if err != nil || stored == nil {
		return known, err
	}
	body, err := dialect.JSON(orderView{Order: order})
	if err != nil {
		return telling{}, err
	}
	answer := telling{stored: stored, body: body, tag: tagOf(body), actor: order.Actor}
	s.tellings.put(id, answer)
	return answer, nil
}
