package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// contract is the API's document, against which every answer that a test of
// this package gets is held.
type contract struct {
	doc      apiDocument
	raw      map[string]any
	compiler *jsonschema.Compiler
	mu       sync.Mutex
}

var theContract = sync.OnceValue(func() *contract {
	c := &contract{compiler: jsonschema.NewCompiler()}
	raw, err := jsonschema.UnmarshalJSON(bytes.NewReader(assets.OpenAPI()))
	if err == nil {
		c.raw, _ = raw.(map[string]any)
		err = json.Unmarshal(assets.OpenAPI(), &c.doc)
	}
	if err == nil {
		c.compiler.AssertFormat()
		c.compiler.DefaultDraft(jsonschema.Draft2020)
		err = c.compiler.AddResource("https://laci/openapi.json", raw)
	}
	if err != nil {
		panic(err)
	}
	return c
})

// schema compiles the schema at a place of the document.
func (c *contract) schema(t testing.TB, parts ...string) *jsonschema.Schema {
	t.Helper()
	for i, part := range parts {
		parts[i] = strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", " ", "%20").Replace(part)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	schema, err := c.compiler.Compile("https://laci/openapi.json#/" + strings.Join(parts, "/"))
	require.NoError(t, err)
	return schema
}

// operation finds what the document says of a request, by its path's shape and
// its method, whose letters are large.
func (c *contract) operation(r *http.Request) (path string, call apiCall, ok bool) {
	asked := strings.TrimSuffix(r.URL.EscapedPath(), "/")
	for path, methods := range c.doc.Paths {
		shape := regexp.MustCompile(`\\\{[^/]*\\\}`).ReplaceAllString(regexp.QuoteMeta(path), `[^/]+`)
		if !regexp.MustCompile("^"+shape+"$").MatchString(asked) || path == "/api/v1/shifts/{number}" && strings.HasSuffix(asked, "/running") {
			continue
		}
		if call, ok := methods[strings.ToLower(r.Method)]; ok && r.Method == strings.ToUpper(r.Method) {
			return path, call, true
		}
	}
	return "", call, false
}

// holds checks an answer against the document: its status, its kind of content
// and every field of it.
func (c *contract) holds(t testing.TB, r *http.Request, a answered) {
	t.Helper()
	kind := a.header.Get("Content-Type")
	path, call, ok := c.operation(r)
	if !ok || a.status == http.StatusRequestHeaderFieldsTooLarge { // of net/http itself
		if kind == "application/problem+json" {
			c.valid(t, c.schema(t, "components", "schemas", "Problem"), a.body)
		}
		return
	}
	name := r.Method + " " + path
	said, ok := call.Responses[strconv.Itoa(a.status)]
	if !assert.True(t, ok, "%s answers %d, which the document does not say: %s", name, a.status, a.body) {
		return
	}
	at := []string{"paths", path, strings.ToLower(r.Method), "responses", strconv.Itoa(a.status)}
	if ref := last(said.Ref); ref != "" {
		at, said = []string{"components", "responses", ref}, c.doc.Components.Responses[ref]
	}
	if len(said.Content) == 0 {
		assert.Empty(t, a.body, name)
		return
	}
	if _, ok := said.Content[kind]; !assert.True(t, ok, "%s answers %d as %s", name, a.status, kind) || !strings.HasSuffix(kind, "json") {
		return
	}
	c.valid(t, c.schema(t, append(at, "content", kind, "schema")...), a.body)
}

// valid checks one JSON text against a schema.
func (c *contract) valid(t testing.TB, schema *jsonschema.Schema, text []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err, "%s", text)
	assert.NoError(t, schema.Validate(value), "%s", text)
}

// Ensure that the document and the routes name the same paths, methods and
// scopes, that its references lead somewhere and that every path names its
// parameters.
func TestDocumentKnowsRoutes(t *testing.T) {
	c, h := theContract(), open(t)
	documented, ids := map[string]bool{}, map[string]bool{}
	for path, methods := range c.doc.Paths {
		for method, call := range methods {
			documented[strings.ToUpper(method)+" "+path] = true
			assert.NotEmpty(t, call.Summary, path)
			assert.False(t, ids[call.ID], "two operations %s", call.ID)
			ids[call.ID] = true
			var named []string
			for _, p := range call.Parameters {
				if p.In == "path" {
					named = append(named, "{"+p.Name+"}")
					assert.True(t, p.Required, path)
				}
			}
			assert.ElementsMatch(t, regexp.MustCompile(`\{\w+\}`).FindAllString(path, -1), named, path)
		}
	}
	for _, r := range h.server.native() {
		name := r.method + " " + r.path
		assert.True(t, documented[name], "%s is not in the document", name)
		delete(documented, name)
		var scopes []string
		for _, alternative := range c.doc.Paths[r.path][strings.ToLower(r.method)].Security {
			scopes = append(scopes, alternative["key"]...)
		}
		if r.access.open() {
			assert.Empty(t, scopes, name)
		} else {
			assert.ElementsMatch(t, r.access.scopes(), scopes, name)
		}
	}
	assert.Empty(t, documented, "in the document and nowhere else")
	refs := regexp.MustCompile(`"\$ref": ?"#/([^"]+)"`).FindAllSubmatch(assets.OpenAPI(), -1)
	require.NotEmpty(t, refs)
	for _, ref := range refs {
		var at any = c.raw
		for part := range strings.SplitSeq(string(ref[1]), "/") {
			at, _ = at.(map[string]any)[part]
		}
		assert.NotNil(t, at, "%s", ref[1])
	}
}

// Ensure that every field the till may answer with stands in the document, with
// whether it is always there, and no other.
func TestDocumentKnowsFields(t *testing.T) {
	c := theContract()
	for name, value := range map[string]any{
		"Order": orderView{}, "Item": pos.Item{}, "Refund": pos.Refund{}, "OwnerWord": pos.OwnerWord{},
		"Payment": pos.Payment{}, "Witness": pos.Witness{}, "Receipt": receipt{},
		"Summary": pos.Summary{}, "Tally": pos.Tally{}, "Hand": pos.Hand{}, "BankMatch": pos.BankMatch{},
		"Shift": pos.Z{}, "Drawer": pos.Drawer{}, "Takings": pos.Takings{}, "ShiftDay": pos.ShiftDay{}, "LateLine": pos.LateLine{},
		"CashMove": pos.CashMove{}, "HandOver": pos.HandOver{}, "Note": pos.Note{}, "OpenLine": pos.OpenLine{}, "MoneyLine": pos.MoneyLine{},
		"QRIS": pos.QRIS{}, "Source": sourceView{}, "Key": pos.APIKey{}, "Device": pos.Device{}, "Webhook": hookView{}, "Delivery": Delivery{}, "Entry": entryView{}, "Problem": problem{},
	} {
		var fields, always []string
		for _, field := range reflect.VisibleFields(reflect.TypeOf(value)) {
			json, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			if secret := field.Type == reflect.TypeFor[[]byte](); json == "" || secret || json == "request" {
				continue // never told
			}
			fields = append(fields, json)
			if options == "" {
				always = append(always, json)
			}
		}
		schema := c.doc.Components.Schemas[name]
		var documented []string
		for field := range schema.Properties {
			documented = append(documented, field)
		}
		assert.ElementsMatch(t, fields, documented, "properties of %s in assets/web/openapi.json", name)
		assert.ElementsMatch(t, always, schema.Required, "required of %s in assets/web/openapi.json", name)
	}
}

// Ensure that the document is served as it is, and its page names every path,
// and needs nothing from elsewhere.
func TestDocs(t *testing.T) {
	h := open(t)
	a := do(t, h.ask(t, "GET", "/openapi.json", "", ""))
	assert.Equal(t, assets.OpenAPI(), a.body)
	a = do(t, h.ask(t, "GET", "/docs", "", ""))
	assert.Contains(t, a.header.Get("Content-Security-Policy"), "default-src 'none'")
	for _, r := range h.server.native() {
		assert.Contains(t, string(a.body), `<span class="path">`+r.path+`</span>`, r.path)
	}
	assert.NotContains(t, string(a.body), "<script")
	for _, link := range regexp.MustCompile(`(?:href|src)="([^"#]*)`).FindAllSubmatch(a.body, -1) {
		if path := string(link[1]); path != "" {
			assert.Equal(t, http.StatusOK, do(t, h.ask(t, "GET", path, "", "")).status, path)
		}
	}
	for _, target := range regexp.MustCompile(`href="#([^"]+)"`).FindAllSubmatch(a.body, -1) {
		assert.Contains(t, string(a.body), `id="`+string(target[1])+`"`)
	}
}
