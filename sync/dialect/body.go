package dialect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"laci/pos"
)

// bodyMost is how many bytes a body may have.
const bodyMost = 64 << 10

// Body reads a request's body whole, byte for byte as it was sent, or fails with
// ErrTooLarge or ErrBody.
func Body(r *http.Request) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, bodyMost+1))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) || len(raw) > bodyMost {
		return nil, ErrTooLarge
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBody, err)
	}
	return raw, nil
}

// Decode reads a body of a content type into a struct: an object of JSON, or a
// URL-encoded form with a[b]=c for an object inside. An empty body names no
// fields. It fails with ErrBody, or with the code word of a field that
// says itself what is wrong, such as pos.ErrAmount.
func Decode(contentType string, raw []byte, into any) error {
	if kind, _, _ := mime.ParseMediaType(contentType); kind == "application/x-www-form-urlencoded" {
		form, err := url.ParseQuery(string(raw))
		if err != nil {
			return fmt.Errorf("%w: %w", ErrBody, err)
		}
		if raw, err = json.Marshal(nested(form)); err != nil {
			return fmt.Errorf("%w: %w", ErrBody, err)
		}
	}
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return nil
	}
	if raw[0] != '{' {
		return fmt.Errorf("%w: no object", ErrBody)
	}
	err := json.Unmarshal(raw, into)
	if err == nil || pos.Code(err) != "" {
		return err
	}
	return fmt.Errorf("%w: %w", ErrBody, err)
}

// nested gives a form's fields, each with its first value, as an object.
func nested(form url.Values) map[string]any {
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		outer, inner, deep := strings.Cut(strings.TrimSuffix(name, "]"), "[")
		if !deep {
			object[name] = form.Get(name)
			continue
		}
		below, ok := object[outer].(map[string]any)
		if !ok {
			below = map[string]any{}
			object[outer] = below
		}
		below[inner] = form.Get(name)
	}
	return object
}

// Int is a whole number as senders write it: 7 or "7".
type Int int

// UnmarshalJSON reads either form.
func (i *Int) UnmarshalJSON(raw []byte) error {
	text := string(raw)
	if bytes.HasPrefix(raw, []byte(`"`)) {
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
	}
	number, err := strconv.Atoi(text)
	if err != nil {
		return fmt.Errorf("dialect: %.20q is no whole number", text)
	}
	*i = Int(number)
	return nil
}

// QueryInt reads a number of the query, fallback when it is not given, or fails
// with ErrQuery when it is not one from least to most.
func QueryInt(query url.Values, name string, fallback, least, most int) (int, error) {
	text := query.Get(name)
	if text == "" {
		return fallback, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < least || number > most {
		return 0, fmt.Errorf("%w: %s is not %d to %d", ErrQuery, name, least, most)
	}
	return number, nil
}
