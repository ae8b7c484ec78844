package pos

import (
	"context"
	"time"
)

// Overview is what an owner looks at: the totals of a business day or of a span
// of them, all of it read from the roll-ups.
type Overview struct {
	From  Day       `json:"from"`
	To    Day       `json:"to"`
	At    time.Time `json:"at"`   // when it was drawn up, by the shop's clock
	Head  string    `json:"head"` // the newest entry of the journal then
	Shop  string    `json:"shop"` // merchant name
	Till  string    `json:"till"` // the terminal's name
	Total Summary   `json:"total"`
	Days  []Summary `json:"days"`            // those on which something happened, oldest first
	Like  *Likeness `json:"like,omitempty"`  // of one day: beside the same weekday of the week before
	Check int       `json:"check,omitempty"` // payments that wait for a person now, at most 200

	Practice bool `json:"practice,omitempty"`
}

// Likeness is a day beside the same weekday of the week before. Of the running
// day both are counted until the same hour of the shop's clock, in whole hours.
type Likeness struct {
	With  Day   `json:"with"`
	Whole bool  `json:"whole"` // both days whole
	Until int   `json:"until"` // else the hour before which both are counted, 0 to 23
	Now   Tally `json:"now"`
	Then  Tally `json:"then"`
}

const overviewMost = 3700 // days

// Overview draws up the totals of the business days from one to another; the
// same day twice is that day, and "" is the running one.
func (t *Till) Overview(ctx context.Context, from, to Day) (Overview, error) {
	running := t.Day()
	if from == "" {
		from = running
	}
	if to == "" {
		to = running
	}
	if !from.valid() || !to.valid() || to < from || from.Plus(overviewMost) <= to {
		return Overview{}, ErrSpan
	}
	shop := t.shop.Load()
	out := Overview{From: from, To: to, At: t.now().In(shop.calendar().Location()), Head: t.Head().String(), Till: shop.Settings.TerminalName,
		Total: emptySummary(""), Practice: shop.Practice}
	if code, ok := shop.public().Pinned(); ok {
		out.Shop = code.Name
	}
	days, err := t.Days(ctx, from, to)
	if err != nil {
		return out, err
	}
	out.Days = days
	for _, day := range days {
		out.Total.merge(day)
	}
	if out.Check, err = t.waiting(ctx); err != nil {
		return out, err
	}
	if from == to {
		out.Like, err = t.likeness(ctx, shop.calendar(), from, out.Total, from == running)
	}
	return out, err
}

// likeness compares a day with the one a week before.
func (t *Till) likeness(ctx context.Context, c Calendar, day Day, now Summary, running bool) (*Likeness, error) {
	l := &Likeness{With: day.Plus(-7), Whole: !running, Now: now.Sales}
	then, err := t.Summary(ctx, l.With)
	if err != nil {
		return nil, err
	}
	l.Then = then.Sales
	if running {
		l.Until = t.now().Add(t.ClockBehind()).In(c.Location()).Hour()
		l.Now, l.Then = now.until(c.CutOff, l.Until), then.until(c.CutOff, l.Until)
	}
	return l, nil
}

// waiting counts the money that waits for a person, up to openMost.
func (t *Till) waiting(ctx context.Context) (count int, err error) {
	err = t.read(ctx, func(v view) error {
		count = 0
		prefix := []byte{byInbox}
		return v.scan(bucketIndex, prefix, prefix, func(_, _ []byte) (bool, error) {
			count++
			return count < openMost, nil
		})
	})
	return count, err
}
