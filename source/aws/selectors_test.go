package aws

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"s3sleuth/source"
)

func p[T any](v T) *T { return &v }

func equals(field string, values ...string) types.AdvancedFieldSelector {
	return types.AdvancedFieldSelector{Field: p(field), Equals: values}
}

// What trails record of objects, by selectors as people write them.
func TestReach(t *testing.T) {
	const none, some, all = source.ReachNone, source.ReachSome, source.ReachAll
	basic := func(kind types.ReadWriteType, values ...string) []types.EventSelector {
		return []types.EventSelector{{ReadWriteType: kind, DataResources: []types.DataResource{{Type: p("AWS::S3::Object"), Values: values}}}}
	}
	data, object := equals("eventCategory", "Data"), equals("resources.type", "AWS::S3::Object")
	cases := []struct {
		name          string
		basic         []types.EventSelector
		advanced      [][]types.AdvancedFieldSelector
		reads, writes source.Reach
	}{
		{"management events only", []types.EventSelector{{ReadWriteType: types.ReadWriteTypeAll}}, nil, none, none},
		{"every bucket", basic(types.ReadWriteTypeAll, "arn:aws:s3"), nil, all, all},
		{"every bucket, written with colons", basic(types.ReadWriteTypeAll, "arn:aws:s3:::"), nil, all, all},
		{"every bucket of another partition", basic(types.ReadWriteTypeAll, "arn:aws-cn:s3"), nil, all, all},
		{"writes to every bucket", basic(types.ReadWriteTypeWriteOnly, "arn:aws:s3"), nil, none, all},
		{"reads of one bucket", basic(types.ReadWriteTypeReadOnly, "arn:aws:s3:::acme-vault/"), nil, some, none},
		{"a star records nothing that one expects", basic(types.ReadWriteTypeAll, "arn:aws:s3:::acme-vault/*"), nil, none, none},
		{"functions are no objects", []types.EventSelector{{DataResources: []types.DataResource{{Type: p("AWS::Lambda::Function"), Values: []string{"arn:aws:lambda"}}}}}, nil, none, none},
		{
			"reads of one and writes to all",
			append(basic(types.ReadWriteTypeReadOnly, "arn:aws:s3:::acme-vault/"), basic(types.ReadWriteTypeWriteOnly, "arn:aws:s3")...),
			nil, some, all,
		},
		{"advanced, every bucket", nil, [][]types.AdvancedFieldSelector{{data, object}}, all, all},
		{"advanced, writes", nil, [][]types.AdvancedFieldSelector{{data, object, equals("readOnly", "false")}}, none, all},
		{"advanced, not reads", nil, [][]types.AdvancedFieldSelector{{data, object, {Field: p("readOnly"), NotEquals: []string{"true"}}}}, none, all},
		{"advanced, one bucket", nil, [][]types.AdvancedFieldSelector{{data, object, {Field: p("resources.ARN"), StartsWith: []string{"arn:aws:s3:::acme-vault/"}}}}, some, some},
		{"advanced, all but the log bucket", nil, [][]types.AdvancedFieldSelector{{data, object, {Field: p("resources.ARN"), NotStartsWith: []string{"arn:aws:s3:::acme-logs/"}}}}, some, some},
		{"advanced, management", nil, [][]types.AdvancedFieldSelector{{equals("eventCategory", "Management")}}, none, none},
		{"advanced, another resource", nil, [][]types.AdvancedFieldSelector{{data, equals("resources.type", "AWS::DynamoDB::Table")}}, none, none},
	}
	for _, c := range cases {
		var advanced []types.AdvancedEventSelector
		for _, fields := range c.advanced {
			advanced = append(advanced, types.AdvancedEventSelector{FieldSelectors: fields})
		}
		reads, writes := Reach(c.basic, advanced)
		if reads != c.reads || writes != c.writes {
			t.Errorf("%s: reads %v, writes %v; want %v, %v", c.name, reads, writes, c.reads, c.writes)
		}
	}
}
