package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// receipt answers a callback that was understood.
type receipt struct {
	Result  string `json:"result"` // what the till made of it, "heard" for a heartbeat, else "ignored"
	Order   pos.ID `json:"order,omitzero"`
	Payment pos.ID `json:"payment,omitzero"`
}

// resultHeard answers a sign of life.
const resultHeard = "heard"

// callback takes the word of a source that money came in. 200 means that it is
// on disk, whatever the till made of it: only a wrong signature, a body that is
// no notice, and a till that cannot save are refused.
func (s *Server) callback(w http.ResponseWriter, r *http.Request) error {
	raw, err := dialect.Body(r)
	if err != nil {
		return err
	}
	source, sig := r.PathValue("source"), signatureOf(r.Header)
	if s.gateways.Has(source) {
		return s.gatewayCallback(w, r, source, raw)
	}
	if err := s.authentic(r.Context(), source, sig, raw); err != nil {
		if errors.Is(err, ErrSignature) {
			return s.strike(err, "address "+dialect.Remote(r), "source "+source)
		}
		s.log.Warn("callback refused", "source", source, "code", pos.Code(err), "stamp", sig.stamp)
		return err
	}
	s.till.Heard(source)
	n, err := decodeNotice(raw)
	switch {
	case n.Type == noticeBeat || n.Type == noticeBeatOld:
		s.till.HeardBeat(source)
		return s.reply(w, r, http.StatusOK, receipt{Result: resultHeard})
	case !s.till.ClockTrust().Trusted():
		return pos.ErrClock // old words could pass for new ones; the sender comes again
	case err != nil:
		return err
	case n.Type != noticePayment:
		return s.reply(w, r, http.StatusOK, receipt{Result: "ignored"})
	}
	report, err := n.report()
	if err != nil {
		return err
	}
	report.Source, report.DeliveryID, report.Actor = source, sig.id, "source:"+source
	outcome, err := s.till.Settle(r.Context(), report)
	if err != nil {
		return err
	}
	s.log.Info("callback taken", "source", source, "result", outcome.Result, "order", outcome.Order, "payment", outcome.Payment)
	return s.reply(w, r, http.StatusOK, receipt{outcome.Result, outcome.Order, outcome.Payment})
}

// authentic checks that the source signed the body. A source nobody knows gets
// the answer, and the work, of a wrong signature, so that names cannot be
// found out by trying.
func (s *Server) authentic(ctx context.Context, source string, sig signature, raw []byte) error {
	secret, err := s.till.SourceSecret(ctx, source)
	unknown := errors.Is(err, pos.ErrSource)
	if err != nil && !unknown {
		return err
	}
	if unknown {
		secret = s.decoy
	}
	err = sig.verify(secret, raw, s.now())
	if unknown {
		return ErrSignature
	}
	if err == nil || errors.Is(err, ErrTimestamp) {
		s.heardTime(source, sig) // it is the source, in time or not
	}
	return err
}

// heardTime tells the till what time a source that proved itself says it is.
func (s *Server) heardTime(source string, sig signature) {
	if sent, ok := unix(sig.stamp); ok {
		s.till.HeardTime(source, time.Unix(sent, 0))
	}
}
