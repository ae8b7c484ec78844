package ui

import (
	"strings"

	"laci/pos"
)

// noteMost is how many letters a note may have, as the till keeps it.
const noteMost = 200

// noteShown is how much of a note its tile shows.
const noteShown = 36

// brief gives the first letters of a text, and a sign when there are more.
func brief(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return strings.TrimSpace(string(letters[:most-1])) + "…"
}

// writeNote opens the keyboard for what the sale is for.
func (k *keypad) writeNote() {
	k.a.write.ask(writing{
		title: k.a.t("note.title"), hint: k.a.t("note.hint"), start: k.note, most: noteMost, back: k.a.showHome,
		done: func(text string) { k.note = text; k.a.showHome() },
	})
}

// pay takes the amount in cash.
func (k *keypad) pay() {
	if k.ready() {
		k.a.cash.show()
	}
}

// replace opens an empty keypad for the right amount of an order whose code
// asks for a wrong one. The order is given up with the new code, not before.
func (k *keypad) replace(o pos.Order) {
	k.a.watch(pos.Order{})
	k.fresh()
	k.note, k.replaces = o.Note, o
	k.a.open(k)
}

// keepOld goes back to the order that was to be replaced.
func (k *keypad) keepOld() {
	old := k.replaces
	k.fresh()
	k.a.showAgain(old)
}
