module s3sleuth

go 1.26.0
