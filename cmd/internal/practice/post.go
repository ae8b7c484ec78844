package practice

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync"

	"laci/pos"
)

// post carries callbacks, loses those that a plan says are lost, and knows which
// arrived.
type post struct {
	http.RoundTripper
	mutex sync.Mutex
	lost  []pos.Order
	told  []told
	more  chan struct{} // closed, and made anew, when one arrived
}

// told is a callback that arrived.
type told struct{ address, body string }

func newPost() *post {
	return &post{RoundTripper: http.DefaultTransport.(*http.Transport).Clone(), more: make(chan struct{})}
}

// errLost is a callback that a plan lost.
var errLost = errors.New("practice: lost on purpose")

// RoundTrip carries one callback.
func (p *post) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	if p.loses(r.URL.String(), string(body)) {
		return nil, errLost
	}
	answer, err := p.RoundTripper.RoundTrip(r)
	if err == nil && answer.StatusCode/100 == 2 {
		p.arrived(told{r.URL.String(), string(body)})
	}
	return answer, err
}

func (p *post) loses(address, body string) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, o := range p.lost {
		if names(o, address, body) {
			return true
		}
	}
	return false
}

// lose loses every callback about an order from now on.
func (p *post) lose(o pos.Order) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.lost = append(p.lost, o)
}

func (p *post) arrived(t told) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.told = append(p.told, t)
	close(p.more)
	p.more = make(chan struct{})
}

// heard waits until a callback about an order arrived.
func (p *post) heard(ctx context.Context, o pos.Order) {
	for o.Callback != "" {
		p.mutex.Lock()
		more := p.more
		for _, t := range p.told {
			if names(o, t.address, t.body) {
				p.mutex.Unlock()
				return
			}
		}
		p.mutex.Unlock()
		select {
		case <-more:
		case <-ctx.Done():
			return
		}
	}
}
