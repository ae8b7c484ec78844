package server

import (
	"net/http"
	"net/url"
	"time"

	"github.com/oklog/ulid/v2"

	"laci/pos"
	"laci/sync/dialect"
)

// paymentsPage is money that came by QRIS, newest first. Next is the before of
// the page that follows; it is empty on the last one.
type paymentsPage struct {
	Payments []pos.Payment `json:"payments"`
	Next     string        `json:"next,omitempty"`
}

// listPayments gives a page of the money whose accepted payment time is from
// ?from= on and before ?to=.
func (s *Server) listPayments(w http.ResponseWriter, r *http.Request) error {
	search, err := readPaymentSearch(r.URL.Query())
	if err != nil {
		return err
	}
	limit := search.Limit
	search.Limit++ // one more than the page holds, to know whether there is another
	payments, err := s.till.Payments(r.Context(), search)
	if err != nil {
		return err
	}
	page := paymentsPage{Payments: payments}
	if len(payments) > limit {
		page.Payments = payments[:limit]
		page.Next = payments[limit-1].ID.String()
	}
	return s.reply(w, r, http.StatusOK, page.whole())
}

// whole has a list where there is none.
func (p paymentsPage) whole() paymentsPage {
	if p.Payments == nil {
		p.Payments = []pos.Payment{}
	}
	return p
}

func readPaymentSearch(query url.Values) (search pos.PaymentSearch, err error) {
	if search.Limit, err = dialect.QueryInt(query, "limit", pageDefault, 1, pageMost); err != nil {
		return search, err
	}
	for name, into := range map[string]*time.Time{"from": &search.From, "to": &search.To} {
		if !query.Has(name) {
			continue
		}
		if *into, err = time.Parse(time.RFC3339, query.Get(name)); err != nil {
			return search, because(dialect.ErrQuery, err)
		}
	}
	if query.Has("before") {
		if search.Before, err = ulid.ParseStrict(query.Get("before")); err != nil {
			return search, because(dialect.ErrQuery, err)
		}
	}
	return search, nil
}

// payment gives one payment by its id.
func (s *Server) payment(w http.ResponseWriter, r *http.Request) error {
	id, err := idOf(r)
	if err != nil {
		return err
	}
	payment, err := s.till.Payment(r.Context(), id)
	if err != nil {
		return err
	}
	return s.reply(w, r, http.StatusOK, payment)
}

// unmatched gives the money that waits for a person to say whose it is, oldest
// first. A program cannot say so: that is for people at the till.
func (s *Server) unmatched(w http.ResponseWriter, r *http.Request) error {
	payments, err := s.till.Inbox(r.Context())
	if err != nil {
		return err
	}
	return s.reply(w, r, http.StatusOK, paymentsPage{Payments: payments}.whole())
}

// reportPayment takes a program's own word that money came in; its evidence is
// the program's name. The Idempotency-Key makes a repeat harmless.
func (s *Server) reportPayment(w http.ResponseWriter, r *http.Request) error {
	key := r.Header.Get("Idempotency-Key")
	if key == "" || len(key) > keyLongest {
		return pos.ErrKeyMissing
	}
	var said struct {
		detected
		PaymentID string `json:"payment_id"`
		Note      string `json:"note"`
	}
	if err := bodyInto(r, &said); err != nil {
		return err
	}
	report, err := said.report()
	if err != nil {
		return err
	}
	actor := callerOf(r).actor
	report.Source, report.Evidence, report.Actor = actor, pos.Evidence(actor), actor
	report.DeliveryID, report.PaymentID, report.Note = key, said.PaymentID, said.Note
	outcome, err := s.till.Settle(r.Context(), report)
	if err != nil {
		return err
	}
	s.log.Info("payment reported", "by", actor, "result", outcome.Result, "order", outcome.Order, "payment", outcome.Payment)
	return s.reply(w, r, http.StatusOK, receipt{outcome.Result, outcome.Order, outcome.Payment})
}
