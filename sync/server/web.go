package server

import (
	"bytes"
	"html/template"
	"net/http"
	"path"
	"strings"

	"laci/assets"
	"laci/sync/dialect"
)

// web is what people open in a browser: the customer's pay page, whose code
// is its token; the customer's display and the owner's phone, which are paired.
// The shells of the latter two hold nothing of the shop.
func (s *Server) web() []route {
	return []route{
		{"GET", "/p/{code}", coded, s.payPage},
		{"GET", "/p/{code}/qr.png", coded, s.payQR},
		{"GET", "/p/{code}/status", coded, s.payStatus},
		{"GET", "/p/{code}/live", coded, s.payLive},
		{"POST", "/p/{code}/claim", coded, s.payClaim},

		{"GET", "/display", public, s.shell("display.html", "web.pair.display")},
		{"GET", "/display/view", display, s.display},
		{"GET", "/display/live", display, s.displayLive},

		{"GET", "/owner", public, s.shell("owner.html", "web.pair.owner")},
		{"GET", "/owner/view", owner, s.owner},
		{"GET", "/owner/live", owner, s.ownerLive},

		{"GET", "/owner/backup", backup, s.newestBackup},

		{"GET", "/web/{file}", public, s.webFile},
		{"GET", "/widget.js", public, s.widget},
	}
}

// pagePolicy lets a page load its own files, talk to the till it came from, and
// nothing else.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

// kinds are the types of the files that pages are made of.
var kinds = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}

// webFile gives a file that a page asks for.
func (s *Server) webFile(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("file")
	file, kind := assets.Web(name), kinds[path.Ext(name)]
	if file == nil || kind == "" {
		return ErrRoute
	}
	tag := tagOf(file)
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "no-cache") // kept, and asked about: another version brings other files
	if matches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	send(w, http.StatusOK, kind, file)
	return nil
}

// widget gives the pay button for other pages.
func (s *Server) widget(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin") // a page elsewhere asks for it by its nature
	w.Header().Set("Cache-Control", "no-cache")
	send(w, http.StatusOK, kinds[".js"], assets.Web("widget.js"))
	return nil
}

// spokenOnPages are the beginnings of the codes whose words pages need.
var spokenOnPages = []string{"web.", "code.n", "code.expired"}

// render fills a page of assets/web and answers with it.
func (s *Server) render(w http.ResponseWriter, r *http.Request, name string, data map[string]any) error {
	lang := dialect.Language(r)
	words := map[string]string{}
	for _, code := range assets.Codes() {
		for _, start := range spokenOnPages {
			if strings.HasPrefix(code, start) {
				words[code] = assets.Text(lang, code)
			}
		}
	}
	page, err := template.New(name).Funcs(template.FuncMap{
		"t": func(code string, args ...any) string { return assets.Text(lang, code, args...) },
	}).Parse(string(assets.Web(name)))
	if err == nil {
		_, err = page.New("pair.html").Parse(string(assets.Web("pair.html")))
	}
	if err != nil {
		return because(ErrInternal, err)
	}
	data["Lang"], data["Words"] = lang, words
	var out bytes.Buffer
	if err := page.Execute(&out, data); err != nil {
		return because(ErrInternal, err)
	}
	w.Header().Set("Content-Security-Policy", pagePolicy)
	w.Header().Set("Vary", "Accept-Language")
	send(w, http.StatusOK, "text/html; charset=utf-8", out.Bytes())
	return nil
}

// shell answers with a page that holds only words; pair says how its device is
// paired.
func (s *Server) shell(name, pair string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		return s.render(w, r, name, map[string]any{"Pair": pair})
	}
}
