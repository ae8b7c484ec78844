//go:build linux

package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/cmd/internal/house"
	"laci/pos"
)

// Ensure that in Coba dulu a code is paid by itself, by way of a gateway: made by
// it, asked about, settled on its word, as practice; and that leaving closes all
// of it.
func TestKioskPracticePays(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1024, 600, "")
	data := filepath.Join(t.TempDir(), "data")
	d.start(data)
	d.tap("setup.practice")
	d.see("keypad")
	trial := filepath.Join(data, practiceFolder)
	for late := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		answer, err := house.Do(t.Context(), trial, "gateway list", house.Args{})
		if err == nil && len(answer.Gateways) == 1 {
			break
		}
		require.True(t, time.Now().Before(late), "no practice gateway")
	}
	d.enter("key.", "5000")
	d.tap("show")
	d.see("code", "Rp5.000")
	d.see("paid", words("paid.practice"), "Rp5.000")
	d.stop()
	h, err := house.Open(t.Context(), house.Options{Dir: trial, Program: "test", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	defer func() { require.NoError(t, h.Close()) }()
	o, err := h.Till.OrderByNumber(t.Context(), "A-0001")
	require.NoError(t, err)
	assert.Equal(t, walletName, o.Gateway)
	assert.False(t, o.Has(pos.FlagLocalCode))
	assert.Equal(t, pos.Paid, o.State)
}
