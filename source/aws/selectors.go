package aws

import (
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"s3sleuth/source"
)

const objects = "AWS::S3::Object" // the resource type of requests for objects

// Reach returns of which objects the selectors of a trail or an event data store
// record reads and writes. A trail has selectors of one form or of the other, a
// store has advanced ones.
func Reach(basic []types.EventSelector, advanced []types.AdvancedEventSelector) (reads, writes source.Reach) {
	reads, writes = source.ReachNone, source.ReachNone
	for _, sel := range basic {
		r := basicReach(sel.DataResources)
		if sel.ReadWriteType != types.ReadWriteTypeWriteOnly {
			reads = max(reads, r)
		}
		if sel.ReadWriteType != types.ReadWriteTypeReadOnly {
			writes = max(writes, r)
		}
	}
	for _, sel := range advanced {
		r, w := advancedReach(sel.FieldSelectors)
		reads, writes = max(reads, r), max(writes, w)
	}
	return reads, writes
}

// basicReach reads the data resources of a basic selector. "arn:aws:s3" and
// "arn:aws:s3:::" are every bucket. A value that ends in "*" is taken literally
// by CloudTrail: it records nothing that one expects.
func basicReach(resources []types.DataResource) source.Reach {
	r := source.ReachNone
	for _, res := range resources {
		if sdk.ToString(res.Type) != objects {
			continue
		}
		for _, v := range res.Values {
			switch {
			case strings.HasSuffix(v, ":s3") || strings.HasSuffix(v, ":s3:::"):
				r = source.ReachAll
			case !strings.HasSuffix(v, "*"):
				r = max(r, source.ReachSome)
			}
		}
	}
	return r
}

// advancedReach reads one advanced selector, whose fields must all match. Any
// field beside category, type and readOnly leaves objects out.
func advancedReach(fields []types.AdvancedFieldSelector) (reads, writes source.Reach) {
	data, ofObjects, whole := false, false, true
	read, write := true, true
	for _, f := range fields {
		switch sdk.ToString(f.Field) {
		case "eventCategory":
			data = slices.Contains(f.Equals, "Data")
		case "resources.type":
			ofObjects = slices.Contains(f.Equals, objects)
		case "readOnly":
			read, write = admits(f, "true"), admits(f, "false")
		default:
			whole = false
		}
	}
	if !data || !ofObjects {
		return source.ReachNone, source.ReachNone
	}
	r := source.ReachSome
	if whole {
		r = source.ReachAll
	}
	reads, writes = source.ReachNone, source.ReachNone
	if read {
		reads = r
	}
	if write {
		writes = r
	}
	return reads, writes
}

// admits says whether a field selector lets a value through that it names whole.
func admits(f types.AdvancedFieldSelector, v string) bool {
	return (len(f.Equals) == 0 || slices.Contains(f.Equals, v)) && !slices.Contains(f.NotEquals, v)
}
