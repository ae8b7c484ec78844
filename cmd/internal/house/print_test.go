package house

import (
	"bytes"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
	"laci/sync/printer"
)

// paperOf is a printer on the network: what it printed comes out of the channel.
func paperOf(t *testing.T) (address string, printed chan []byte) {
	t.Helper()
	at, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = at.Close() })
	printed = make(chan []byte, 4)
	go func() {
		for {
			from, err := at.Accept()
			if err != nil {
				return
			}
			_, _ = from.Write([]byte{0x12})
			slip, _ := io.ReadAll(from)
			printed <- slip
			_ = from.Close()
		}
	}()
	return "tcp://" + at.Addr().String(), printed
}

// Ensure that a receipt is printed beside the sale, is told in the journal once it
// is on paper, is a copy the second time, and that a printer that is off is said
// so and changes nothing.
func TestPrintSale(t *testing.T) {
	h, err := Open(t.Context(), Options{Dir: t.TempDir(), Program: "test", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	_, err = h.Till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "owner"})
	require.NoError(t, err)
	told := make(chan error, 1)
	print := func(id pos.ID) error {
		h.PrintSale(id, "id", "Sari", func(err error) { told <- err })
		return <-told
	}
	o, err := h.Till.Charge(t.Context(), pos.Charge{Key: "1", Amount: 25_000, Actor: "Sari"})
	require.NoError(t, err)
	assert.ErrorIs(t, print(o.ID), pos.ErrMove, "not paid yet")
	_, err = h.Till.Confirm(t.Context(), o.ID, pos.Confirmation{Actor: "Sari", SeenAt: "merchant_app"})
	require.NoError(t, err)
	assert.ErrorIs(t, print(o.ID), ErrNoPrinter)

	address, printed := paperOf(t)
	settings := h.Till.Shop().Settings
	settings.Printer, settings.PaperMM = address, 80
	require.NoError(t, h.Till.Change(t.Context(), settings, "", "owner"))
	require.NoError(t, print(o.ID))
	first := <-printed
	require.NoError(t, print(o.ID))
	assert.Greater(t, len(<-printed), len(first), "CETAK ULANG is a line more")
	o, err = h.Till.Order(t.Context(), o.ID)
	require.NoError(t, err)
	assert.Equal(t, 2, o.Receipts)

	settings.Printer = "tcp://127.0.0.1:1"
	require.NoError(t, h.Till.Change(t.Context(), settings, "", "owner"))
	assert.ErrorIs(t, print(o.ID), printer.ErrOff)
	again, err := h.Till.Order(t.Context(), o.ID)
	require.NoError(t, err)
	assert.Equal(t, 2, again.Receipts)
}

// Ensure that an address that cannot be a printer's is refused before it is kept,
// and that a receipt comes as text, picture and PDF without any printer.
func TestReceiptVerb(t *testing.T) {
	dir := t.TempDir()
	h, err := Open(t.Context(), Options{Dir: dir, Program: "test", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	_, err = h.Till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "owner"})
	require.NoError(t, err)
	_, err = Do(t.Context(), dir, "settings", Args{Text: `{"printer":"lp0"}`})
	assert.Equal(t, "printer_target", Code(err))
	o, err := h.Till.Charge(t.Context(), pos.Charge{Key: "1", Amount: 25_000, Actor: "Sari"})
	require.NoError(t, err)
	for format, starts := range map[pos.Format]string{pos.FormatText: "  ", pos.FormatPDF: "%PDF-", "png": "\x89PNG"} {
		var out bytes.Buffer
		_, err := Stream(t.Context(), dir, "receipt", Args{Text: o.Number, Format: format, Lang: "id"}, Flow{Out: &out})
		require.NoError(t, err, format)
		assert.True(t, bytes.HasPrefix(out.Bytes(), []byte(starts)), format)
	}
	_, err = Stream(t.Context(), dir, "receipt", Args{Text: "A-9999"}, Flow{Out: io.Discard})
	assert.Equal(t, "not_found", Code(err))
}
