package tui

import (
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// shortARN shortens an ARN to what tells principals apart: "role/legacy", "user/ann".
func shortARN(arn string) string {
	if !strings.HasPrefix(arn, "arn:") {
		return arn
	}
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[5] == "" {
		return arn
	}
	return parts[5]
}

// valueName is a value in short, where it tells apart as well.
func valueName(f model.Field, value string) string {
	if f == model.FieldPrincipal || f == model.FieldARN {
		return shortARN(value)
	}
	return value
}

// shortNames returns values of a field in short. Where two callers of different
// accounts would look alike, the end of the account stands before them.
func shortNames(f model.Field, values []string) []string {
	names := make([]string, len(values))
	of, alike := map[string]string{}, map[string]bool{}
	for i, v := range values {
		name := valueName(f, v)
		if other, seen := of[name]; seen && other != v {
			alike[name] = true
		}
		names[i], of[name] = name, v
	}
	for i, v := range values {
		if parts := strings.SplitN(v, ":", 6); alike[names[i]] && len(parts) == 6 && len(parts[4]) == 12 {
			names[i] = "…" + parts[4][8:] + " " + names[i]
			if parts[1] != "aws" { // the same account number may be another one's in China
				names[i] = parts[1] + " " + names[i]
			}
		}
	}
	return names
}

// texts are what the values are, without their counts.
func texts(values []store.Value) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v.Text
	}
	return out
}

// cutName keeps the end of a long name: it tells more than the beginning.
func cutName(s string, w int) string {
	if width(s) <= w {
		return s
	}
	return "…" + tail(s, w-1)
}
