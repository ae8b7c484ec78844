package server

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// apiDocument is what is read of the OpenAPI document to make a page of it.
type apiDocument struct {
	Info struct {
		Title       string `json:"title"`
		Description string `json:"description"`
	} `json:"info"`
	Paths      map[string]map[string]apiCall `json:"paths"`
	Components struct {
		Responses map[string]apiAnswer `json:"responses"`
		Schemas   map[string]apiSchema `json:"schemas"`
	} `json:"components"`
}

type apiCall struct {
	ID          string                `json:"operationId"`
	Summary     string                `json:"summary"`
	Description string                `json:"description"`
	Security    []map[string][]string `json:"security"`
	Parameters  []struct {
		Name        string    `json:"name"`
		In          string    `json:"in"`
		Description string    `json:"description"`
		Required    bool      `json:"required"`
		Schema      apiSchema `json:"schema"`
	} `json:"parameters"`
	Body      apiAnswer            `json:"requestBody"`
	Responses map[string]apiAnswer `json:"responses"`
}

type apiAnswer struct {
	Ref         string `json:"$ref"`
	Description string `json:"description"`
	Content     map[string]struct {
		Schema apiSchema `json:"schema"`
	} `json:"content"`
}

// schema is the one of the answer's only kind of content.
func (a apiAnswer) schema() (schema apiSchema) {
	for _, content := range a.Content {
		schema = content.Schema
	}
	return schema
}

type apiSchema struct {
	Ref         string               `json:"$ref"`
	Type        string               `json:"type"`
	Description string               `json:"description"`
	Enum        []string             `json:"enum"`
	Const       string               `json:"const"`
	AnyOf       []apiSchema          `json:"anyOf"`
	Items       *apiSchema           `json:"items"`
	Properties  map[string]apiSchema `json:"properties"`
	Required    []string             `json:"required"`
	More        json.RawMessage      `json:"additionalProperties"`
}

// fields lists the properties of a schema, those that are always there first.
func (s apiSchema) fields(where string) (fields []fieldView) {
	for name, property := range s.Properties {
		fields = append(fields, fieldView{name, where, property.Description, slices.Contains(s.Required, name), property.kind()})
	}
	slices.SortFunc(fields, func(a, b fieldView) int {
		if a.Need != b.Need {
			return map[bool]int{true: -1, false: 1}[a.Need]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return fields
}

// kind says in a few words what a schema takes.
func (s apiSchema) kind() kindView {
	switch {
	case s.Ref != "":
		return kindView{Link: last(s.Ref)}
	case s.Items != nil:
		inner := s.Items.kind()
		return kindView{"list of " + inner.Before, inner.Link, inner.After}
	case len(s.Enum) > 0:
		return kindView{Before: strings.Join(s.Enum, ", ")}
	case s.Const != "":
		return kindView{Before: s.Const}
	case len(s.Properties) > 0:
		var inner []string
		for _, f := range s.fields("") {
			inner = append(inner, f.Name)
		}
		return kindView{Before: "object: " + strings.Join(inner, ", ")}
	case len(s.More) > 0 && s.More[0] == '{':
		var values apiSchema
		_ = json.Unmarshal(s.More, &values) // the document was read whole before
		inner := values.kind()
		return kindView{"object, each " + inner.Before, inner.Link, inner.After}
	}
	return kindView{Before: s.Type}
}

// last is the name at the end of a reference.
func last(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }
