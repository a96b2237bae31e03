// Package text makes values from logs fit to be shown and exported.
//
// What a log holds was written by whoever sent the request: user agents, keys
// and referers may hold terminal control sequences, and presigned URLs hold
// signatures that still work. Every value on its way to a screen, a title, an
// error line or an export passes [Display]; every value that may be a URL also
// passes [Mask]:
//
//	shown, escaped := text.Display(text.Mask(referer))
package text
