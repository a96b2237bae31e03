package model

import "strings"

// tlsWord reads a verdict as it stands in a record.
func tlsWord(v []byte) (TLS, bool) {
	for t, name := range tlsNames {
		if string(v) == name {
			return TLS(t), true
		}
	}
	return 0, false
}

// verdict answers a tls condition from the table made when it was parsed.
func (c *Cmp) verdict(v []byte) Truth {
	if t, ok := tlsWord(v); ok {
		return c.tls[t]
	}
	return Unknown
}

// tlsSpelling returns the canonical word for what logs and people write, as
// "1.2" for TLSv1.2 and "none" for "-"; "" if it is none.
func tlsSpelling(text string) string {
	word := foldASCII(text)
	if version, ok := strings.CutPrefix(word, "tlsv"); ok {
		if version == "1" {
			version = "1.0"
		}
		if version >= "1.0" && version <= "1.3" && len(version) == 3 {
			return version
		}
		return ""
	}
	if word == "-" {
		return TLSNone.String()
	}
	if _, ok := tlsWord([]byte(word)); ok {
		return word
	}
	return ""
}

// tlsAnswers fills the answer of a pattern for each verdict. allows says which
// of the nine words the pattern covers.
func tlsAnswers(allows func(TLS) bool) (answers [len(tlsNames)]Truth) {
	for word := TLSNone; word <= TLSNotNetwork; word++ {
		if !allows(word) {
			continue
		}
		for verdict := TLSNone; verdict <= TLSNotNetwork; verdict++ {
			answers[verdict] = answers[verdict].Or(tlsIs(word, verdict))
		}
	}
	return answers
}

// tlsIs answers "is the transport word?" for a recorded verdict.
func tlsIs(word, verdict TLS) Truth {
	if word == verdict {
		return Yes
	}
	if word > TLS13 { // no-evidence, unversioned, unknown, n/a speak of the record: always decided
		return No
	}
	switch verdict {
	case TLSNoEvidence, TLSUnknown:
		return Unknown
	case TLSUnversioned: // encrypted, so not none; any version is possible
		if word != TLSNone {
			return Unknown
		}
	}
	return No
}
