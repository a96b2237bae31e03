package aws

import (
	"bufio"
	"cmp"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
)

// Profiles returns the names of the profiles that the AWS configuration files
// define, in order. It reads files only; what cannot be read defines none.
func Profiles() []string {
	var names []string
	for _, file := range []struct {
		path   string
		prefix string // of a section that is a profile, but the default one
	}{
		{cmp.Or(os.Getenv("AWS_CONFIG_FILE"), config.DefaultSharedConfigFilename()), "profile "},
		{cmp.Or(os.Getenv("AWS_SHARED_CREDENTIALS_FILE"), config.DefaultSharedCredentialsFilename()), ""},
	} {
		f, err := os.Open(file.path)
		if err != nil {
			continue
		}
		names = append(names, profilesIn(f, file.prefix)...)
		f.Close()
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// profilesIn returns the profiles of one file: the sections [default] and
// [PREFIXname].
func profilesIn(r io.Reader, prefix string) []string {
	var names []string
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		section, is := strings.CutPrefix(strings.TrimSpace(lines.Text()), "[")
		section, _, closed := strings.Cut(section, "]")
		if !is || !closed {
			continue
		}
		section = strings.Join(strings.Fields(section), " ")
		name, is := strings.CutPrefix(section, prefix)
		if name = strings.Trim(name, `"'`); is && name != "" || section == "default" {
			names = append(names, cmp.Or(name, section))
		}
	}
	return names
}

// Regions are the Regions that can be chosen without typing: those of the
// commercial partition that every account has, then those to opt in to.
var Regions = []string{
	"us-east-1", "us-east-2", "us-west-1", "us-west-2",
	"eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-north-1",
	"ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
	"ca-central-1", "sa-east-1",
	"af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
	"ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "me-south-1", "mx-central-1",
}
