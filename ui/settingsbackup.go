package ui

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"laci/pos"
)

// Keeper brings backups back. The program does it, for the till must be closed
// meanwhile.
type Keeper interface {
	Backups() []string                                                          // the files that are known, the newest first
	Look(ctx context.Context, file, code string) (pos.Extent, error)            // what a backup holds
	Restore(file, code, pin string, take bool, lang string, failed func(error)) // puts it in the till's place and starts anew; failed is told on the UI goroutine of a till that stayed
}

// backup says how the backups stand, and makes and brings back some.
func (s *settings) backup() {
	a := s.a
	a.choice.wait(a.t("backup.looking"))
	a.work(func(ctx context.Context) func() {
		health, err := a.o.Till.BackupHealth(ctx)
		return func() {
			if err != nil {
				s.root()
				a.refuse(err, nil)
				return
			}
			s.showBackup(health)
		}
	})
}

func (s *settings) showBackup(h pos.BackupHealth) {
	a, is := s.a, s.a.view.shop.Settings
	q := question{screen: "settings.backup", title: a.t("settings.backup"), text: a.backupWords(h), back: s.root, answers: []answer{
		{code: "backup.now", words: a.t("backup.now"), note: a.t("backup.now.note"), mark: "save", dead: h.NoCode, do: s.backUp},
		{code: "backup.place", words: a.t("backup.place"), note: either(is.BackupTo == "", a.t("backup.place.none"), is.BackupTo), mark: "folder", do: s.backupPlace},
		s.pick("days", daysAt(is.BackupDays), s.dayWords(), s.backup, func(now *pos.Settings, i int) { now.BackupDays = backupDays[i] }),
		{code: "backup.code", words: a.t("backup.code"), note: a.t(either(h.NoCode, "backup.code.none", "backup.code.note")), mark: "lock", do: func() { a.newRecovery(s.backup) }},
	}}
	if a.o.Keeper != nil {
		q.answers = append(q.answers, answer{code: "backup.restore", words: a.t("backup.restore"), note: a.t("backup.restore.note"), mark: "warning",
			do: func() { a.restore(s.pin, s.backup) }})
	}
	s.page(q)
}

// backupWords say in a line how the backups stand, the gravest first.
func (a *App) backupWords(h pos.BackupHealth) string {
	last := a.t("backup.never")
	if !h.Last.At.IsZero() {
		last = a.t("backup.last", a.clock(h.Last.At, "02-01-2006 15:04"))
	}
	if wrong := h.Wrong(); len(wrong) > 0 {
		last += " " + a.t("backup."+wrong[0])
	}
	return last
}

// backupDays are how long backups can be kept here.
var backupDays = []int{7, 14, 30, 90, 365}

func daysAt(days int) int {
	for i, n := range backupDays {
		if n == days || days == 0 && n == 14 {
			return i
		}
	}
	return -1
}

func (s *settings) dayWords() (words []string) {
	for _, n := range backupDays {
		words = append(words, s.a.t("set.days.n", n))
	}
	return words
}

// backUp makes a backup now.
func (s *settings) backUp() {
	a, actor := s.a, s.a.actor()
	a.choice.wait(a.t("backup.busy"))
	a.work(func(ctx context.Context) func() {
		made, err := a.o.Till.Backup(ctx, "", actor)
		return func() {
			s.until = a.o.Now().Add(settingsFor)
			switch {
			case err != nil:
				a.done(a.t("backup.failed"), a.sentence(err), s.backup)
			case made.Second != "" && made.Second != "ok":
				a.done(a.t("backup.done"), a.t("backup.half"), s.backup)
			default:
				a.done(a.t("backup.done"), a.t("backup.tested", made.File), s.backup)
			}
		}
	})
}

// backupPlace chooses the second place.
func (s *settings) backupPlace() {
	a := s.a
	choose := func(to string) {
		days := a.view.shop.BackupDays
		s.do(func(ctx context.Context, pin, actor string) error {
			return a.o.Till.SetBackups(ctx, to, days, pin, actor)
		}, s.backup)
	}
	q := question{screen: "backup.place", title: a.t("backup.place"), text: a.t("backup.place.text"), back: s.backup}
	for _, folder := range a.folders() {
		q.answers = append(q.answers, answer{code: "folder." + filepath.Base(folder), words: filepath.Base(folder), note: folder, mark: "folder", do: func() { choose(folder) }})
	}
	q.answers = append(q.answers, answer{code: "place.none", words: a.t("backup.place.none"), mark: "close", do: func() { choose("") }})
	s.page(q)
}

// restore brings a backup back: which file, its six words, what it holds, and
// whether somebody is sure.
func (a *App) restore(pin string, back func()) {
	q := question{screen: "restore", title: a.t("restore.title"), text: a.t("restore.text"), back: back}
	for _, file := range a.o.Keeper.Backups() {
		q.answers = append(q.answers, answer{code: "backup." + filepath.Base(file), words: filepath.Base(file), note: filepath.Dir(file), mark: "save",
			do: func() { a.askCode(file, pin, "", back) }})
	}
	q.answers = append(q.answers, answer{code: "restore.other", words: a.t("restore.other"), mark: "folder", do: func() {
		a.picker.choose(picking{title: a.t("restore.title"), none: a.t("restore.none"), mark: "save", endings: []string{".backup"},
			back: func() { a.restore(pin, back) }, done: func(path string) { a.askCode(path, pin, "", back) }})
	}})
	a.choice.ask(q)
}

// askCode asks for the six words and looks into the backup.
func (a *App) askCode(file, pin, refusal string, back func()) {
	a.write.ask(writing{title: a.t("restore.code"), hint: a.t("restore.code.hint"), most: 90, need: true, plain: true, refuse: refusal,
		back: func() { a.restore(pin, back) }, done: func(code string) {
			a.choice.wait(a.t("restore.reading"))
			a.work(func(ctx context.Context) func() {
				extent, err := a.o.Keeper.Look(ctx, file, code)
				return func() {
					switch {
					case errors.Is(err, pos.ErrRecoveryCode):
						a.askCode(file, pin, a.sentence(err), back)
					case err != nil:
						a.done(a.t("restore.refused"), a.sentence(err), back)
					default:
						a.showExtent(extent, file, code, pin, back)
					}
				}
			})
		}})
}

// showExtent shows whose backup it is and how old, before anything is done.
func (a *App) showExtent(e pos.Extent, file, code, pin string, back func()) {
	zone := pos.Calendar{Zone: e.Zone}.Location()
	s := sheet{screen: "restore.look", title: a.t("restore.sure"), back: back, bad: a.t("restore.sure.text"), rows: []sheetRow{
		{left: a.t("ctl.restore_shop"), right: e.Shop}, {left: a.t("ctl.restore_nmid"), right: e.NMID},
		{left: a.t("ctl.restore_till"), right: e.Name + " (" + e.Terminal + ")"},
		{left: a.t("ctl.restore_last"), right: e.LastOrder}, {left: a.t("ctl.restore_age"), right: e.LastAt.In(zone).Format("02-01-2006 15:04")},
		{left: "", right: a.t("ctl.age_hours", int64(a.o.Now().Sub(e.LastAt)/time.Hour))},
		{left: a.t("ctl.restore_sales"), right: pos.Rupiah(e.Sales.Count).Digits() + " · " + e.Sales.Sum.String()},
	}, actions: []answer{
		{code: "restore.yes", words: a.t("restore.yes"), do: func() {
			a.choice.wait(a.t("restore.busy"))
			a.o.Keeper.Restore(file, code, pin, false, a.prefs.Lang, func(err error) { a.done(a.t("restore.refused"), a.sentence(err), back) })
		}},
		{code: "restore.no", words: a.t("sure.no"), do: back},
	}}
	if e.LastAt.IsZero() {
		s.rows = append(s.rows[:3], s.rows[6:]...)
	}
	a.sheet.show(s)
}
