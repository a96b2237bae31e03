// Package trails finds where logs are kept: the buckets that they are delivered
// to, by the settings of CloudTrail trails and of server access logging, and the
// event data stores of CloudTrail Lake. It reads settings only, no log.
//
// Three things to know:
//
//   - A [Search] asks and keeps what it learned as a [source.Survey], which can be
//     read at any moment: places appear while buckets are still being asked.
//   - A trail is found from any Region: DescribeTrails of one Region tells its own
//     trails and the shadows of those that record it, ListTrails names the others.
//   - What is not allowed is kept by the name of the action, and never looks like
//     "there is none".
package trails
