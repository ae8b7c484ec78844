package qrisgateway

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"laci/pos"
	"laci/sync/dialect"
)

// reports gives the totals of the business days ?from= to ?to=, by default of
// the running one. The document promises no more than the message.
func (g *Gateway) reports(w http.ResponseWriter, r *http.Request, who caller) error {
	overview, err := g.overview(r, who)
	if err != nil {
		return err
	}
	dialect.Reply(w, http.StatusOK, struct {
		Message string       `json:"message"`
		Data    pos.Overview `json:"data"`
	}{"Reports page", overview})
	return nil
}

// overview draws up the totals of the days an admin wants.
func (g *Gateway) overview(r *http.Request, who caller) (pos.Overview, error) {
	if !who.admin {
		return pos.Overview{}, errForbidden
	}
	query := r.URL.Query()
	return g.till.Overview(r.Context(), pos.Day(query.Get("from")), pos.Day(query.Get("to")))
}

// formats are the media types of the reports' files.
var formats = map[pos.Format]string{
	pos.FormatCSV:  "text/csv; charset=utf-8",
	pos.FormatXLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	pos.FormatPDF:  "application/pdf",
	pos.FormatText: "text/plain; charset=utf-8",
}

// export gives the report of the same days as a file of ?format=; without one it
// names the files, under the message that is all the document promises.
func (g *Gateway) export(w http.ResponseWriter, r *http.Request, who caller) error {
	overview, err := g.overview(r, who)
	if err != nil {
		return err
	}
	from, to := overview.From, overview.To
	format := pos.Format(r.URL.Query().Get("format"))
	if format == "" {
		dialect.Reply(w, http.StatusOK, exported(from, to))
		return nil
	}
	var file bytes.Buffer // an error after the first byte could not be told any more
	if err := g.till.Export(r.Context(), &file, pos.Export{From: from, To: to, Format: format, Words: g.words(dialect.Language(r))}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", formats[format])
	w.Header().Set("Content-Length", strconv.Itoa(file.Len()))
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(from, to, format)}))
	_, _ = file.WriteTo(w) // a client that left hears nothing, and that is all right
	return nil
}

// exported names the files of the reports of the days.
func exported(from, to pos.Day) any {
	files := map[pos.Format]string{}
	for format := range formats {
		files[format] = "/api/admin/reports/export?" + url.Values{"from": {string(from)}, "to": {string(to)}, "format": {string(format)}}.Encode()
	}
	return struct {
		Message string                `json:"message"`
		Data    map[pos.Format]string `json:"data"`
	}{"Export reports", files}
}

// fileName names a report's file by its days.
func fileName(from, to pos.Day, format pos.Format) string {
	ending := string(format)
	if format == pos.FormatText {
		ending = "txt"
	}
	return "laci-" + string(from) + "-" + string(to) + "." + ending
}
