package inflate

type pointMaker struct{ give func() }

func (z *Reader) point() error { return nil }
