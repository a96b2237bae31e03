package dir

import (
	"context"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"s3sleuth/source"
	"s3sleuth/source/decode"
)

// Bounds of looking around: names seen in one folder below, and in all.
const (
	nearEach = 5_000
	nearAll  = 50_000
)

// Near returns what of a folder looks like logs by its names: the folder itself
// where they lie in it, else each folder below that holds some, at any depth.
// Nothing is opened. It stops looking when ctx ends and returns what it has.
func Near(ctx context.Context, folder string, fsys fs.FS) []source.Place {
	list, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil
	}
	var found []source.Place
	here := source.Place{Kind: source.LocalFiles, URI: folder}
	seen := 0
	for _, d := range list {
		if seen++; seen > nearAll || ctx.Err() != nil {
			break
		}
		if !d.IsDir() {
			tally(&here, d.Name())
			continue
		}
		if strings.HasPrefix(d.Name(), ".") {
			continue
		}
		below := source.Place{Kind: source.LocalFiles, URI: filepath.Join(folder, d.Name())}
		if !filepath.IsAbs(below.URI) {
			below.URI = "./" + filepath.ToSlash(below.URI)
		}
		seen += count(ctx, fsys, d.Name(), &below)
		if below.Events+below.Lines > 0 {
			found = append(found, below)
		}
	}
	if here.Events+here.Lines > 0 {
		found = append([]source.Place{here}, found...)
	}
	return found
}

// count counts the logs in and below a folder by their names, and returns how
// many names it saw.
func count(ctx context.Context, fsys fs.FS, folder string, p *source.Place) (seen int) {
	_ = fs.WalkDir(fsys, folder, func(name string, d fs.DirEntry, err error) error {
		if seen++; seen > nearEach || ctx.Err() != nil {
			p.More = true
			return fs.SkipAll
		}
		if err == nil && !d.IsDir() {
			tally(p, name)
		}
		return nil // a folder that cannot be read holds nothing to offer
	})
	return seen
}

// tally counts a file by what its name tells.
func tally(p *source.Place, name string) {
	switch at := decode.Locate(name); {
	case at.Digest || at.Published.IsZero():
	case strings.Contains(path.Base(name), "_CloudTrail") || at.Account != "" && at.Bucket == "":
		p.Events++
	default:
		p.Lines++
	}
}
