package headless

import "github.com/spf13/pflag"

// reachFlags gives every command the flags that say as whom and how AWS is reached.
func (c *commands) reachFlags(flags *pflag.FlagSet) {
	o := &c.options
	flags.StringVar(&o.Profile, "profile", "", "AWS profile")
	flags.StringVar(&o.Region, "region", "", "AWS Region (a bucket's own is found by itself)")
	flags.StringVar(&o.Endpoint, "endpoint-url", "", "URL of a service that speaks S3's protocol, in place of AWS; of a trino: source, the server's")
	flags.BoolVar(&o.NotLate, "not-late", false, "leave out logs delivered late: only what is named inside the range and an hour after it is listed")
	flags.DurationVar(&o.Follow, "follow", 0, "look for new objects of a bucket every so often, as 30s, until ^C; by names of the last 2 h, of access logs in folders of days 26 h")
	flags.BoolVar(&o.AllTime, "all-time", false, "let lake:, athena: and trino: read, and bill, all there is; without it they need --since and --until")
	flags.StringVar(&o.User, "user", "", "of a trino: source, as whom its server is asked (default: TRINO_USER, else who runs this)")
	flags.StringVar(&o.PasswordFile, "password-file", "", "of a trino: source, a file that holds the user's password (default: TRINO_PASSWORD)")
	flags.StringVar(&o.Workgroup, "workgroup", "", "Athena's workgroup (default: AWS_ATHENA_WORK_GROUP, else primary)")
	flags.StringVar(&o.Output, "output-location", "", "where Athena puts the rows of queries, as s3://BUCKET/PREFIX/ (default: AWS_ATHENA_S3_STAGING_DIR, else the workgroup's own)")
	flags.DurationVar(&o.Reuse, "reuse", 0, "take the rows of an equal query on Athena that is no older, as 1h, instead of paying again; 0 never")
	flags.BoolVar(&o.RequesterPays, "requester-pays", false, "pay for requests and transfer where the bucket asks its readers to")
}
