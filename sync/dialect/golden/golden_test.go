package golden

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that values may differ, and that a key too many, a key too few, another
// type and another nesting are each found.
func TestDifferences(t *testing.T) {
	example := `{"status":200,"data":[{"id":1,"paid":true,"at":"2025-09-24","meta":{"a":"b"}}],"links":{}}`
	for name, test := range map[string]struct {
		got   string
		loose []string
		want  []string
	}{
		"same form":      {got: `{"links":{},"status":404,"data":[{"id":2,"paid":false,"at":"x","meta":{"a":""}},{"id":3,"paid":true,"at":"","meta":{"a":"c"}}]}`},
		"missing":        {got: `{"status":200,"data":[{"id":1,"paid":true,"meta":{"a":"b"}}],"links":{}}`, want: []string{"data[].at is missing (element 0)"}},
		"missing, loose": {got: `{"status":200,"data":[{"id":1,"paid":true,"meta":{"a":"b"}}],"links":{}}`, loose: []string{"data[].at"}},
		"null":           {got: `{"status":200,"data":[{"id":1,"paid":true,"at":null,"meta":{"a":"b"}}],"links":{}}`, want: []string{"data[].at is null, not a string (element 0)"}},
		"null, loose":    {got: `{"status":200,"data":[{"id":1,"paid":true,"at":null,"meta":{"a":"b"}}],"links":{}}`, loose: []string{"data[].at"}},
		"too many":       {got: `{"status":200,"data":[{"id":1,"paid":true,"at":"x","meta":{"a":"b","c":"d"}}],"links":{}}`, want: []string{"data[].meta.c is not in the example (element 0)"}},
		"type":           {got: `{"status":"200","data":[{"id":"1","paid":true,"at":"x","meta":{"a":"b"}}],"links":{}}`, want: []string{"data[].id is a string, not a number (element 0)", "status is a string, not a number"}},
		"nesting":        {got: `{"status":200,"data":{"id":1},"links":{}}`, want: []string{"data is an object, not a list"}},
		"empty list":     {got: `{"status":200,"data":[],"links":{}}`, want: []string{"data is empty"}},
		"later element":  {got: `{"status":200,"data":[{"id":1,"paid":true,"at":"x","meta":{"a":"b"}},{"id":1,"paid":true,"at":"x","meta":[]}],"links":{}}`, want: []string{"data[].meta is a list, not an object (element 1)"}},
		"another whole":  {got: `[]`, want: []string{"the answer is a list, not an object"}},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := Differences([]byte(example), []byte(test.got), test.loose...)
			require.NoError(t, err)
			assert.ElementsMatch(t, test.want, found)
		})
	}
	_, err := Differences([]byte(example), []byte("{"))
	require.Error(t, err)
}
