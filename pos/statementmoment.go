package pos

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// months are the words for months that a date may have; each is known by its
// first three letters.
func months() *strings.Replacer {
	return strings.NewReplacer("mei", "may", "agu", "aug", "agt", "aug", "okt", "oct", "nop", "nov", "des", "dec", "peb", "feb")
}

// dateLayouts and timeLayouts are the ways lists write the two; days come
// before months, as in Indonesia.
func dateLayouts() []string {
	return []string{"2006-01-02", "2006/01/02", "20060102", "2/1/2006", "2-1-2006", "2.1.2006", "2 Jan 2006", "2-Jan-2006", "2/Jan/2006", "2/1/06", "2-Jan-06"}
}

func timeLayouts() []string {
	return []string{"15:04:05", "15.04.05", "15:04", "15.04", "15:04:05Z07:00", "15:04:05.999999999Z07:00", "15:04:05.999999999", "3:04:05 PM", "3:04 PM"}
}

// parseMoment reads date and time of a payment, from one cell or two. exact is
// false when there is no time of day.
func parseMoment(date, clock cell, at *time.Location, from1904 bool) (moment time.Time, exact bool, err error) {
	whole := date
	if date.text == "" {
		whole, clock = clock, cell{}
	}
	if strings.HasPrefix(whole.text, "=") && !whole.number {
		return moment, false, ErrStatementFormula
	}
	if whole.number && len(whole.text) != len("20261120") {
		moment, exact, err = parseSerial(whole.text, at, from1904)
	} else {
		moment, exact, err = parseDate(whole.text, at)
	}
	if err != nil || clock.text == "" {
		return moment, exact, err
	}
	if clock.number {
		day, _, err := parseSerial(clock.text, at, false)
		if err != nil || day.Year() > 1900 {
			return moment, false, fmt.Errorf("time %.40q: %w", clock.text, ErrStatementRow)
		}
		return timeOn(moment, day), true, nil
	}
	for _, layout := range timeLayouts() {
		if of, err := time.ParseInLocation(layout, strings.TrimSpace(clock.text), at); err == nil {
			return timeOn(moment, of), true, nil
		}
	}
	return moment, false, fmt.Errorf("time %.40q: %w", clock.text, ErrStatementRow)
}

// timeOn puts the time of day of one moment on the date of another.
func timeOn(date, clock time.Time) time.Time {
	hour, minute, second := clock.Clock()
	return time.Date(date.Year(), date.Month(), date.Day(), hour, minute, second, 0, clock.Location())
}

// parseDate reads a date with or without a time behind it.
func parseDate(text string, at *time.Location) (moment time.Time, exact bool, err error) {
	said := text
	text = strings.ReplaceAll(strings.TrimSpace(text), ", ", " ")
	text = shortMonth(text)
	for _, date := range dateLayouts() {
		if moment, err := time.ParseInLocation(date, text, at); err == nil {
			return checkMoment(moment, false)
		}
		for _, clock := range timeLayouts() {
			for _, between := range []string{" ", "T"} {
				if moment, err := time.ParseInLocation(date+between+clock, text, at); err == nil {
					return checkMoment(moment, true)
				}
			}
		}
	}
	return moment, false, fmt.Errorf("date %.40q: %w", said, ErrStatementRow)
}

// shortMonth writes a month's name as its first three letters in English.
func shortMonth(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' || r == '/' })
	for _, word := range words {
		if len(word) >= 3 && word[0] >= 'A' && strings.ToUpper(word) != "WIB" {
			short := months().Replace(strings.ToLower(word[:3]))
			text = strings.Replace(text, word, short, 1)
		}
	}
	for _, zone := range []string{" wib", " WIB"} {
		text = strings.TrimSuffix(text, zone)
	}
	return text
}

// checkMoment refuses years in which no QRIS was paid.
func checkMoment(moment time.Time, exact bool) (time.Time, bool, error) {
	if moment.Year() < 2019 || moment.Year() > 2099 {
		return moment, false, fmt.Errorf("date %s: %w", moment.Format(time.DateOnly), ErrStatementRow)
	}
	return moment, exact, nil
}

// parseSerial reads a spreadsheet's date: days since the end of 1899, or since
// 1904, with the time of day as a fraction.
func parseSerial(text string, at *time.Location, from1904 bool) (moment time.Time, exact bool, err error) {
	whole, fraction, exact := strings.Cut(plainNumber(text), ".")
	days, err := strconv.Atoi(whole)
	if err != nil || days < 0 || days > 100_000 || !isDigits(fraction, len(fraction)) {
		return moment, false, fmt.Errorf("date %.40q: %w", text, ErrStatementRow)
	}
	millionth, _ := scale("0"+fraction, 9-len(fraction)) // billionths of a day
	seconds := (millionth*86_400 + 500_000_000) / 1_000_000_000
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, at)
	if from1904 {
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, at)
	}
	moment = time.Date(start.Year(), start.Month(), start.Day()+days, 0, 0, int(seconds), 0, at)
	if days == 0 {
		return moment, exact, nil // a time of day alone
	}
	return checkMoment(moment, exact)
}
