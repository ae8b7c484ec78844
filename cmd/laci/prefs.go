package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"laci/ui"
)

// prefsName is the file of what somebody chose for the screens, beside the till.
// It may be written by hand too: a shop's own colours stand in it.
const prefsName = "screen.json"

// readPrefs reads what was chosen; nothing is chosen before the file is there.
func readPrefs(dir string) (p ui.Prefs, err error) {
	text, err := os.ReadFile(filepath.Join(dir, prefsName))
	if errors.Is(err, os.ErrNotExist) {
		return p, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err != nil {
		return ui.Prefs{}, fmt.Errorf("choices for the screens: %w", err)
	}
	return p, nil
}

// writePrefs keeps what was chosen: the file is whole at every moment.
func writePrefs(dir string, p ui.Prefs) error {
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, prefsName)
	if err := os.WriteFile(path+".new", append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("choices for the screens: %w", err)
	}
	return os.Rename(path+".new", path)
}

// chosen are the choices of this start: what was chosen before, with what the
// flags say in front.
func (k *kiosk) chosen() ui.Prefs {
	p, err := readPrefs(k.dir)
	if err != nil {
		k.live.Log.Warn("choices not read", "error", err)
	}
	if k.flags.Lang != "" {
		p.Lang = k.flags.Lang
	}
	if k.flags.Look != "" {
		p.Look = ui.Look(k.flags.Look)
	}
	if k.flags.Customer != "" {
		p.Customer = k.flags.Customer
	}
	return p
}

// remember keeps a choice for this start and the next.
func (k *kiosk) remember(p ui.Prefs) {
	k.prefs = p
	if err := writePrefs(k.dir, p); err != nil {
		k.live.Log.Warn("choices not kept", "error", err)
	}
}
