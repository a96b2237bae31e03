package decode

import "bytes"

// Fields cuts one line of an access log, with or without its line feed, into its
// fields, in the order of the log and without brackets and quotes. A field that
// the log left out as a bare dash is "-". It returns nil for what is no such line.
func Fields(line []byte) []string {
	var f accessFields
	if f.cut(bytes.TrimRight(line, " \r\n")) != nil {
		return nil
	}
	out := make([]string, 0, f.n)
	for _, v := range f.v[:min(f.n, logFields)] {
		if v == nil {
			v = []byte("-")
		}
		out = append(out, string(v))
	}
	return out
}
