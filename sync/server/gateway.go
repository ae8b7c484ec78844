package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"laci/pos"
	"laci/sync/dialect"
	"laci/sync/gateway"
)

// Gateways take the callbacks of the payment systems the shop has accounts with.
type Gateways interface {
	// Has tells whether a name is a gateway's.
	Has(name string) bool
	// Callback takes a callback that must prove itself.
	Callback(ctx context.Context, name string, c gateway.Callback) (gateway.Receipt, error)
	// Hint takes one that proves nothing, at the address of one order.
	Hint(ctx context.Context, name, token string) error
}

// noGateways stands in where the shop has none.
type noGateways struct{}

func (noGateways) Has(string) bool { return false }
func (noGateways) Callback(context.Context, string, gateway.Callback) (gateway.Receipt, error) {
	return gateway.Receipt{}, pos.ErrGateway
}
func (noGateways) Hint(context.Context, string, string) error { return pos.ErrGateway }

// unasked are the failures after which the system should come again with its
// callback: the gateway could not be asked about it.
var unasked = []error{gateway.ErrUnreachable, gateway.ErrAccess, gateway.ErrBusy, gateway.ErrAnswer, context.DeadlineExceeded}

// gatewayCallback takes a system's word. 200 means that whatever it tells of is
// on disk, or that its gateway was asked and told of nothing.
func (s *Server) gatewayCallback(w http.ResponseWriter, r *http.Request, name string, raw []byte) error {
	c := gateway.Callback{Target: r.RequestURI, Header: r.Header, Body: raw, At: s.now()}
	taken, err := s.gateways.Callback(r.Context(), name, c)
	switch {
	case errors.Is(err, gateway.ErrProof), errors.Is(err, pos.ErrGateway):
		return s.strike(ErrSignature, "address "+dialect.Remote(r), "source "+name)
	case errors.Is(err, gateway.ErrStale):
		return &refused{error: ErrTimestamp, now: s.now().UTC()}
	case errors.Is(err, gateway.ErrCallback):
		return because(dialect.ErrBody, err)
	}
	for _, failure := range unasked {
		if errors.Is(err, failure) {
			return &refused{error: because(ErrUnasked, err), retry: retryUnasked}
		}
	}
	if err != nil {
		return err
	}
	s.log.Info("callback taken", "gateway", name, "result", taken.Result, "order", taken.Order)
	return s.reply(w, r, http.StatusOK, receipt{Result: taken.Result, Order: taken.Order})
}

// retryUnasked is when a system should come again with its callback.
const retryUnasked = 30 * time.Second

// hint takes a callback that proves nothing: it only makes the till ask sooner,
// and nothing of what it says is read.
func (s *Server) hint(w http.ResponseWriter, r *http.Request) error {
	err := s.gateways.Hint(r.Context(), r.PathValue("source"), r.PathValue("order"))
	if err != nil {
		return s.strike(ErrSignature, "address "+dialect.Remote(r)) // whatever the reason: no address can be found out by trying
	}
	return s.reply(w, r, http.StatusOK, receipt{Result: "asked"})
}
