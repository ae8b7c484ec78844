package practice

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"time"

	"laci/pos"
)

// planPath is where the plan is read and changed while the gateway runs.
const planPath = "/practice"

// handler stands before the till's own server and does what a plan says about
// requests.
func (p *Practice) handler() http.Handler {
	inner := &url.URL{Scheme: "http", Host: p.house.Address()}
	proxy := &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(inner) },
		ModifyResponse: p.answered,
		ErrorHandler:   func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == planPath {
			p.planned(w, r)
			return
		}
		plan, count := p.counted()
		switch {
		case plan.Rule == Fails && count%2 == 1:
			http.Error(w, `{"message":"latihan: gagal"}`, http.StatusInternalServerError)
			return
		case plan.Rule == Slow && !wait(r.Context(), plan.Delay):
			return
		}
		proxy.ServeHTTP(w, r)
	})
}

// wait waits; not when the caller leaves.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// counted gives the plan and which request this is.
func (p *Practice) counted() (Plan, int) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.asked++
	return p.plan, p.asked
}

// tellMost is how long an answer waits for its callback by the rule
// callback-first.
const tellMost = 5 * time.Second

// answered holds an answer back until its order was paid and told, when the plan
// says so.
func (p *Practice) answered(r *http.Response) error {
	p.mutex.Lock()
	plan := p.plan
	p.mutex.Unlock()
	if plan.Rule != CallbackFirst || r.Request.Method != http.MethodPost {
		return nil
	}
	ctx, cancel := context.WithTimeout(r.Request.Context(), tellMost)
	defer cancel()
	p.notice()
	p.mutex.Lock()
	first := p.first
	p.first = nil
	p.mutex.Unlock()
	for _, o := range first {
		p.post.heard(ctx, o)
	}
	return nil
}

// planned answers with the plan, after changing it when one was sent. Only this
// machine can reach it: the gateway listens nowhere else.
func (p *Practice) planned(w http.ResponseWriter, r *http.Request) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if r.Method == http.MethodPut {
		plan := p.plan
		err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4096)).Decode(&plan)
		if err == nil {
			err = plan.check()
		}
		if err != nil {
			http.Error(w, pos.Code(err), http.StatusBadRequest)
			return
		}
		p.plan = plan
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(p.plan)
}

// names tells whether a delivery is about an order: it goes to the order's own
// address and, where that is not the order's alone, says its name.
func names(o pos.Order, address, body string) bool {
	return o.Callback == address && (o.ExternalID == "" || strings.Contains(body, o.ExternalID))
}
