package house

import (
	"net/http"
	"time"

	"laci/pos"
	"laci/sync/dialect/sengo"
	"laci/sync/dialect/xendit"
	"laci/sync/webhook"
)

// toldXendit is how callers of Xendit's dialect are told: of each payment.
type toldXendit struct{}

// Body tells of the payment that the entry tells of, or that an order a person
// took as paid had last.
func (toldXendit) Body(t webhook.Told) (string, []byte, error) {
	p, ok := t.Payment()
	if n := len(t.Payments); t.Entry.Kind == pos.KindOrderKept && n > 0 {
		p, ok = t.Payments[n-1], true
	}
	if !ok || !xendit.Tells(t.Order, p) {
		return "", nil, nil
	}
	body, err := xendit.Callback(t.Order, p)
	return "qr.payment", body, err
}

// Header carries the caller's callback token.
func (toldXendit) Header(a webhook.Attempt) http.Header { return xendit.CallbackHeader(a.Secret) }

// Waits are those of the live system.
func (toldXendit) Waits() []time.Duration {
	return []time.Duration{15 * time.Minute, 45 * time.Minute, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour}
}

// toldSenGo is how callers of SenGo's dialect are told: of where their order
// stands, whenever it is somewhere else. Its document says nothing of when it
// tells again; the waits are Xendit's.
type toldSenGo struct{ toldXendit }

// Body tells of the order as it stands.
func (toldSenGo) Body(t webhook.Told) (string, []byte, error) {
	switch t.Entry.Kind {
	case pos.KindPaymentSettled, pos.KindPaymentAttached, pos.KindPaymentVoided, pos.KindOrderKept,
		pos.KindOrderExpired, pos.KindOrderCancelled, pos.KindOrderFailed, pos.KindRefundGiven:
	default:
		return "", nil, nil
	}
	if !sengo.Tells(t.Order) {
		return "", nil, nil
	}
	body, err := sengo.Callback(t.Order)
	return string(t.Entry.Kind), body, err
}

// Header signs as the caller signs its own requests.
func (toldSenGo) Header(a webhook.Attempt) http.Header {
	return sengo.CallbackHeader(a.Client, a.Secret, a.Body)
}
