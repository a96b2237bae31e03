package model

// Endpoint returns the endpoint style of a host header and the Region it names;
// "" is not recorded. bucket is needed to tell a bare NAME.amazonaws.com apart.
func Endpoint(host, bucket []byte) (style, region string) { panic("stub") }
