package dir

import (
	"testing"
	"time"

	"s3sleuth/source/decode/inflate"
)

// TestPointsOfAnotherVersion reads a file that changed after it was listed first.
func TestPointsOfAnotherVersion(t *testing.T) {
	d := newDir("x", nil, nil)
	then := file{name: "x.gz", size: 10, modified: time.Unix(1, 0)}
	now := file{name: "x.gz", size: 10, modified: time.Unix(2, 0)}
	d.remember([]file{then})
	d.keep(&now, inflate.Point{Offset: 5})
	if d.texts.PointBytes() > 0 {
		t.Error("the point of a file that changed was kept")
	}
	d.keep(&then, inflate.Point{Offset: 5})
	if d.texts.PointBytes() == 0 {
		t.Error("the point of the file was not kept")
	}
}
