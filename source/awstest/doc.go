// Package awstest is a small AWS for tests: one HTTP server on 127.0.0.1 that
// answers what the tests ask of STS, CloudTrail and S3 settings, in the
// services' own protocols, so that the real clients are driven against it.
//
// A [World] says what there is and what goes wrong; [Start] serves it. The
// Region of a request is read from its signature, as AWS does.
package awstest
