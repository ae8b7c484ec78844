package server

import (
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strings"
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
	if err := s.authentic(r, source, sig, raw); err != nil {
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

// authentic checks that the source signed the body, or, of a phone that may only
// suggest, gave its secret. A source nobody knows gets the answer, and the work,
// of a wrong signature, so that names cannot be found out by trying.
func (s *Server) authentic(r *http.Request, source string, sig signature, raw []byte) error {
	secret, err := s.till.SourceSecret(r.Context(), source)
	unknown := errors.Is(err, pos.ErrSource)
	if err != nil && !unknown {
		return err
	}
	if unknown {
		secret = s.decoy
	}
	given := secretOf(r)
	typed := given != "" && sig.proofs == ""
	if typed {
		err = s.typed(source, given, secret)
	} else {
		err = sig.verify(secret, raw, s.now())
	}
	if unknown {
		return ErrSignature
	}
	if !typed && (err == nil || errors.Is(err, ErrTimestamp)) {
		s.heardTime(source, sig) // it is the source, in time or not
	}
	return err
}

// typed checks the secret that a person typed into a phone whose app signs
// nothing. It stands for a signature only where the source may no more than
// suggest.
func (s *Server) typed(source, given string, secret []byte) error {
	bytes, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(given, "whsec_"))
	byHand := slices.ContainsFunc(s.till.Sources(), func(known pos.Source) bool { return known.Name == source && known.Made == pos.MadeByHand })
	if err != nil || !hmac.Equal(bytes, secret) || !byHand {
		return ErrSignature
	}
	return nil
}

// heardTime tells the till what time a source that proved itself says it is.
func (s *Server) heardTime(source string, sig signature) {
	if sent, ok := unix(sig.stamp); ok {
		s.till.HeardTime(source, time.Unix(sent, 0))
	}
}
