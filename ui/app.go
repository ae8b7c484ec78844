package ui

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"laci/assets"
	"laci/pos"
)

// App is the till's screens on one window. Its fields belong to the UI
// goroutine; what other goroutines use is marked.
type App struct {
	o     Options
	prefs Prefs
	m     Metrics
	view  view

	root    *fyne.Container
	ground  *ground
	pages   []*page // of the screens, in the order they were made
	band    *band
	strip   *strip
	now     screen
	scan    scanner
	touched time.Time // when somebody last pressed something
	shown   time.Time // when a live code was last up
	locked  bool      // behind the PIN of anybody who works here
	lockDue bool      // to be locked once the open code is left
	inquiry inquiry   // what was asked about the order on the screen
	notice  string    // what the program has to say: the server is not up
	backups string    // what was wrong with the backups a minute ago, "" for nothing

	keypad  *keypad
	code    *codePage
	confirm *confirmPage
	paid    *paidPage
	idle    *idlePage
	pin     *pinPage
	choice  *choicePage
	today   *todayPage
	inbox   *inboxPage
	trouble *troublePage
	welcome *welcomePage
	picker  *pickerPage
	check   *checkPage
	shared  *sharedPage
	details *detailsPage
	looks   *looksPage
	write   *writePage
	amount  *amountPage
	cash    *cashPage
	history *historyPage
	order   *orderPage
	refund  *refundPage
	help    *helpPage
	receipt *receiptPage
	pair    *pairPage

	recovery *recoveryPage
	sheet    *sheetPage
	calendar *calendarPage
	shift    *shiftPage
	count    *countPage
	bank     *bankMatch
	settings *settings

	ruler *rulerPage

	customer *customer // on the customer's own window; nil while there is none

	ctx     context.Context
	cancel  context.CancelFunc
	tasks   sync.WaitGroup
	watched atomic.Pointer[pos.ID] // the order on the screen; any goroutine
	poke    chan struct{}          // asks the reader for a fresh view; any goroutine
	last    atomic.Uint64          // number of the newest look at the store; any goroutine
	live    bool                   // what Live was told
	traced  []TileInfo
}

// New builds every screen once. Nothing runs and nothing is shown before Start.
func New(o Options) *App {
	a := &App{o: o, prefs: o.Prefs.whole(), poke: make(chan struct{}, 1)}
	if a.o.Log == nil {
		a.o.Log = slog.New(slog.DiscardHandler)
	}
	a.view.shop = o.Till.Shop()
	a.root = container.New(&rootLayout{a}) // on the window's background, which is paper
	a.build()
	return a
}

// build makes the screens and lays them over each other, all hidden.
func (a *App) build() {
	a.ground = newGround(a.o.Now)
	a.root.Add(a.ground)
	a.keypad, a.code, a.confirm, a.paid = newKeypad(a), newCodePage(newPage(a)), newConfirmPage(a), newPaidPage(a)
	a.idle, a.pin, a.choice, a.today = newIdlePage(newPage(a)), newPINPage(a), newChoicePage(a), newTodayPage(a)
	a.inbox, a.trouble = newInboxPage(a), newTroublePage(a)
	a.welcome, a.picker, a.check = newWelcomePage(a), newPickerPage(a), newCheckPage(a)
	a.shared, a.details, a.recovery = newSharedPage(a), newDetailsPage(a), newRecoveryPage(a)
	a.looks, a.write, a.amount = newLooksPage(a), newWritePage(a), newAmountPage(a)
	a.cash, a.history, a.order, a.refund = newCashPage(a), newHistoryPage(a), newOrderPage(a), newRefundPage(a)
	a.sheet, a.calendar, a.shift, a.count = newSheetPage(a), newCalendarPage(a), newShiftPage(a), newCountPage(a)
	a.bank, a.settings = &bankMatch{a: a}, &settings{a: a}
	a.help, a.receipt, a.pair, a.ruler = newHelpPage(a), newReceiptPage(a), newPairPage(a), newRulerPage(a)
	for _, p := range a.pages {
		p.all.Hide()
		a.root.Add(p.all)
	}
	a.strip, a.band = newStrip(a), newBand(newPage(a))
	a.root.Add(a.strip.all)
	a.root.Add(a.band.all)
}

// Start shows the till on its window and begins to follow the store: the open
// code if there is one, the keypad, or set-up. Call it once, on the UI
// goroutine; Stop ends what it starts.
func (a *App) Start(ctx context.Context) {
	a.ctx, a.cancel = context.WithCancel(ctx)
	a.dress()
	canvas := a.o.Window.Canvas()
	canvas.SetOnTypedRune(a.wrote)
	canvas.SetOnTypedKey(a.typed)
	a.o.Window.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { a.dropped(files) })
	a.o.Window.SetPadded(false)
	a.o.Window.SetContent(a.root)
	canvas.Unfocus()
	a.touch()
	a.lockDue = a.o.Locked && a.lockAfter() > 0
	a.first()
	cursor := a.o.Till.Head()
	a.tasks.Go(func() { a.follow(cursor) })
	a.tasks.Go(a.beat)
}

// Stop ends every goroutine of the app and waits for them. The window keeps the
// last picture.
func (a *App) Stop() {
	if a.cancel != nil {
		a.cancel()
		a.tasks.Wait()
	}
}

// Notice shows a quiet line on the keypad, by its code in assets ("no_server");
// an empty code takes it away. Any goroutine may call it.
func (a *App) Notice(code string, args ...any) {
	a.o.Do(func() {
		a.notice = ""
		if code != "" {
			a.notice = a.t(code, args...)
		}
		a.render()
	})
}

// t finds words in the language of now.
func (a *App) t(code string, args ...any) string { return assets.Text(a.prefs.Lang, code, args...) }

// clock writes a time of day as the shop's clock shows it.
func (a *App) clock(at time.Time, layout string) string {
	return at.In(a.view.shop.Calendar().Location()).Format(layout)
}

// open shows another screen; it is the only thing that changes which one is shown.
func (a *App) open(s screen) {
	if (a.lockDue || a.locked) && (s == a.keypad || s == a.idle) {
		a.lock()
		return
	}
	if a.now != nil && a.now != s {
		a.now.base().all.Hide()
	}
	a.now = s
	switch s {
	case a.keypad, a.idle, a.history, a.order, a.inbox, a.receipt:
		if !a.view.order.ID.IsZero() {
			a.watch(pos.Order{}) // whatever happens to it now is told by a strip
		}
	}
	switch s {
	case a.keypad, a.code, a.paid, a.idle:
		a.settings.forget()
	}
	s.base().all.Show()
	a.o.Window.Canvas().Unfocus()
	a.render()
}

// backTo gives the way back to a screen as it was left.
func (a *App) backTo(s screen) func() { return func() { a.open(s) } }

// render fills and places the screen of now, and reports it.
func (a *App) render() {
	size := a.root.Size()
	if a.now == nil || size.Width <= 0 || size.Height <= 0 {
		return
	}
	a.m = NewMetrics(size, cmp.Or(a.prefs.PerMM, a.o.Density), a.o.Window.Canvas().Scale(), a.prefs.Text)
	area := box{0, 0, size.Width, size.Height}
	a.band.render(&area)
	a.strip.render(&area)
	s := a.now
	a.ground.Resize(size)
	s.base().all.Resize(size)
	s.base().render(s, area)
	a.customer.render()
	a.tellLive()
	a.trace()
}

// tellLive tells the program when a live code comes up or goes.
func (a *App) tellLive() {
	live := a.now == a.code && a.view.order.Live(a.o.Now())
	if live != a.live {
		a.live = live
		if a.o.Live != nil {
			a.o.Live(live)
		}
	}
}

// typed hands a hardware key to the screen of now.
func (a *App) typed(event *fyne.KeyEvent) {
	if a.now == nil {
		return
	}
	a.touch()
	if !a.scanKey(event.Name) && !a.shortcut(event.Name) {
		a.now.key(event.Name)
	}
}

// wrote hands a letter of a hardware keyboard to the screen of now, when it takes
// letters at all.
func (a *App) wrote(r rune) {
	a.scan.wrote(r, a.o.Now())
	if w, ok := a.now.(writer); ok {
		w.letter(r)
	}
}

// rootLayout renders when the window has a new size.
type rootLayout struct{ a *App }

// Layout renders the screen of now for the size.
func (l *rootLayout) Layout([]fyne.CanvasObject, fyne.Size) { l.a.render() }

// MinSize lets the window be any size.
func (l *rootLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }
