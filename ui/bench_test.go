package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
	"laci/pos/receipt"
)

// bench is a real till with its screens on a window in memory, a clock that
// stands still unless it is moved, and a UI goroutine that is the test itself.
type bench struct {
	*testing.T
	dir    string // of the till
	keeper keeper
	desk   desk
	till   *pos.Till
	app    *App
	window fyne.Window
	trace  []TileInfo
	screen string

	mutex sync.Mutex
	clock time.Time
	queue []func()
	ready chan struct{}
}

// plainSealer keeps secrets as they are.
type plainSealer struct{}

func (plainSealer) Seal(plain []byte) ([]byte, error) {
	return append([]byte("sealed:"), plain...), nil
}
func (plainSealer) Unseal(sealed []byte) ([]byte, error) { return sealed[len("sealed:"):], nil }

// tried is a till whose owner paid the test of set-up: it left no order, so that
// the first sale is A-0001.
type tried struct{ *pos.Till }

func (t tried) Shop() pos.Shop {
	shop := t.Till.Shop()
	shop.TestDue = false
	return shop
}

const testPIN = "290417"

// opening is what a bench starts with.
type opening struct {
	size       fyne.Size
	lang       string
	look       Look
	text       int
	facing     pos.Facing
	practice   bool
	name       string // the shop's, when not the sample shop's
	bare       bool   // nobody has set the till up
	shared     bool   // a sticker and a second till bring money too
	density    float64
	folders    []string
	onPractice func()
	untried    bool // nobody has paid the test of set-up
	locked     bool // the machine was started anew
	near       bool // folders stand where the test does, under names that a picture may show
}

// folder makes a folder.
func (o opening) folder(t *testing.T, name string) string {
	t.Helper()
	if !o.near {
		return t.TempDir()
	}
	for n := 1; ; n++ {
		numbered := name + strings.Repeat("'", n-1)
		if err := os.Mkdir(numbered, 0o700); !errors.Is(err, os.ErrExist) {
			require.NoError(t, err)
			return numbered
		}
	}
}

// newBench opens a till at 13:04:28 in Jakarta and starts its screens.
func newBench(t *testing.T, o opening) *bench {
	t.Helper()
	test.NewTempApp(t)
	b := &bench{T: t, clock: time.Date(2026, 11, 20, 6, 4, 28, 0, time.UTC), ready: make(chan struct{}, 1)}
	b.dir = o.folder(t, "laci")
	till, err := pos.Open(context.Background(), pos.Options{
		Dir: b.dir, Now: b.now, Sealer: plainSealer{}, Practice: o.practice, NoSync: true,
	})
	require.NoError(t, err)
	b.till, b.keeper = till, keeper{dir: b.dir}
	t.Cleanup(func() { _ = till.Close() })
	if !o.bare {
		require.NoError(t, till.SetUp(context.Background(), pos.SetUp{
			QRIS: sticker(o.name), PIN: testPIN, TerminalName: "Kasir A", Zone: "WIB", Facing: o.facing, Actor: "owner", Sticker: o.shared, SecondTill: o.shared,
		}))
	}
	if o.size == (fyne.Size{}) {
		o.size = fyne.NewSize(1280, 800)
	}
	b.window = test.NewTempWindow(t, nil)
	b.window.SetPadded(false)
	b.window.Resize(o.size)
	b.start(o)
	return b
}

// start puts the screens on the window.
func (b *bench) start(o opening) {
	b.Helper()
	b.app = New(Options{
		Till: either[Till](o.bare || o.untried, b.till, tried{b.till}), Window: b.window, Now: b.now, Do: b.do, Prefs: Prefs{Lang: o.lang, Look: o.look, Text: o.text}, Density: o.density,
		Folders: o.folders, Version: "1.0", Practice: o.onPractice, Locked: o.locked, Slip: b.slip, Keeper: &b.keeper, Desk: &b.desk,
		Link:  func(code, source string) string { return "laci://pair?code=" + code + "&source=" + source },
		Trace: func(screen string, tiles []TileInfo) { b.screen, b.trace = screen, tiles },
	})
	b.app.Start(context.Background())
	app := b.app
	b.Cleanup(func() { app.Stop() })
	b.settle()
}

// slip is a shift's report as the program prints it.
func (b *bench) slip(z pos.Z, lang string) (lines []SlipLine) {
	for _, l := range receipt.Shift(receipt.ShopOf(b.till.Shop(), lang), z).Lines {
		lines = append(lines, SlipLine{Left: l.Left, Right: l.Right, Head: l.Style == receipt.Strong})
	}
	return lines
}

func (b *bench) now() time.Time {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.clock
}

// wait moves the clock and lets the till and the screens notice.
func (b *bench) wait(d time.Duration) {
	b.Helper()
	b.mutex.Lock()
	b.clock = b.clock.Add(d)
	b.mutex.Unlock()
	require.NoError(b, b.till.Tick(context.Background()))
	b.app.tick()
	b.settle()
}

func (b *bench) do(f func()) {
	b.mutex.Lock()
	b.queue = append(b.queue, f)
	b.mutex.Unlock()
	select {
	case b.ready <- struct{}{}:
	default:
	}
}

// drain runs what waits for the UI goroutine.
func (b *bench) drain() {
	for {
		b.mutex.Lock()
		if len(b.queue) == 0 {
			b.mutex.Unlock()
			return
		}
		f := b.queue[0]
		b.queue = b.queue[1:]
		b.mutex.Unlock()
		f()
	}
}

// until runs the UI goroutine until something is so.
func (b *bench) until(what string, so func() bool) {
	b.Helper()
	deadline := time.After(20 * time.Second)
	for b.drain(); !so(); b.drain() {
		select {
		case <-b.ready:
		case <-deadline:
			require.Fail(b, "it never came to "+what, "the screen is %s", b.screen)
		}
	}
}

// settle waits until the screens have seen the newest of the store.
func (b *bench) settle() {
	b.Helper()
	before := b.app.last.Load()
	b.app.ask()
	b.until("a fresh look at the store", func() bool { return b.app.view.number > before })
}

// on waits for a screen.
func (b *bench) on(screen string) {
	b.Helper()
	b.until("the screen "+screen, func() bool { return b.screen == screen })
}

// find gives what is on the screen under a code.
func (b *bench) find(code string) (TileInfo, bool) {
	for _, tile := range b.trace {
		if tile.Kind == "tile" && tile.Code == code {
			return tile, true
		}
	}
	return TileInfo{}, false
}

// tap presses the middle of tiles, as a finger does, as soon as they are live.
func (b *bench) tap(codes ...string) {
	b.Helper()
	for _, code := range codes {
		b.turnTo(code)
		b.until("a live "+code, func() bool { tile, ok := b.find(code); return ok && tile.Enabled })
		tile, _ := b.find(code)
		test.TapCanvas(b.window.Canvas(), fyne.NewPos(tile.X+tile.W/2, tile.Y+tile.H/2))
	}
	b.drain()
}

// turnTo turns the pages of the settings and the menu to a tile.
func (b *bench) turnTo(code string) {
	if !strings.HasPrefix(code, "set.") && !strings.HasPrefix(code, "settings.") && !strings.HasPrefix(code, "menu.") {
		return
	}
	b.drain()
	for next, more := b.find("page.next"); more && next.Enabled; next, more = b.find("page.next") {
		if _, there := b.find(code); there {
			return
		}
		test.TapCanvas(b.window.Canvas(), fyne.NewPos(next.X+next.W/2, next.Y+next.H/2))
	}
}

// press types hardware keys.
func (b *bench) press(keys ...fyne.KeyName) {
	for _, key := range keys {
		b.drain()
		b.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key})
	}
	b.drain()
}

// says tells whether words are on the screen.
func (b *bench) says(words string) bool {
	for _, tile := range b.trace {
		if tile.Kind != "code" && tile.Label == words {
			return true
		}
	}
	return false
}

// sell keys an amount in by tiles and waits for its code.
func (b *bench) sell(keys ...string) pos.Order {
	b.Helper()
	b.on("keypad")
	for _, key := range keys {
		b.tap("key." + key)
	}
	b.tap("show")
	b.on("code")
	return b.app.view.order
}

// pin types the owner's PIN on the pad.
func (b *bench) pin(digits string) {
	b.Helper()
	b.on("pin")
	for _, digit := range digits {
		b.tap("pad." + string(digit))
	}
}

// shot writes the window as a picture when somebody wants to look at it: into
// the folder LACI_SHOTS, those whose name matches LACI_SHOT.
func (b *bench) shot(name string) {
	dir, only := os.Getenv("LACI_SHOTS"), regexp.MustCompile(os.Getenv("LACI_SHOT"))
	if dir == "" || !only.MatchString(name) {
		return
	}
	b.app.dress()
	keep(b.T, filepath.Join(dir, name+".png"), b.window.Canvas().Capture())
}

// sticker is the sample shop's code, with another name when one is given.
func sticker(name string) string {
	text := assets.Sticker()
	if name == "" {
		return text
	}
	text = strings.Replace(text, "5920WARUNG SAYUR BU TINI", fmt.Sprintf("59%02d%s", len(name), name), 1)
	return text[:len(text)-4] + crc16(text[:len(text)-4])
}

// payable is a code that could be paid, of an institution that does not exist: a
// live till refuses the sample shop's at its screen.
func payable(name string) string {
	text := strings.ReplaceAll(sticker(name), "93600999", "93600998")
	return text[:len(text)-4] + crc16(text[:len(text)-4])
}

// crc16 is the checksum of a payload, CRC-16/CCITT-FALSE.
func crc16(text string) string {
	crc := uint16(0xFFFF)
	for i := range len(text) {
		crc ^= uint16(text[i]) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return fmt.Sprintf("%04X", crc)
}
