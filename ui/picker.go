package ui

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
)

// picking is what a file is wanted for.
type picking struct {
	title, none string // what stands over the files, and what is said when there are none
	mark        string // the icon of a file
	endings     []string
	done        func(path string)
	scan        func(text string) // takes what a barcode scanner reads instead; may be nil
	back        func()
}

// pickerPage finds a file by tiles and arrows: a finger cannot drag a list.
type pickerPage struct {
	*page
	w       picking
	folder  string // "" is the list of places to start
	found   []found
	first   int
	message string
	visit   uint64 // numbers the visits; a slow folder never replaces a newer one

	back        *tile
	title, path *label
	said        *label
	rows        []*answerTile
	pager       *pager
}

// found is a folder or a file.
type found struct {
	name, path string
	folder     bool
	changed    time.Time
}

// pickerRows is how many tiles one page has at most, in two columns.
const pickerRows = 12

// pictureEndings are the names a picture's file ends in.
var pictureEndings = []string{".png", ".jpg", ".jpeg", ".webp", ".gif"}

func newPickerPage(a *App) *pickerPage {
	p := &pickerPage{page: newPage(a)}
	p.back = p.marked("back", asBare, "back", p.up)
	p.title, p.path, p.said = p.label(colorInk, true), p.label(colorQuiet, false), p.label(colorQuiet, false)
	p.said.align = fyne.TextAlignCenter
	for range pickerRows {
		p.rows = append(p.rows, newAnswerTile(p.page))
	}
	p.pager = newPager(p.page, func(first int) { p.first = first; a.render() })
	return p
}

func (p *pickerPage) name() string { return "picker" }

// show finds a picture of the shop's sticker.
func (p *pickerPage) show() {
	p.choose(picking{title: p.a.t("picker.title"), none: p.a.t("picker.empty"), mark: "picture", endings: pictureEndings,
		done: p.a.readPicture, scan: func(text string) { p.a.paste(setup{}, text) }, back: p.a.showWelcome})
}

// choose opens the places to start from, or the only one.
func (p *pickerPage) choose(w picking) {
	p.w = w
	p.a.open(p)
	places := withoutEmpty(p.a.o.Folders)
	if len(places) == 1 {
		p.enter(places[0])
		return
	}
	p.enter("")
}

// enter reads a folder off the UI goroutine.
func (p *pickerPage) enter(folder string) {
	p.visit++
	visit, places := p.visit, withoutEmpty(p.a.o.Folders)
	p.message = p.a.t("picker.loading")
	p.a.work(func(context.Context) func() {
		list, err := list(folder, places, p.w.endings)
		return func() {
			if visit != p.visit {
				return
			}
			p.folder, p.found, p.first, p.message = folder, list, 0, ""
			switch {
			case err != nil:
				p.message = p.a.t("folder_unreadable")
			case len(list) == 0:
				p.message = p.w.none
			}
			if p.a.now == p {
				p.a.render()
			}
		}
	})
	p.a.render()
}

// list reads a folder: its folders by name, then its files of these endings, the
// newest first. Hidden ones are left out.
func list(folder string, places, endings []string) ([]found, error) {
	if folder == "" {
		var all []found
		for _, place := range places {
			if info, err := os.Stat(place); err == nil && info.IsDir() {
				all = append(all, found{filepath.Base(place), place, true, info.ModTime()})
			}
		}
		return all, nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var all []found
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		info, err := os.Stat(path) // follows links, unlike the entry
		if err != nil || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		ending := strings.ToLower(filepath.Ext(entry.Name()))
		if info.IsDir() || info.Mode().IsRegular() && slices.Contains(endings, ending) {
			all = append(all, found{entry.Name(), path, info.IsDir(), info.ModTime()})
		}
	}
	slices.SortFunc(all, func(a, b found) int {
		switch {
		case a.folder != b.folder && a.folder:
			return -1
		case a.folder != b.folder:
			return 1
		case a.folder:
			return cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
		}
		return b.changed.Compare(a.changed)
	})
	return all, nil
}

// up leaves a folder; from a place to start it goes back.
func (p *pickerPage) up() {
	places := withoutEmpty(p.a.o.Folders)
	switch {
	case p.folder == "", len(places) == 1 && p.folder == places[0]:
		p.w.back()
	case slices.Contains(places, p.folder):
		p.enter("")
	default:
		p.enter(filepath.Dir(p.folder))
	}
}

// pick enters a folder or takes a file.
func (p *pickerPage) pick(f found) {
	if f.folder {
		p.enter(f.path)
		return
	}
	p.w.done(f.path)
}

func (p *pickerPage) key(name fyne.KeyName) {
	if name == fyne.KeyEscape {
		p.up()
	}
}

func (p *pickerPage) fill() {
	p.title.say(p.w.title)
	p.path.say(p.folder)
	p.said.say(p.message)
}

func (p *pickerPage) place(area box) {
	m := p.a.m
	b := area.inset(m.of(edge), m.of(gap))
	head := b.top(m.target(pillHeight))
	p.backAt(p.back, &head)
	head.left(m.of(gap) * 1.3)
	p.words(p.title, head.top(head.h*0.56), textStrong)
	p.words(p.path, head, textFine)
	b.top(m.of(gap))
	columns, space, high := 2, max(m.of(gap), m.mm(2)), m.target(fileHeight)
	if m.Portrait {
		columns = 1
	}
	if p.message != "" {
		p.words(p.said, b.middle(b.w, m.line(textBody)), textBody)
		return
	}
	fit := min(pickerRows, columns*max(1, int((b.h+space)/(high+space))))
	if len(p.found) > fit {
		foot := b.bottom(m.target(chipHeight))
		b.bottom(space)
		fit = min(pickerRows, columns*max(1, int((b.h+space)/(high+space))))
		p.pager.place(foot, p.first, fit, len(p.found))
	}
	for i := range min(fit, len(p.found)-p.first) {
		f := p.found[p.first+i]
		row := box{b.x, b.y + float32(i/columns)*(high+space), b.w, high}
		answer := answer{code: "file." + f.name, words: f.name, mark: p.w.mark, do: func() { p.pick(f) }}
		if f.folder {
			answer.code, answer.mark = "folder."+f.name, "folder"
		} else {
			answer.note = f.changed.In(p.a.view.shop.Calendar().Location()).Format("02-01-2006 15:04")
		}
		p.rows[i].set(answer)
		p.rows[i].fitAnswer(row.columns(columns, space)[i%columns])
	}
}
