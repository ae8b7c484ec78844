package pos

import (
	"encoding/json"

	"github.com/stretchr/testify/require"
)

func (k *oracle) refund(e Entry) {
	var body struct {
		Refund struct {
			Amount     Rupiah
			How, Actor string
		}
	}
	require.NoError(k.t, json.Unmarshal(e.Body, &body))
	r := body.Refund
	k.now().refunds = k.now().refunds.plus(Tally{1, r.Amount})
	bump(k.now().given, r.Actor, 1, r.Amount)
	if r.How == "cash" {
		k.now().back += r.Amount
	}
}

func (k *oracle) drawer(e Entry) {
	var body struct{ Amount, Float Rupiah }
	require.NoError(k.t, json.Unmarshal(e.Body, &body))
	switch {
	case e.Kind == "shift.closed":
		k.now()
		k.shift++
	case e.Kind == "shift.opened":
		k.now().float = body.Float
	case body.Amount > 0:
		k.now().in += body.Amount
	default:
		k.now().out -= body.Amount
	}
}
