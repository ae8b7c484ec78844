package pos

import (
	"encoding/json"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
)

// List is a short list of names in the settings. It reads "a, b" as well as
// ["a", "b"], so that a person can write it on one line.
type List []string

// UnmarshalJSON reads either form. What the list held before stays as it is for
// whoever else holds it.
func (l *List) UnmarshalJSON(raw []byte) error {
	var line string
	var names []string
	if json.Unmarshal(raw, &line) != nil {
		if err := json.Unmarshal(raw, &names); err != nil {
			return err
		}
	}
	*l = append(ParseList(line), names...)
	return nil
}

// ParseList reads the names of one line, with commas or spaces between them.
func ParseList(line string) (l List) {
	return strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ' ' })
}

// String writes the list on one line.
func (l List) String() string { return strings.Join(l, ", ") }

const (
	listMost  = 50     // names in one list
	rateMost  = 1e6    // requests a second of one key
	rateUsual = 100    // when the owner did not say
	nameBytes = 253    // of a host
	badInHost = "/@?#" // what makes a host more than one
)

// Rate is how many requests a second one key may make.
func (s Settings) Rate() int {
	if s.KeyRate == 0 {
		return rateUsual
	}
	return s.KeyRate
}

// checkReach refuses settings of who can reach the till, and whom it calls, that
// cannot be.
func (s Settings) checkReach() error {
	if !publicAddress(s.PublicAddress) || s.KeyRate < 0 || s.KeyRate > rateMost || (s.CertFile == "") != (s.CertKeyFile == "") {
		return ErrSetting
	}
	for _, path := range []string{s.CertFile, s.CertKeyFile} {
		if path != "" && (!filepath.IsAbs(path) || len(path) > pathMost) {
			return ErrSetting
		}
	}
	for list, valid := range map[*List]func(string) bool{
		&s.TrustedProxies: addressRange, &s.Origins: origin, &s.Names: host, &s.CallbackHosts: host, &s.LANServices: host,
	} {
		if len(*list) > listMost {
			return ErrSetting
		}
		for _, name := range *list {
			if !valid(name) {
				return ErrSetting
			}
		}
	}
	return nil
}

// publicAddress tells whether text is "https://kasir.toko.example", with a port
// or without, or "".
func publicAddress(text string) bool {
	return text == "" || strings.HasPrefix(text, "https://") && origin(text)
}

// origin tells whether text is a scheme and a host as a browser names them.
func origin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && host(u.Host) && text == u.Scheme+"://"+u.Host
}

// host tells whether text is a name or address, with a port or without.
func host(text string) bool {
	u, err := url.Parse("//" + text)
	return err == nil && u.Hostname() != "" && u.Host == text && len(text) <= nameBytes &&
		!strings.ContainsAny(text, badInHost) && text == strings.ToLower(text)
}

// addressRange tells whether text is an address or a range of them.
func addressRange(text string) bool {
	if _, err := netip.ParseAddr(text); err == nil {
		return true
	}
	_, err := netip.ParsePrefix(text)
	return err == nil
}
