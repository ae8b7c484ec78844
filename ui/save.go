package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"laci/assets"
	"laci/pos"
)

// saveDay asks in what form the day's report is kept.
func (t *todayPage) saveDay() {
	a, day := t.a, t.shown()
	q := question{screen: "save", title: a.t("save.title", a.date(day)), text: a.t("save.text"), back: t.again}
	for _, f := range []pos.Format{pos.FormatXLSX, pos.FormatCSV, pos.FormatPDF} {
		q.answers = append(q.answers, answer{
			code: "save." + string(f), words: a.t("save." + string(f)), note: a.t("save." + string(f) + ".note"), mark: "save",
			do: func() { a.saveWhere(day, f, t.again) },
		})
	}
	a.choice.ask(q)
}

// saveWhere asks for the folder: those the program knows, a stick among them.
func (a *App) saveWhere(day pos.Day, f pos.Format, back func()) {
	q := question{screen: "save.where", title: a.t("save.where"), back: back}
	for _, folder := range a.folders() {
		q.answers = append(q.answers, answer{
			code: "folder." + filepath.Base(folder), words: filepath.Base(folder), note: folder, mark: "folder",
			do: func() { a.save(folder, day, f, back) },
		})
	}
	if len(q.answers) == 0 {
		q.text = a.t("save.nowhere")
	}
	a.choice.ask(q)
}

// folders are the places that are there now; of a folder of sticks, each stick.
func (a *App) folders() (there []string) {
	for _, folder := range withoutEmpty(a.o.Folders) {
		info, err := os.Stat(folder)
		if err != nil || !info.IsDir() {
			continue
		}
		if filepath.Base(folder) != "media" {
			there = append(there, folder)
			continue
		}
		sticks, err := os.ReadDir(folder)
		if err != nil {
			continue
		}
		for _, stick := range sticks {
			if stick.IsDir() {
				there = append(there, filepath.Join(folder, stick.Name()))
			}
		}
	}
	return there
}

// save writes the report off the UI goroutine, and says how it went.
func (a *App) save(folder string, day pos.Day, f pos.Format, back func()) {
	name := fmt.Sprintf("laci-%s.%s", day, f)
	lang := a.prefs.Lang
	a.choice.wait(a.t("save.busy"))
	a.work(func(ctx context.Context) func() {
		path, err := writeWhole(folder, name, func(w io.Writer) error {
			return a.o.Till.Export(ctx, w, pos.Export{From: day, To: day, Format: f,
				Words: func(code string, args ...any) string { return assets.Text(lang, code, args...) }})
		})
		return func() {
			switch {
			case errors.Is(err, errFile):
				a.o.Log.Warn("a report was not saved", "error", err)
				a.done(a.t("save.failed"), a.t("save.failed.text"), back)
			case err != nil:
				back()
				a.refuse(err, nil)
			default:
				a.done(a.t("save.done"), path, back)
			}
		}
	})
}

// writeWhole writes a file beside its name and gives it the name when it is
// whole. What stands there under that name is replaced. A folder that cannot be
// written to is errFile.
func writeWhole(folder, name string, fill func(io.Writer) error) (path string, err error) {
	path = filepath.Join(folder, name)
	file, err := os.CreateTemp(folder, name+".*.part")
	if err != nil {
		return path, errors.Join(errFile, err)
	}
	if err = fill(file); err == nil {
		err = file.Sync()
	}
	if e := file.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	switch {
	case err == nil:
		return path, nil
	case pos.Code(err) == "":
		err = errors.Join(errFile, err) // the till has a word for its own failures
	}
	return path, errors.Join(err, os.Remove(file.Name()))
}
