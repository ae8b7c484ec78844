package server

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// daysMost is how many days one answer covers.
const daysMost = 366

// dayOf reads a business day; "" and "today" are the running one.
func (s *Server) dayOf(text string) (pos.Day, error) {
	if text == "" || text == "today" {
		return s.till.Day(), nil
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", because(dialect.ErrQuery, err)
	}
	return pos.Day(text), nil
}

// day gives the totals of a business day: /api/v1/days/today or
// /api/v1/days/2026-11-20.
func (s *Server) day(w http.ResponseWriter, r *http.Request) error {
	day, err := s.dayOf(r.PathValue("day"))
	if err != nil {
		return err
	}
	summary, err := s.till.Summary(r.Context(), day)
	if err != nil {
		return err
	}
	return s.reply(w, r, http.StatusOK, summary)
}

// days gives the totals of the business days ?from= to ?to=, both included,
// oldest first; days without money are left out.
func (s *Server) days(w http.ResponseWriter, r *http.Request) error {
	from, err := s.dayOf(r.URL.Query().Get("from"))
	if err != nil {
		return err
	}
	to, err := s.dayOf(r.URL.Query().Get("to"))
	if err != nil {
		return err
	}
	if from > to || to.Since(from) >= daysMost {
		return because(dialect.ErrQuery, errors.New("the days are not one to 366"))
	}
	days, err := s.till.Days(r.Context(), from, to)
	if err != nil {
		return err
	}
	if days == nil {
		days = []pos.Summary{}
	}
	return s.reply(w, r, http.StatusOK, struct {
		Days []pos.Summary `json:"days"`
	}{days})
}

// shifts gives the closed shifts, newest first: a page of their Zs.
func (s *Server) shifts(w http.ResponseWriter, r *http.Request) error {
	limit, err := dialect.QueryInt(r.URL.Query(), "limit", pageDefault, 1, pageMost)
	if err != nil {
		return err
	}
	before, err := numberOf(r.URL.Query().Get("before"))
	if err != nil {
		return because(dialect.ErrQuery, err)
	}
	zs, err := s.till.Zs(r.Context(), before, limit+1)
	if err != nil {
		return err
	}
	page := struct {
		Shifts []pos.Z `json:"shifts"`
		Next   string  `json:"next,omitempty"`
	}{Shifts: append([]pos.Z{}, zs[:min(len(zs), limit)]...)}
	if len(zs) > limit {
		page.Next = strconv.FormatUint(zs[limit-1].Number, 10)
	}
	return s.reply(w, r, http.StatusOK, page)
}

// numberOf reads the number of a shift; "" is 0.
func numberOf(text string) (uint64, error) {
	if text == "" {
		return 0, nil
	}
	return strconv.ParseUint(text, 10, 63)
}

// runningShift gives the shift that runs, as it stands: an X. It closes nothing.
func (s *Server) runningShift(w http.ResponseWriter, r *http.Request) error {
	x, err := s.till.X(r.Context())
	if err != nil {
		return err
	}
	return s.reply(w, r, http.StatusOK, x)
}

// shift gives the Z of a closed shift.
func (s *Server) shift(w http.ResponseWriter, r *http.Request) error {
	number, err := numberOf(r.PathValue("number"))
	if err != nil {
		return pos.ErrNotFound
	}
	z, err := s.till.Z(r.Context(), number)
	if err != nil {
		return err
	}
	return s.reply(w, r, http.StatusOK, z)
}
