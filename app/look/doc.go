// Package look owns how the app looks: the palette, the type sizes, the measures, the
// icons and the theme that carries them into Fyne. Its values are those of the design
// system; nothing else in the app names a color or a font. It knows no screen, no
// account and no words.
package look
