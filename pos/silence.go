package pos

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Silence is a time in which a phone that sends signs of life sent none while
// the shop was open.
type Silence struct {
	Source string    `json:"source"`
	From   time.Time `json:"from"`           // it was last heard, or the till was opened, or the shop
	Until  time.Time `json:"until,omitzero"` // it was heard again or revoked; zero while it is silent
}

// silentAfter is how long a phone may say nothing before that is written down.
const silentAfter = 5 * time.Minute

// HeardBeat notes that a phone sent a sign of life just now. From the first one
// on its silence is written on the day.
func (t *Till) HeardBeat(name string) {
	t.Heard(name)
	t.beats.Store(name, true)
}

// listen writes down which phones fell silent and which are heard again.
func (t *Till) listen(ctx context.Context) error {
	for _, source := range t.shop.Load().Sources {
		if !source.Made.Phone() || !source.Revoked.IsZero() || t.silenceOf(source, time.Time{}) == nil {
			continue
		}
		err := t.decide(ctx, func(x *txn) error {
			now := x.shop.source(source.Name)
			if now == nil {
				return nil
			}
			since, open, err := x.openSince()
			if err != nil || !open && now.Silent.IsZero() && now.Beats {
				return err
			}
			if f := t.silenceOf(*now, since); f != nil {
				return x.record("till", f)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// silenceOf is what is to be written down of a phone, nil for nothing. The shop
// is open since a time.
func (t *Till) silenceOf(s Source, since time.Time) fact {
	heard := t.opened
	if at, ok := t.heard.Load(s.Name); ok {
		heard = utc(at.(time.Time))
	}
	_, beats := t.beats.Load(s.Name)
	from := heard
	if since.After(from) {
		from = since
	}
	switch {
	case beats && !s.Beats:
		return &sourceBeating{Name: s.Name}
	case !s.Silent.IsZero() && heard.After(s.Silent) && heard.After(t.opened):
		return &sourceHeard{Name: s.Name, Until: heard}
	case s.Beats && s.Silent.IsZero() && t.now().Sub(from) >= silentAfter:
		return &sourceSilent{Name: s.Name, From: from}
	}
	return nil
}

// openSince tells whether the shop is open, and since when if somebody said so:
// a shift was opened, or something was sold today.
func (x *txn) openSince() (since time.Time, open bool, err error) {
	s, err := x.running()
	if err != nil || s.Empty() {
		return since, false, err
	}
	if s.IsOpen() {
		return s.Opened, true, nil
	}
	day, err := x.day()
	return since, s.Day == day, err
}

// sourceBeating says that a phone sends signs of life, so that its silence means
// something.
type sourceBeating struct {
	ofShop
	Name string `json:"name"`
}

func (*sourceBeating) kind() Kind { return KindSourceBeating }
func (f *sourceBeating) apply(x *txn, _ Entry) error {
	return x.changeSource(f.Name, func(s *Source) { s.Beats = true })
}

// sourceSilent says that a phone was not heard for some minutes.
type sourceSilent struct {
	ofShop
	Name string    `json:"name"`
	From time.Time `json:"from"`
}

func (*sourceSilent) kind() Kind { return KindSourceSilent }
func (f *sourceSilent) apply(x *txn, e Entry) error {
	return errors.Join(
		x.note(e, f.Name),
		x.changeSource(f.Name, func(s *Source) { s.Silent, s.SilentDay = f.From, e.Day }),
		x.roll(e.Day, func(s *Summary) {
			s.Silences = keep(s.Silences, Silence{Source: f.Name, From: f.From}, notesMost)
		}),
	)
}

// sourceHeard says that a silent phone is heard again.
type sourceHeard struct {
	ofShop
	Name  string    `json:"name"`
	Until time.Time `json:"until"`
}

func (*sourceHeard) kind() Kind { return KindSourceHeard }
func (f *sourceHeard) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.endSilence(f.Name, f.Until))
}

// endSilence writes on the day of a phone's silence when it ended.
func (x *txn) endSilence(name string, until time.Time) error {
	source := x.shop.source(name)
	if source == nil || source.Silent.IsZero() {
		return nil
	}
	from, day := source.Silent, source.SilentDay
	err := x.roll(day, func(s *Summary) {
		s.Silences = slices.Clone(s.Silences)
		for i := range s.Silences {
			if s.Silences[i].Source == name && s.Silences[i].From.Equal(from) {
				s.Silences[i].Until = until
			}
		}
	})
	return errors.Join(err, x.changeSource(name, func(s *Source) { s.Silent, s.SilentDay = time.Time{}, "" }))
}

// changeSource changes a source that was not revoked.
func (x *txn) changeSource(name string, change func(*Source)) error {
	return x.changeShop(func(s *shopState) {
		if known := s.source(name); known != nil {
			change(known)
		}
	})
}
