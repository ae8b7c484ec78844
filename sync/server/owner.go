package server

import (
	"cmp"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"laci/assets"
	"laci/pos"
	"laci/sync/dialect"
)

// ownerView is what the owner's phone shows.
type ownerView struct {
	Name     string      `json:"name"`
	Day      pos.Day     `json:"day"`
	Asks     []askView   `json:"asks"`  // the cashier asks whether their money is there
	Check    int         `json:"check"` // money that waits for a person
	Total    string      `json:"total"`
	Count    int         `json:"count"`
	Hours    []hourView  `json:"hours"`
	How      []namedView `json:"how"`
	Tills    []tillView  `json:"tills"`
	Backup   string      `json:"backup,omitempty"` // why the owner should look at the backups
	Practice bool        `json:"practice,omitempty"`
}

type askView struct {
	ID     pos.ID `json:"id"`
	Number string `json:"number"`
	Amount string `json:"amount"`
	By     string `json:"by"`
	At     string `json:"at"`
}

type hourView struct {
	Hour string     `json:"hour"`
	Sum  pos.Rupiah `json:"sum"`
	Text string     `json:"text"`
}

type namedView struct {
	Name string `json:"name"`
	Sum  string `json:"sum"`
}

type tillView struct {
	Name string `json:"name"`
	Seen string `json:"seen"`
}

// ownerViewOf gathers the view, in the language of who asks.
func (s *Server) ownerViewOf(r *http.Request) (any, error) {
	shop, lang := s.till.Shop(), dialect.Language(r)
	code, _ := shop.Pinned()
	v := ownerView{Name: code.Name, Day: s.till.Day(), Asks: []askView{}, Hours: []hourView{}, How: []namedView{}, Practice: shop.Practice}
	open, err := s.till.OpenOrders(r.Context())
	if err != nil {
		return v, err
	}
	zone := shop.Calendar().Location()
	for _, o := range open {
		if o.AsksOwner() {
			v.Asks = append(v.Asks, askView{o.ID, o.Number, o.Owed().String(), o.Owner.By, o.Owner.Asked.In(zone).Format("15:04")})
		}
	}
	waiting, err := s.till.Inbox(r.Context())
	if err != nil {
		return v, err
	}
	v.Check = len(waiting)
	warning, err := s.till.BackupWarning(r.Context())
	if err != nil {
		return v, err
	}
	if warning != "" {
		v.Backup = assets.Text(lang, "backup.warning."+warning)
	}
	summary, err := s.till.Summary(r.Context(), v.Day)
	if err != nil {
		return v, err
	}
	v.sum(summary, lang)
	v.Tills = s.tills(shop, lang)
	return v, nil
}

// sum fills in the day's totals.
func (v *ownerView) sum(day pos.Summary, lang string) {
	v.Total, v.Count = day.Sales.Sum.String(), day.Sales.Count
	first, last := 24, -1
	for hour, tally := range day.Hours {
		if tally.Count > 0 {
			first, last = min(first, hour), hour
		}
	}
	for hour := first; hour <= last; hour++ {
		tally := day.Hours[hour]
		v.Hours = append(v.Hours, hourView{fmt.Sprintf("%02d", hour), tally.Sum, tally.Sum.String()})
	}
	for evidence, tally := range day.Evidence {
		name := assets.Text(lang, "evidence."+string(evidence))
		if program, ok := strings.CutPrefix(string(evidence), "api:"); ok {
			name = assets.Text(lang, "evidence.api", program)
		}
		v.How = append(v.How, namedView{name + " (" + strconv.Itoa(tally.Count) + ")", tally.Sum.String()})
	}
	slices.SortFunc(v.How, func(a, b namedView) int { return cmp.Compare(a.Name, b.Name) })
}

// tills are this till and the paired screens and phones, with when each was
// heard last.
func (s *Server) tills(shop pos.Shop, lang string) []tillView {
	tills := []tillView{{shop.TerminalName, assets.Text(lang, "web.owner.now")}}
	for _, d := range s.till.Devices() {
		seen := assets.Text(lang, "web.owner.never")
		if !d.LastSeen.IsZero() {
			seen = d.LastSeen.In(shop.Calendar().Location()).Format("02-01 15:04")
		}
		tills = append(tills, tillView{d.Name, seen})
	}
	return tills
}

// owner tells a phone whose websocket is gone how the day stands.
func (s *Server) owner(w http.ResponseWriter, r *http.Request) error {
	view, err := s.ownerViewOf(r)
	if err != nil {
		return err
	}
	return s.reply(w, r, http.StatusOK, view)
}

// ownerLive keeps the phone fresh.
func (s *Server) ownerLive(w http.ResponseWriter, r *http.Request) error {
	return s.glance(w, r, func() (any, error) { return s.ownerViewOf(r) }, s.stillKnown(r))
}

// newestBackup gives the last good backup as a file. Without the recovery code
// it tells nobody anything.
func (s *Server) newestBackup(w http.ResponseWriter, r *http.Request) error {
	file, err := s.till.OpenBackup()
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return because(ErrInternal, err)
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": info.Name()}))
	http.ServeContent(w, r, "", info.ModTime(), file)
	return nil
}
