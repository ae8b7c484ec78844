package symbol

// Error is what this package refuses with. Its text is for logs; the words for
// people are looked up by Code.
type Error string

const (
	// ErrEmpty says that there is no text to draw.
	ErrEmpty Error = "empty"
	// ErrTooLong says that the text does not fit version 40 at the wanted level.
	ErrTooLong Error = "too_long"
	// ErrTooSmall says that the square has not one pixel for each module.
	ErrTooSmall Error = "too_small"
	// ErrNoCode says that the picture was decoded and no QR code was read in it.
	ErrNoCode Error = "no_code"
	// ErrNotAPicture says that the bytes are no whole PNG, JPEG, GIF or WebP.
	ErrNotAPicture Error = "not_a_picture"
	// ErrTooLarge says that the file, its width times height, or the memory its
	// decoding would take is above the limits.
	ErrTooLarge Error = "too_large"
	// ErrReadTimeout says that the context ended before the picture was read.
	ErrReadTimeout Error = "read_timeout"
)

// Code returns the stable word of the error, in snake case.
func (e Error) Code() string { return string(e) }

func (e Error) Error() string {
	switch e {
	case ErrEmpty:
		return "symbol: nothing to draw"
	case ErrTooLong:
		return "symbol: text does not fit the largest version"
	case ErrTooSmall:
		return "symbol: square is smaller than the symbol"
	case ErrNoCode:
		return "symbol: no code in the picture"
	case ErrNotAPicture:
		return "symbol: not a PNG, JPEG, GIF or WebP picture"
	case ErrTooLarge:
		return "symbol: picture is too large"
	case ErrReadTimeout:
		return "symbol: reading the picture took too long"
	}
	return "symbol: " + string(e)
}
