package headless

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/tui/text"
)

func (c *commands) cache() *cobra.Command {
	var format, limit string
	var drop, dropAll bool
	cmd := &cobra.Command{
		Use:   "cache [BUCKET...]",
		Short: "List what is kept of buckets read before, or drop it",
		Long: `Objects read from buckets are kept on disk byte for byte, so that they are got
once. Without a flag the command lists what is kept; --drop deletes what is kept
of the buckets named, --drop-all everything. --limit says how much may be kept,
in this run and all later ones; what was used longest ago is dropped for it.
Nothing in AWS is touched.`,
		Example: "  s3sleuth cache\n  s3sleuth cache --drop my-log-bucket\n  s3sleuth cache --limit 50GB",
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case format != "table" && format != "json":
				return &usageError{fmt.Sprintf("unknown format %q", format), "table or json"}
			case drop && len(args) == 0:
				return &usageError{"--drop names no bucket", "name the buckets, or use --drop-all"}
			case len(args) > 0 && (!drop || dropAll):
				return &usageError{"buckets are named only to drop them", "as in: s3sleuth cache --drop " + strings.Join(args, " ")}
			case c.env.Cache == nil:
				return fmt.Errorf("there is no folder to keep anything in: neither XDG_CACHE_HOME nor a home folder is known")
			}
			if limit != "" {
				if err := c.limitCache(limit); err != nil {
					return err
				}
			}
			kept, err := c.env.Cache.List()
			if err != nil {
				return err
			}
			if !drop && !dropAll {
				return c.tellCache(kept, format)
			}
			if dropAll {
				for _, k := range kept {
					args = append(args, k.Place)
				}
			}
			for _, place := range args {
				if err := c.env.Cache.Drop(place); err != nil {
					return &hintedError{err, "s3sleuth cache lists what is kept"}
				}
			}
			c.say("note", model.Counted(len(args), "bucket")+" dropped from the cache")
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "table or json")
	cmd.Flags().StringVar(&limit, "limit", "", "how much may be kept from now on, as 50GB; 0 keeps nothing")
	cmd.Flags().BoolVar(&drop, "drop", false, "delete what is kept of the buckets named")
	cmd.Flags().BoolVar(&dropAll, "drop-all", false, "delete all that is kept")
	return cmd
}

// limitCache sets how much may be kept.
func (c *commands) limitCache(limit string) error {
	bytes, ok := model.ParseSize(limit)
	if !ok && limit != "0" {
		return &usageError{fmt.Sprintf("--limit %s is no size", limit), "write 512MB, 50GB or 0"}
	}
	return c.env.Cache.SetLimit(bytes)
}

// tellCache lists what is kept.
func (c *commands) tellCache(kept []source.Cached, format string) error {
	if format == "json" {
		type line struct {
			Bucket  string    `json:"bucket"`
			Objects int       `json:"objects"`
			Bytes   int64     `json:"bytes"`
			Read    time.Time `json:"read"`
		}
		lines := make([]line, len(kept))
		for i, k := range kept {
			lines[i] = line{k.Place, k.Objects, k.Bytes, k.Read.UTC()}
		}
		return json.NewEncoder(c.env.Stdout).Encode(lines)
	}
	if len(kept) == 0 {
		c.say("note", "nothing is kept in "+c.env.Cache.Folder()+c.cacheLimit())
		return nil
	}
	w := tabwriter.NewWriter(c.env.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "BUCKET\tOBJECTS\tSIZE\tLAST READ")
	for _, k := range kept {
		name, _ := text.Display(k.Place)
		read := "-"
		if !k.Read.IsZero() {
			read = k.Read.UTC().Format("2006-01-02 15:04Z")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", name, model.Count(k.Objects), model.Size(k.Bytes), read)
	}
	c.say("note", "kept in "+c.env.Cache.Folder()+c.cacheLimit())
	return w.Flush()
}

// cacheLimit says how much may be kept.
func (c *commands) cacheLimit() string {
	return ", " + model.Size(c.env.Cache.Limit()) + " at most"
}
