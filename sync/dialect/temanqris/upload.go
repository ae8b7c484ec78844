package temanqris

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"time"

	"laci/pos"
	"laci/qris"
	"laci/qris/symbol"
	"laci/sync/dialect"
)

// The limits of a picture; a photo of a sticker has a few megabytes.
const (
	pictureBytes = 8 << 20
	pictureTime  = 12 * time.Second
)

// pictures are the kinds of file the document takes.
var pictures = []string{"image/jpeg", "image/png", "image/webp"}

// upload stores a static QRIS, sent as text or picture. The first one of a till
// without a PIN is used at once; any other is only proposed until the owner says
// so with the PIN, and then stands beside the counter's.
func (d *TemanQRIS) upload(w http.ResponseWriter, r *http.Request, key pos.APIKey) error {
	text, err := d.sent(r)
	if err != nil {
		return err
	}
	code, err := d.store(r.Context(), text, key.Actor())
	if err != nil {
		return err
	}
	said := "QRIS uploaded successfully"
	if !code.Pinned {
		said += ", waiting for the owner's PIN at the till"
	}
	type merchant struct {
		Name string `json:"name"`
		City string `json:"city"`
	}
	dialect.Reply(w, http.StatusOK, struct {
		Message    string   `json:"message"`
		QRISString string   `json:"qris_string"`
		Merchant   merchant `json:"merchant"`
	}{said, code.Text, merchant{code.Name, code.City}})
	return nil
}

// store keeps a code; one that is stored already is told as it is.
func (d *TemanQRIS) store(ctx context.Context, text, actor string) (pos.QRIS, error) {
	text, _ = qris.Clean(text)
	codes := d.till.Shop().Codes
	at := slices.IndexFunc(codes, func(known pos.QRIS) bool { return known.Text == text })
	switch {
	case at >= 0:
		return codes[at], nil
	case d.tier.Stored > 0 && len(codes) >= d.tier.Stored:
		return pos.QRIS{}, errStored
	}
	return d.till.AddQRIS(ctx, pos.AddQRIS{Text: text, Beside: true, Sticker: true, SecondTill: true, Actor: actor})
}

// sent gives the text of the code a request brings.
func (d *TemanQRIS) sent(r *http.Request) (string, error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		return sentForm(r)
	}
	var wish struct {
		QRISString string `json:"qris_string"`
	}
	if err := decode(r, &wish); err != nil {
		return "", err
	}
	if wish.QRISString == "" {
		return "", invalid("Send qris_image or qris_string.")
	}
	return wish.QRISString, nil
}

// sentForm finds the picture, or the text, in a form with files.
func sentForm(r *http.Request) (string, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return "", fmt.Errorf("%w: %w", dialect.ErrBody, err)
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return "", invalid("Send qris_image or qris_string.")
		}
		if err != nil {
			return "", unread(err)
		}
		switch part.FormName() {
		case "qris_image":
			return readPicture(r.Context(), part)
		case "qris_string":
			text, err := io.ReadAll(io.LimitReader(part, 4096))
			if err != nil {
				return "", unread(err)
			}
			return string(text), nil
		}
	}
}

// unread tells why a form could not be read to its end.
func unread(err error) error {
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return symbol.ErrTooLarge
	}
	return fmt.Errorf("%w: %w", dialect.ErrBody, err)
}

// readPicture reads the one payment code of a picture.
func readPicture(ctx context.Context, file io.Reader) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, pictureTime)
	defer cancel()
	head := bufio.NewReaderSize(file, 512)
	start, _ := head.Peek(512) // a shorter file shows in its kind
	if !slices.Contains(pictures, http.DetectContentType(start)) {
		return "", invalid("The qris_image must be a file of type: jpg, png, webp.")
	}
	texts, err := symbol.Read(ctx, head, symbol.Limits{Bytes: pictureBytes})
	if err != nil {
		return "", err
	}
	return onlyQRIS(texts)
}

// onlyQRIS picks the static payment code among those of a picture, where posters
// have others for the shop's page.
func onlyQRIS(texts []string) (string, error) {
	usable := slices.DeleteFunc(slices.Clone(texts), func(text string) bool {
		p, err := qris.Parse(text)
		return err != nil || p.Convertible() != nil
	})
	switch len(usable) {
	case 1:
		return usable[0], nil
	case 0:
		return texts[0], nil // the till says what is wrong with it
	}
	return "", invalid("The picture shows more than one QRIS.")
}
