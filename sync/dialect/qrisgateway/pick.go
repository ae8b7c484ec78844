package qrisgateway

import (
	"math/rand/v2"

	"laci/pos"
	"laci/sync/dialect"
)

// The strategies that pick the QRIS of a payment.
const (
	random     = "random"
	roundRobin = "round_robin"
	specific   = "specific"
)

// active are the QRIS that payments are spread over, in the order they were
// stored.
func (g *Gateway) active() (codes []pos.QRIS) {
	for _, code := range g.till.Shop().Codes {
		if code.Pinned {
			codes = append(codes, code)
		}
	}
	return codes
}

// choice is how the till is told of a picked QRIS: the counter's own is asked for
// as the counter would, through its gateway if it has one.
func choice(code pos.QRIS) string {
	if code.Beside {
		return code.ID
	}
	return ""
}

// pick chooses the QRIS of a payment by a strategy, "" for the configured one.
func (g *Gateway) pick(strategy string, id *dialect.Int) (pos.QRIS, error) {
	codes := g.active()
	if len(codes) == 0 {
		return pos.QRIS{}, errNoQRIS
	}
	if strategy == "" {
		strategy = g.strategy
	}
	switch strategy {
	case random:
		return codes[rand.IntN(len(codes))], nil
	case roundRobin:
		return codes[g.turn.Add(1)%uint64(len(codes))], nil
	case specific:
		if id == nil {
			return pos.QRIS{}, invalid("The qris_id field is required when distribution_strategy is specific.")
		}
		for _, code := range codes {
			if code.Ref == int(*id) {
				return code, nil
			}
		}
		return pos.QRIS{}, errQRIS
	}
	return pos.QRIS{}, invalid("The distribution_strategy must be random, round_robin or specific.")
}
