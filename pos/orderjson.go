package pos

// appendTo writes the order.
func (o *Order) appendTo(w *object) {
	w.open()
	w.id("id", o.ID)
	w.text("number", o.Number)
	w.text("state", string(o.State))
	if len(o.Flags) > 0 {
		w.rest("flags", o.Flags)
	}
	o.Price.appendTo(w)
	w.int("amount", int64(o.Amount))
	w.intIf("off", int64(o.Off))
	w.int("payable", int64(o.Payable))
	if len(o.Asked) > 0 {
		w.rest("asked", o.Asked)
	}
	w.int("received", int64(o.Received))
	w.intIf("cash", int64(o.Cash))
	w.intIf("tendered", int64(o.Tendered))
	w.intIf("back_due", int64(o.BackDue))
	w.intIf("returned", int64(o.Returned))
	w.text("qris", o.QRIS)
	w.text("payload", o.Payload)
	w.text("name", o.Name)
	w.text("nmid", o.NMID)
	o.appendTimes(w)
	o.appendMoney(w)
	o.appendCaller(w)
	w.close()
}

func (p *Price) appendTo(w *object) {
	if len(p.Items) > 0 {
		w.rest("items", p.Items)
	}
	w.intIf("subtotal", int64(p.Subtotal))
	w.intIf("discount", int64(p.Discount))
	w.intIf("fee", int64(p.Fee))
	w.intIf("tip", int64(p.Tip))
}

func (o *Order) appendTimes(w *object) {
	w.time("placed_at", o.Placed)
	w.text("day", string(o.Day))
	w.uintIf("shift", o.Shift)
	w.timeIf("first_shown_at", o.FirstShown)
	w.timeIf("last_shown_at", o.LastShown)
	w.timeIf("show_until", o.ShowUntil)
	w.timeIf("paid_at", o.PaidAt)
	w.textIf("paid_day", string(o.PaidDay))
	w.intIf("paid_hour", int64(o.PaidHour))
	w.timeIf("settled_at", o.SettledAt)
	w.timeIf("claimed_at", o.Claimed)
	w.timeIf("printed_at", o.Printed)
	w.intIf("receipts", int64(o.Receipts))
	if o.Owner != nil {
		w.rest("owner", o.Owner)
	}
}

func (o *Order) appendMoney(w *object) {
	w.textIf("evidence", string(o.Evidence))
	w.textIf("source", o.Source)
	if len(o.Payments) > 0 {
		w.rest("payments", o.Payments)
	}
	if len(o.Refunds) > 0 {
		w.rest("refunds", o.Refunds)
	}
	w.idIf("replaces", o.Replaces)
	w.idIf("replaced_by", o.ReplacedBy)
	w.textIf("cancel_reason", o.Cancelled)
}

func (o *Order) appendCaller(w *object) {
	w.textIf("external_id", o.ExternalID)
	w.idIf("static", o.Static)
	if len(o.Metadata) > 0 {
		w.rest("metadata", o.Metadata)
	}
	w.textIf("callback", o.Callback)
	w.textIf("return", o.Return)
	w.textIf("code", o.Code)
	w.textIf("note", o.Note)
	w.text("actor", o.Actor)
	w.truth("stranger", o.Stranger)
	w.textIf("address", o.Address)
	w.uint("sequence", o.Sequence)
	w.textIf("request", o.Request)
	w.idIf("suggestion", o.Suggestion)
	w.texts("entries", o.Entries)
	w.textIf("gateway", o.Gateway)
	w.textIf("gateway_ref", o.GatewayRef)
	w.timeIf("gateway_until", o.GatewayUntil)
	w.truth("gateway_told", o.GatewayTold)
	w.intIf("life", int64(o.Life))
}

func (f *orderPlaced) appendTo(w *object) {
	w.open()
	w.key("order")
	f.Placed.appendTo(w)
	w.text("key", f.Key)
	w.textIf("approved_by", f.Approved)
	w.close()
}

func (f *orderShown) appendTo(w *object) {
	w.open()
	w.id("order", f.ID)
	w.time("until", f.Until)
	w.textIf("payload", f.Payload)
	w.intIf("payable", int64(f.Payable))
	w.uintIf("shift", f.Shift)
	w.textIf("gateway", f.Gateway)
	w.textIf("name", f.Name)
	w.textIf("nmid", f.NMID)
	w.textIf("reference", f.Reference)
	w.timeIf("code_until", f.CodeUntil)
	w.textIf("local_why", f.Local)
	w.close()
}
