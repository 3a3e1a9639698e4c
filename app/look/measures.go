package look

// Measures in Fyne's device independent pixels.
const (
	Margin      = 16 // screen edge on list screens
	TextMargin  = 20 // on screens of text
	WideMargin  = 24 // on welcome and results
	Gap         = 12 // between blocks
	CardPadding = 16

	CardRadius   = 16
	ButtonRadius = 14
	BannerRadius = 14
	FieldRadius  = 12
	AvatarRadius = 14
	FABRadius    = 20

	ButtonHeight = 54
	AnswerHeight = 64 // YES and NO
	TextHeight   = 44 // a button that is words alone
	Touch        = 44 // nothing that can be tapped is smaller
	BarHeight    = 56
	RowHeight    = 56
	KeyHeight    = 54
	FABSize      = 60
	IconSize     = 24

	Line = 1 // card strokes and dividers

	MaxContent = 480 // content is no wider than this, and centered
)

// Size is a size of type, before the person's text scale.
type Size float32

// The type sizes.
const (
	SizeHeadline Size = 28
	SizeBarRoot  Size = 24
	SizeTitle    Size = 22
	SizeBar      Size = 18
	SizeButton   Size = 17
	SizeText     Size = 16
	SizeBanner   Size = 15
	SizeLabel    Size = 14
	SizeSection  Size = 13
	SizeCode     Size = 30
	SizeBigCode  Size = 52
)
