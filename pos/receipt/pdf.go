package receipt

import (
	"bytes"
	"io"

	"codeberg.org/go-pdf/fpdf"
)

// dotsPerMM is how fine receipt printers print: 203 dots an inch.
const dotsPerMM = 8.0

// PDF writes the slip as one page of the paper's own size, as wide as so many
// dots of a printer are.
func (s Slip) PDF(out io.Writer, dots int) error {
	page, err := s.Picture(dots)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := s.PNG(&file, dots); err != nil {
		return err
	}
	size := fpdf.SizeType{Wd: float64(page.Rect.Dx()) / dotsPerMM, Ht: float64(page.Rect.Dy()) / dotsPerMM}
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: size})
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddPage()
	options := fpdf.ImageOptions{ImageType: "PNG"}
	pdf.RegisterImageOptionsReader("slip", options, &file)
	pdf.ImageOptions("slip", 0, 0, size.Wd, size.Ht, false, options, 0, "")
	return pdf.Output(out)
}
