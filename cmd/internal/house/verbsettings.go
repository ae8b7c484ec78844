package house

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"laci/pos"
)

// settings answers with the settings, changed by the JSON object in Text when
// there is one; changing them takes the owner's PIN.
func settings(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	s := till.Shop().Settings
	if args.Text != "" {
		change := json.NewDecoder(bytes.NewReader([]byte(args.Text)))
		change.DisallowUnknownFields()
		if err := change.Decode(&s); err != nil {
			return Answer{}, fmt.Errorf("%w: %w", pos.ErrSetting, err)
		}
		if err := checkPrinter(s); err != nil {
			return Answer{}, err
		}
		if err := till.Change(ctx, s, args.PIN, actor); err != nil {
			return Answer{}, err
		}
	}
	return Answer{Settings: &s}, nil
}
