package gateway

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
)

// sengoList is what is known of one day's list. Its pages have a size and an
// order that are said nowhere: new payments may stand first or last.
type sengoList struct {
	seen map[string]sengoOrder // by id
	last int                   // the last page that held something
}

// sengoPages bounds the pages that are read in one go.
const sengoPages = 50

// list brings a day's list up to date and gives all of it. It reads from the
// front while there is anything new, and then on from where the list ended.
func (s *sengo) list(ctx context.Context, day string) ([]sengoOrder, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.forget()
	known := s.lists[day]
	if known == nil {
		known = &sengoList{seen: map[string]sengoOrder{}}
		s.lists[day] = known
	}
	err := s.catchUp(ctx, day, known)
	return slices.Collect(maps.Values(known.seen)), err
}

func (s *sengo) catchUp(ctx context.Context, day string, known *sengoList) error {
	page := 1
	for ; page <= sengoPages; page++ {
		fresh, held, err := s.read(ctx, day, page, known)
		if err != nil || !held {
			return err
		}
		if !fresh {
			break
		}
	}
	for page = max(page+1, known.last); page <= sengoPages; page++ {
		if _, held, err := s.read(ctx, day, page, known); err != nil || !held {
			return err
		}
	}
	return nil
}

// read takes one page in and tells whether it held anything, and anything new.
func (s *sengo) read(ctx context.Context, day string, page int, known *sengoList) (fresh, held bool, err error) {
	orders, err := s.page(ctx, day, page)
	for _, o := range orders {
		if was, ok := known.seen[o.ID]; !ok || was.Status != o.Status {
			fresh = true
		}
		known.seen[o.ID] = o
	}
	if len(orders) > 0 {
		known.last = max(known.last, page)
	}
	return fresh, len(orders) > 0, err
}

// forget drops the lists of days that are not asked for any more.
func (s *sengo) forget() {
	oldest := s.account.Now().In(wib).AddDate(0, 0, -sengoDays).Format(time.DateOnly)
	maps.DeleteFunc(s.lists, func(day string, _ *sengoList) bool { return strings.Compare(day, oldest) < 0 })
}
