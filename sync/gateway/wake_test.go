package gateway

import (
	"testing"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/assert"

	"laci/pos"
)

// Ensure that somebody's word wakes a query of the gateway the order went to, and
// of none when it went to none.
func TestWake(t *testing.T) {
	d := New(Options{})
	o := pos.Order{ID: ulid.Make()}
	d.Wake(o)
	assert.Empty(t, d.asks)
	o.Gateway = "xendit"
	d.Wake(o)
	assert.Equal(t, wake{gateway: "xendit", order: o.ID}, <-d.asks)
}
