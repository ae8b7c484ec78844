//go:build linux

package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
	"laci/qris"
	"laci/qris/symbol"
)

// ownerPIN is what the owner of every shop here chose.
const ownerPIN = "274951"

// Colours of the light screens: LUNAS, the ground, and what is to be pressed.
var (
	paidColour = color.RGBA{0x15, 0x7A, 0x3A, 255}
	paper      = color.RGBA{0xF6, 0xF4, 0xEF, 255}
	accent     = color.RGBA{0x0B, 0x6E, 0x69, 255}
)

// story tells in plain words what was done, one numbered line a step.
type story struct{ steps int }

func (s *story) tell(words string, args ...any) {
	s.steps++
	fmt.Printf("%2d. %s\n", s.steps, fmt.Sprintf(words, args...))
}

// Ensure that somebody with a picture of a sticker, a finger and a keyboard can
// set up a practice till, sell for Rp25.000, see it paid and find it in the
// day's total: every step is taken on the screen and read off the screen.
func TestKioskSale(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1280, 800, "")
	d.put("stiker-qris.png", encoded(t, sticker(t, assets.Sticker())))
	var tell story
	fmt.Printf("A whole sale for practice, on a pretended screen of %d × %d with a pretended finger:\n\n", d.m.size.X, d.m.size.Y)

	data := filepath.Join(t.TempDir(), "data")
	d.start(data, "--practice")
	d.see("setup")
	d.shot("sale-01-setup", "Pasang QRIS toko")
	tell.tell("Started the till for the first time. It asked for the shop's QRIS.")
	setUp(d, &tell)
	payload := sellForPractice(d, &tell)
	d.stop()
	stored(t, data, payload)
	tell.tell("Closed the till and opened its file: the sale is there, paid, with the code that was on the screen.")
	if *outFlag != "" {
		fmt.Printf("\nEvery step was seen on the screen. The pictures are in %s.\n", d.out)
	}
}

// setUp answers the questions of the first start, by touches and keys.
func setUp(d *desk, tell *story) {
	d.tap("setup.picture")
	d.see("picker", "Pictures")
	d.tap("folder.Pictures")
	d.see("picker", "stiker-qris.png")
	d.shot("sale-02-pictures", "stiker-qris.png")
	d.tap("file.stiker-qris.png")
	d.see("setup.check", "WARUNG SAYUR BU TINI", "ID1020000000304")
	d.shot("sale-03-check", "WARUNG SAYUR BU TINI", "ID1020000000304")
	tell.tell("Chose a picture of the shop's sticker. The till read it: WARUNG SAYUR BU TINI, NMID ID1020000000304.")
	d.tap("check.yes")
	d.see("setup.shared")
	d.tap("next")
	d.see("setup.details")
	d.taps("till.A", "zone.WIB", "facing.cashier")
	d.shot("sale-04-details", "Kasir A", "WIB")
	d.tap("next")
	d.see("pin", "Buat PIN pemilik")
	d.enter("pad.", ownerPIN) // once with a finger
	d.see("pin", "Ulangi PIN")
	d.shot("sale-05-pin", "Ulangi PIN")
	d.keys(strings.Split(ownerPIN, "")...) // once with the keyboard
	tell.tell("Said that it is the shop, named the till Kasir A, zone WIB, facing the cashier, and made the owner's PIN.")
	d.see("recovery", "Sudah saya catat")
	d.shot("sale-06-recovery", "Kode pemulihan", "Sudah saya catat")
	d.tap("recovery.written")
	d.see("keypad")
	d.shot("sale-06-keypad", "Masukkan nominal")
	tell.tell("Wrote down the six words of the recovery code. The keypad came up.")
}

// sellForPractice sells for Rp25.000 and looks at the day's total; it gives the
// payload that was read off the screen.
func sellForPractice(d *desk, tell *story) (payload string) {
	t := d.t
	touches := []string{"key.2", "key.5", "key.000", "show"}
	require.Len(t, touches, 4)
	d.taps(touches[:3]...)
	d.see("keypad", "25.000")
	d.shot("sale-07-amount", "25.000")
	d.tap(touches[3])
	one := d.see("code", "Rp25.000")
	payload, picture := d.readCode("sale-08-code")
	d.shot("sale-08-code", "Rp25.000", "WARUNG SAYUR BU TINI")
	tell.tell("Keyed in Rp25.000 with four touches: 2, 5, 000, Tampilkan QRIS. The code came up.")

	same(t, payload, picture, one)
	tell.tell("Read the code off the screen with two other programs: both read what the till stored, for Rp25.000, to the same shop.")

	d.tap("pay.practice")
	d.see("paid", "LUNAS", "Rp25.000")
	d.look("sale-09-paid", "a third of the screen in the colour of LUNAS", func(p *image.RGBA) bool { return share(p, paidColour) >= 1.0/3 })
	d.shot("sale-09-paid", "LUNAS", "Rp25.000")
	tell.tell("Paid it with pretend money. The screen turned green, striped for practice: LUNAS Rp25.000.")

	d.keys("Return")
	d.see("keypad")
	d.tap("menu")
	d.see("menu")
	d.tap("menu.today")
	d.see("pin", "PIN supervisor atau pemilik")
	d.enter("pad.", ownerPIN)
	d.see("today", "Rp25.000")
	d.shot("sale-10-today", "Hari ini", "Rp25.000")
	d.look("sale-10-today", "25.000 anywhere on the page of the day", func(p *image.RGBA) bool { return strings.Contains(ocr(t, wholeScreen, p), "25.000") })
	tell.tell("Opened Hari ini with the owner's PIN: one sale, Rp25.000 in total.")
	return payload
}

// same checks that the code on the screen is the one that was stored: made from
// the sticker, for Rp25.000, whoever reads it.
func same(t *testing.T, payload string, picture image.Image, one traced) {
	t.Helper()
	shown, ok := one.symbol()
	require.True(t, ok)
	assert.Equal(t, shown.Label, payload)
	read, err := symbol.Read(t.Context(), bytes.NewReader(encoded(t, picture)), symbol.Limits{})
	require.NoError(t, err)
	assert.Equal(t, []string{payload}, read)
	want, err := qris.Dynamic(assets.Sticker(), qris.Options{Amount: 25_000})
	require.NoError(t, err)
	assert.Equal(t, want, payload)
	parsed, err := qris.Parse(payload)
	require.NoError(t, err)
	amount, ok := parsed.Field("54")
	require.True(t, ok)
	assert.Equal(t, "25000", amount.Value)
}

// stored opens what the kiosk left and checks the one sale in it.
func stored(t *testing.T, data, payload string) {
	t.Helper()
	h, err := house.Open(t.Context(), house.Options{Dir: data, Program: "test", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	defer func() { require.NoError(t, h.Close()) }()
	require.NoError(t, h.Till.Verify(t.Context()))
	sum, err := h.Till.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, pos.Tally{Count: 1, Sum: 25_000}, sum.Sales)
	order, err := h.Till.OrderByNumber(t.Context(), "A-0001")
	require.NoError(t, err)
	assert.Equal(t, pos.Paid, order.State)
	assert.Equal(t, payload, order.Payload)
	assert.Equal(t, pos.PracticeMoney, order.Evidence)
}
