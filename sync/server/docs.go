package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"laci/assets"
)

// page is something the server serves as it was built.
type page struct {
	kind string
	body []byte
}

// pages are the API's document, as JSON and for people. Like the words of the
// till they are part of the build: a mistake in them panics in every test.
func (s *Server) pages() (document, docs, style page) {
	body := assets.OpenAPI()
	var doc apiDocument
	if err := json.Unmarshal(body, &doc); err != nil {
		panic(fmt.Sprintf("server: openapi.json: %v", err))
	}
	var html bytes.Buffer
	if err := template.Must(template.New("docs").Parse(assets.DocsPage())).Execute(&html, doc.view(s.native())); err != nil {
		panic(fmt.Sprintf("server: docs.html: %v", err))
	}
	return page{"application/json", body}, page{"text/html; charset=utf-8", html.Bytes()}, page{"text/css; charset=utf-8", assets.DocsStyle()}
}

// serve answers with a page of the build.
func (p page) serve(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	sendRead(w, r, p.kind, p.body)
	return nil
}

// The view of the document that the page shows.
type (
	docView struct {
		Title  string
		Text   template.HTML
		Calls  []callView
		Shapes []shapeView
	}
	callView struct {
		ID, Method, Path, Summary string
		Text                      template.HTML
		Signed                    bool
		Scopes                    []string
		Fields                    []fieldView
		Answers                   []answerView
	}
	fieldView struct {
		Name, Where, Text string
		Need              bool
		Kind              kindView
	}
	answerView struct {
		Status, Text string
		Kind         kindView
	}
	shapeView struct {
		Name, Text string
		Fields     []fieldView
	}
	kindView struct{ Before, Link, After string }
)

// view lists the routes in their order, and the shapes by name.
func (d apiDocument) view(routes []route) docView {
	v := docView{Title: d.Info.Title, Text: prose(d.Info.Description)}
	for _, r := range routes {
		v.Calls = append(v.Calls, d.call(r, d.Paths[r.path][strings.ToLower(r.method)]))
	}
	for _, name := range slices.Sorted(maps.Keys(d.Components.Schemas)) {
		schema := d.Components.Schemas[name]
		text := schema.Description
		if len(schema.Enum) > 0 {
			text = strings.Join(schema.Enum, ", ") + ". " + text
		}
		v.Shapes = append(v.Shapes, shapeView{name, text, schema.fields("")})
	}
	return v
}

func (d apiDocument) call(r route, c apiCall) callView {
	v := callView{ID: c.ID, Method: r.method, Path: r.path, Summary: c.Summary, Text: prose(c.Description), Signed: r.access == signed}
	for _, alternative := range c.Security {
		v.Scopes = append(v.Scopes, alternative["key"]...)
	}
	for _, p := range c.Parameters {
		v.Fields = append(v.Fields, fieldView{p.Name, p.In, p.Description, p.Required, p.Schema.kind()})
	}
	v.Fields = append(v.Fields, c.Body.schema().fields("body")...)
	for _, status := range slices.Sorted(maps.Keys(c.Responses)) {
		if slices.Contains(everywhere(), status) {
			continue
		}
		answer := c.Responses[status]
		if name := last(answer.Ref); name != "" {
			answer = d.Components.Responses[name]
		}
		v.Answers = append(v.Answers, answerView{status, answer.Description, answer.schema().kind()})
	}
	return v
}

// everywhere are the answers that every path gives, and the page tells of once.
func everywhere() []string { return []string{"304", "421", "429", "500", "503"} }

// prose shows what stands between backticks as code.
func prose(text string) template.HTML {
	var out strings.Builder
	for i, part := range strings.Split(text, "`") {
		if i%2 == 1 {
			part = "<code>" + template.HTMLEscapeString(part) + "</code>"
		} else {
			part = template.HTMLEscapeString(part)
		}
		out.WriteString(part)
	}
	return template.HTML(out.String())
}
