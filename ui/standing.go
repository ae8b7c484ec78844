package ui

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"laci/pos"
)

// moment writes a time as a list does: the time of day of today, with the date
// of any other.
func (a *App) moment(at time.Time) string {
	calendar := a.view.shop.Calendar()
	clock := a.clock(at, "15:04")
	if calendar.Day(at) == calendar.Day(a.o.Now()) {
		return clock
	}
	local := at.In(calendar.Location())
	return a.t("moment", local.Day(), a.t("month.short."+strconv.Itoa(int(local.Month()))), clock)
}

// standing says in a word or two where an order stands, and in which colour:
// what a person must look at comes first.
func (a *App) standing(o pos.Order) (words string, color fyne.ThemeColorName) {
	switch {
	case o.BackDue > 0:
		return a.t("state.back_due", o.BackDue), colorLate
	case o.State == pos.Awaiting && o.Owed() < 0:
		return a.t("state.over", -o.Owed()), colorWaiting
	case o.State == pos.Awaiting && o.Has(pos.FlagShort):
		return a.t("state.short", o.Owed()), colorWaiting
	case o.State == pos.Awaiting:
		return a.t("state." + string(o.State)), colorWaiting
	case o.State == pos.Paid && o.Has(pos.FlagLate):
		return a.t("state.late"), colorPaidInk
	case o.State == pos.Paid:
		return a.t("state.paid"), colorPaidInk
	}
	return a.t("state." + string(o.State)), colorQuiet
}

// matter says in a sentence what a person must look at in an order, and what to
// do; "" when all is well.
func (a *App) matter(o pos.Order) string {
	got := o.Received + o.Cash
	switch {
	case o.BackDue > 0 && o.Cancelled != "":
		return a.t("matter.cancelled", o.Number, a.reason(o), got, o.BackDue)
	case o.BackDue > 0 && o.Has(pos.FlagDuplicate):
		return a.t("matter.twice", o.Number, o.BackDue)
	case o.BackDue > 0:
		return a.t("matter.back", o.Number, o.BackDue)
	case (o.State == pos.Awaiting || o.State == pos.Expired) && o.Owed() < 0:
		return a.t("matter.over", got, -o.Owed())
	case (o.State == pos.Awaiting || o.State == pos.Expired) && o.Has(pos.FlagShort):
		return a.t("matter.short", o.Received, o.Owed())
	case o.AsksOwner():
		return a.t("matter.owner", a.clock(o.Owner.Asked, "15:04"))
	}
	return ""
}

// reason says why an order was given up.
func (a *App) reason(o pos.Order) string {
	switch o.Cancelled {
	case "":
		return ""
	case pos.ReasonWrongAmount, pos.ReasonCash, pos.ReasonChangedMind, pos.ReasonReplacedPaid, pos.ReasonRefunded:
		return a.t("reason." + o.Cancelled)
	}
	return o.Cancelled
}
