package server

import "net/http"

// day gives the totals of a business day: /api/v1/days/today or
// /api/v1/days/2026-11-20.
func (s *Server) day(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("day") == "today" {
		summary, err := s.till.Today(r.Context())
		if err != nil {
			return err
		}
		return s.reply(w, http.StatusOK, summary)
	}
	day, err := s.dayOf(r.PathValue("day"))
	if err != nil {
		return err
	}
	summary, err := s.till.Summary(r.Context(), day)
	if err != nil {
		return err
	}
	return s.reply(w, http.StatusOK, summary)
}
