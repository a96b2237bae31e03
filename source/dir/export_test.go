package dir

// PointBytes is what the points of all files take; benchmarks tell it.
func PointBytes(d *Dir) int { return d.texts.PointBytes() }
