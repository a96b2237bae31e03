package export

import (
	"bytes"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"s3sleuth/model"
	"s3sleuth/tui/text"
)

// longestSlug is how many bytes of a filter go into a file's name, about.
const longestSlug = 60

// Name returns a file name for the job that says what is in it, of lower-case
// letters, digits, dots and dashes only: "s3sleuth-tls-none-20261101-by-op.csv".
func (j *Job) Name() string {
	from, to, where := model.Lift(j.filter())
	name := []byte("s3sleuth")
	switch {
	case len(j.Marked) > 0:
		name = appendSlug(name, strconv.Itoa(len(j.Marked))+" marked")
	case where != nil && j.Redact.Filter(where) != Redacted:
		name = appendSlug(name, text.Mask(where.String()))
	}
	for _, t := range []time.Time{from, to} {
		if !t.IsZero() {
			name = t.AppendFormat(name, "-20060102")
		}
	}
	if len(j.By) > 0 {
		name = appendSlug(name, "by "+names(j.By))
	}
	if j.Redact != nil {
		name = append(name, "-redacted"...)
	}
	return string(name) + "." + j.Format.String()
}

// appendSlug appends a dash and the words of s, parted by dashes.
func appendSlug(name []byte, s string) []byte {
	dash, end := true, len(name)+longestSlug
	for i := 0; i < len(s) && len(name) < end; i++ {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '.' && !dash:
		default:
			dash = true
			continue
		}
		if dash {
			name = append(name, '-')
		}
		name, dash = append(name, c), false
	}
	return bytes.TrimRight(name, ".")
}

// partialMark stands in the name of a file that rests on partial evidence.
const partialMark = ".partial"

// PartialPath returns the path with ".partial" before its extension.
func PartialPath(path string) string {
	ext := filepath.Ext(path)
	if ext == partialMark {
		return path
	}
	stem := strings.TrimSuffix(path, ext)
	if filepath.Base(stem) == "." || stem == "" || strings.HasSuffix(stem, string(filepath.Separator)) {
		stem, ext = path, "" // a hidden file without an extension
	}
	if strings.HasSuffix(stem, partialMark) {
		return path
	}
	return stem + partialMark + ext
}

// MetaPath returns where the meta file of a file stands.
func MetaPath(path string) string { return path + ".meta.json" }
