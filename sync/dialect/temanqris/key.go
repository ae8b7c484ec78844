package temanqris

import (
	"errors"
	"net/http"

	"laci/pos"
	"laci/sync/dialect"
)

// keyHeader is where the document wants the key.
const keyHeader = "X-API-Key"

// key finds the program whose key the request brings. Keys of the till's own API
// and of other systems are none here.
func (d *TemanQRIS) key(r *http.Request) (pos.APIKey, error) {
	bearer := r.Header.Get(keyHeader)
	if bearer == "" {
		return pos.APIKey{}, errKey
	}
	key, err := d.till.Key(r.Context(), bearer)
	if err != nil && !errors.Is(err, pos.ErrKeyUnknown) {
		return pos.APIKey{}, err
	}
	if err != nil || key.Dialect != pos.DialectTemanQRIS {
		if err := pace(d.refusals, dialect.Remote(r)); err != nil {
			return pos.APIKey{}, err
		}
		return pos.APIKey{}, errKey
	}
	return key, nil
}
