package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
)

// backupCmd are the verbs about backups; alone it makes one.
type backupCmd struct {
	Now    backupNowCmd    `cmd:"" default:"withargs" help:"Make a backup now, read it back and compare it (default)."`
	Plan   backupPlanCmd   `cmd:"" help:"Say where else backups go and how long they are kept."`
	Health backupHealthCmd `cmd:"" help:"Tell the last good backup and what is wrong, as JSON."`
}

type backupNowCmd struct {
	To string `help:"Copy it to this folder too." placeholder:"DIR" type:"path"`
	dataFlag
}

// Run prints where the backup is, what it reaches to, its size and how the copy
// in the second place went.
func (c *backupNowCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "backup", house.Args{To: c.To})
	if err != nil {
		return err
	}
	if answer.Backup == nil {
		return errors.New("lacictl: the till named no backup")
	}
	made := answer.Backup
	place := c.To
	if place == "" {
		place = filepath.Join(c.Data, "backup")
	}
	_, err = fmt.Fprintf(sh.out, "%s\t%s\t%d\t%s\n", filepath.Join(place, made.File), made.Extent.Head, made.Size, made.Second)
	return err
}

type backupPlanCmd struct {
	To   string `help:"A second folder for every backup, such as a USB stick; without it there is none." placeholder:"DIR" type:"path"`
	Days int    `help:"Days that backups are kept." default:"14"`
	dataFlag
	pinFlag
}

// Run stores the plan.
func (c *backupPlanCmd) Run(sh *shell) error {
	_, err := sh.asOwner(c.dataFlag, c.pinFlag, "backup plan", house.Args{To: c.To, Days: c.Days})
	return err
}

type backupHealthCmd struct{ dataFlag }

// Run prints JSON with stable field names; ages are whole seconds.
func (c *backupHealthCmd) Run(sh *shell) error {
	answer, err := house.Do(sh.ctx, c.Data, "backup health", house.Args{})
	if err != nil {
		return err
	}
	if answer.Health == nil {
		return errors.New("lacictl: the till told nothing of its backups")
	}
	h := answer.Health
	return sh.json(map[string]any{
		"last": h.Last, "age_s": int64(h.Age / time.Second), "due": h.Due, "late": h.Late,
		"no_recovery_code": h.NoCode, "second_place_missing": h.NoPlace, "second_place_same_disk": h.SameDisk,
		"free_bytes": h.Free, "low_space": h.LowSpace,
	})
}

// codeFlag says where the recovery code comes from, which is never an argument.
type codeFlag struct {
	CodeStdin bool `help:"Read the recovery code's six words from a line of standard input, after the PIN if both come from there."`
}

type restoreCmd struct {
	File    string `arg:"" help:"The backup." type:"path"`
	Yes     bool   `help:"Restore without asking."`
	Replace bool   `name:"take-file-trust" help:"Take the backup's QRIS, PINs, recovery code and keys instead of this till's."`
	dataFlag
	pinFlag
	codeFlag
}

// Run tells what the backup holds, asks, restores, and prints the new head, the
// next order's number and where the old files are.
func (c *restoreCmd) Run(sh *shell) error {
	if _, err := os.Stat(c.File); err != nil {
		return fmt.Errorf("%w: %w", errInput, err)
	}
	pin, err := sh.ownerPIN(c.pinFlag)
	if err != nil {
		return err
	}
	code, err := sh.recoveryCode(c.codeFlag)
	if err != nil {
		return err
	}
	r := house.Restore{Dir: c.Data, File: c.File, Code: code, PIN: pin, Trust: c.Replace, Actor: "lacictl"}
	r.Confirm = func(backup, installed pos.Extent) bool {
		sh.tell("ctl.restore_backup", backup)
		if installed.Shop != "" || installed.Numbers > 0 {
			sh.tell("ctl.restore_installed", installed)
		}
		return c.Yes || sh.askYes()
	}
	done, err := house.RestoreTill(sh.ctx, r)
	if errors.Is(err, pos.ErrPINNeeded) && pin == "" {
		if asked, ok := sh.ask("PIN: "); ok {
			r.PIN = asked
			r.Confirm = func(_, _ pos.Extent) bool { return true } // it was
			done, err = house.RestoreTill(sh.ctx, r)
		}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(sh.out, "%s\t%s\t%s\n", done.Head, done.Number, done.Aside)
	return err
}

// tell writes a till in a few lines on standard error.
func (sh *shell) tell(title string, e pos.Extent) {
	age := "-"
	if !e.LastAt.IsZero() {
		age = e.LastAt.In(pos.Calendar{Zone: e.Zone}.Location()).Format("2006-01-02 15:04") + " (" + assets.Text(sh.lang, "ctl.age_hours", int64(time.Since(e.LastAt)/time.Hour)) + ")"
	}
	fmt.Fprintln(sh.err, assets.Text(sh.lang, title))
	for _, line := range [][2]string{
		{"ctl.restore_shop", e.Shop}, {"ctl.restore_nmid", e.NMID}, {"ctl.restore_till", e.Name + " (" + e.Terminal + ")"},
		{"ctl.restore_last", cmp.Or(e.LastOrder, "-")}, {"ctl.restore_age", age}, {"ctl.restore_sales", strconv.Itoa(e.Sales.Count)},
	} {
		fmt.Fprintf(sh.err, "  %-18s %s\n", assets.Text(sh.lang, line[0]), line[1])
	}
}

// askYes asks on standard error and reads the answer; no line is no.
func (sh *shell) askYes() bool {
	fmt.Fprint(sh.err, assets.Text(sh.lang, "ctl.restore_ask")+" ")
	answer, err := sh.line()
	return err == nil && slices.Contains([]string{"y", "ya", "yes"}, strings.ToLower(answer))
}

// recoveryCode gives the six words: from the next line of standard input,
// LACI_RECOVERY_CODE, or asked for on a terminal.
func (sh *shell) recoveryCode(flag codeFlag) (string, error) {
	if flag.CodeStdin {
		return sh.line()
	}
	if code := os.Getenv("LACI_RECOVERY_CODE"); code != "" {
		return code, nil
	}
	code, _ := sh.ask(assets.Text(sh.lang, "ctl.recovery_code") + " ")
	return code, nil
}
