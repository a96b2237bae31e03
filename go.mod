module s3sleuth

go 1.26.0

require github.com/google/go-cmp v0.7.0

require github.com/klauspost/compress v1.20.3 // indirect
