package server

import (
	"errors"
	"net/http"

	"laci/pos"
	"laci/sync/dialect"
)

// entryView is an entry as clients see it, with its cursor.
type entryView struct {
	Cursor string `json:"cursor"`
	pos.Entry
}

func viewEntry(e pos.Entry) entryView { return entryView{e.Cursor().String(), e.Public()} }

// entries gives the journal after ?after=1.1200, oldest first, for those who
// cannot keep a stream open. A cursor the journal never issued is answered with
// 410 and the head.
func (s *Server) entries(w http.ResponseWriter, r *http.Request) error {
	limit, err := dialect.QueryInt(r.URL.Query(), "limit", pageDefault, 1, pageMost)
	if err != nil {
		return err
	}
	head := s.till.Head()
	var entries []pos.Entry
	after, err := pos.ParseCursor(r.URL.Query().Get("after"))
	if err == nil {
		entries, err = s.till.Entries(r.Context(), after, limit)
	}
	if errors.Is(err, pos.ErrCursor) {
		return &refused{error: err, head: head}
	}
	if err != nil {
		return err
	}
	page := struct {
		Entries []entryView `json:"entries"`
		Head    string      `json:"head"` // the journal's newest place
	}{[]entryView{}, head.String()}
	for _, e := range entries {
		page.Entries = append(page.Entries, viewEntry(e))
	}
	return s.reply(w, r, http.StatusOK, page)
}
