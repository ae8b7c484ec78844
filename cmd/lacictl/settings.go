package main

import (
	"encoding/json"

	"laci/cmd/internal/house"
)

type settingsShowCmd struct{ dataFlag }

// Run prints the settings as JSON.
func (c *settingsShowCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "settings", house.Args{})
	if err != nil {
		return err
	}
	return sh.json(answer.Settings)
}

type settingsSetCmd struct {
	Changes map[string]string `arg:"" help:"Settings by the names that show prints: cut_off=3 manual_order=500000 cashier_totals=true." placeholder:"NAME=VALUE"`
	dataFlag
	pinFlag
}

// Run changes settings and prints all of them.
func (c *settingsSetCmd) Run(sh *shell) error {
	changes := map[string]json.RawMessage{}
	for name, value := range c.Changes {
		changes[name] = literal(value)
	}
	text, err := json.Marshal(changes)
	if err != nil {
		return err
	}
	answer, err := sh.asOwner(c.dataFlag, c.pinFlag, "settings", house.Args{Text: string(text)})
	if err != nil {
		return err
	}
	return sh.json(answer.Settings)
}

// literal is a value as JSON: numbers, true and false as they are, anything
// else a text.
func literal(value string) json.RawMessage {
	var number json.Number
	if value == "true" || value == "false" || json.Unmarshal([]byte(value), &number) == nil && number != "" {
		return json.RawMessage(value)
	}
	text, _ := json.Marshal(value) // a string never fails
	return text
}
