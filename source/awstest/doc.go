// Package awstest is a small AWS for tests: one HTTP server on 127.0.0.1 that
// answers what the tests ask of STS, CloudTrail, CloudTrail Lake, Athena and S3 settings,
// in the services' own protocols, so that the real clients are driven against it.
//
// A [World] says what there is and what goes wrong; [Start] serves it. The
// Region of a request is read from its signature, as AWS does. Queries go on by
// themselves ([Queries]); their statements are answered by a [Run], canned or on
// a [Trino].
package awstest
