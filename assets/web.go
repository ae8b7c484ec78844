package assets

// OpenAPI is the document of the till's native API, OpenAPI 3.1 in JSON. It is
// written by hand; the tests of the server hold every answer against it.
func OpenAPI() []byte { return web("openapi.json") }

// DocsPage is the template (html/template) of the page that shows the document,
// and DocsStyle its style sheet.
func DocsPage() string { return string(web("docs.html")) }

// DocsStyle is how that page looks.
func DocsStyle() []byte { return web("docs.css") }

// Web gives a file that the embedded server's pages are made of, or nil.
func Web(name string) []byte {
	file, err := files.ReadFile("web/" + name)
	if err != nil {
		return nil
	}
	return file
}

// web gives a file that is there. One that is missing is a broken build.
func web(name string) []byte {
	file := Web(name)
	if file == nil {
		panic("assets: web/" + name + " is missing")
	}
	return file
}
