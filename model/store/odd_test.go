package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// oddRecords have IDs of every shape. The last one's bytes cannot be read again.
func oddRecords() (records []*model.Record, raw RawFunc) {
	var bytes []string
	add := func(r *model.Record, written string) {
		records, bytes = append(records, r), append(bytes, written)
	}
	newEvent := func(id, account, request string) {
		r := event(id, account, "PutObject", int64(1000*len(records)))
		r.Text[model.FieldRequest] = []byte(request)
		add(r, fmt.Sprintf(`{"eventID":%q,"requestID":%q}`, id, request))
	}
	newLine := func(id, requester string, json bool) {
		r := line(id, "REST.GET.OBJECT", "k", int64(1000*len(records)))
		written := fmt.Sprintf(`79a5 amzn-s3-demo-bucket [06/Feb/2026:00:00:38 +0000] 192.0.2.3 %s %s REST.GET.OBJECT k "GET /k HTTP/1.1" 200`, requester, id)
		if json {
			written = fmt.Sprintf(`{"bucket_name":"amzn-s3-demo-bucket","request_id":%q}`, id)
		}
		add(r, written)
	}
	newEvent(uuid1, "111122223333", "EXAMPLE123456789")
	newEvent("AB12CD34-0000-4000-8000-00000000000F", "111122223333", "0033eada6b00018d29962f0905098d35c33a0dd6")
	newEvent("an ID of many words", "111122223333", "0033eada6b00018d29962f0905098d35c33a0dd6")
	newEvent("an ID of many words", "444455556666", "0033eada6b00018d29962f0905098d35c33a0dd7")
	newLine("3E57427F3EXAMPLE", "-", false)
	newLine("0033eada6b00018d29962f0905098d35c33a0dd6", "arn:aws:iam::111122223333:user/ana", false)
	newLine("AB12CD34-0000-4000-8000-00000000000A", "Amazon CloudFront Origin Access Identity E1EXAMPLE", false)
	newLine("0033eada6b00018d29962f0905098d35c33a0dd8", "", true)
	newLine("0033eada6b00018d29962f0905098d35c33a0dd9", "-", false)
	none := line("", "REST.GET.OBJECT", "none", 90_000)
	none.Text[model.FieldRequest], none.Text[model.FieldID] = nil, nil
	add(none, "")
	newLine("lost-ID-of-more-than-sixteen-bytes", "-", false)
	lost := int64(100 * (len(records) - 1))
	return records, func(_ context.Context, _ string, offset int64, _ int) ([]byte, error) {
		if offset == lost {
			return nil, errors.New("gone")
		}
		return []byte(bytes[offset/100]), nil
	}
}

// naively counts the values of a field as the records hold them.
func naively(records []*model.Record, f model.Field) map[string]int {
	counts := map[string]int{}
	for _, r := range records {
		counts[string(r.Value(f))]++
	}
	return counts
}

// An ID of odd shape is counted as what the log wrote, not as missing.
func TestOddIDsAreCounted(t *testing.T) {
	records, raw := oddRecords()
	v := load(t, 4, records...).Snapshot()
	sound := records[:len(records)-1]
	for _, f := range []model.Field{model.FieldID, model.FieldRequest} {
		want := naively(sound, f)
		want[""]++ // the one that cannot be read again: counted beside, too
		a, groups, _, err := v.Groups(context.Background(), Question{Raw: raw}, []Key{{Field: f}}, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, g := range groups {
			got[g.Values[0].Text] += g.Count
			if recorded := g.Values[0].Text != ""; recorded != g.Values[0].Recorded {
				t.Errorf("%v %q: recorded %v", f, g.Values[0].Text, g.Values[0].Recorded)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || a.Unreadable != 1 {
			t.Errorf("groups of %v, %d unreadable: %s", f, a.Unreadable, diff)
		}

		want[""]--
		a, err = v.Ask(context.Background(), Question{Raw: raw, Facets: []model.Field{f}, Seen: true})
		if err != nil {
			t.Fatal(err)
		}
		facet := a.Facets[0]
		got = map[string]int{"": facet.NotRecorded}
		for _, value := range facet.Values {
			got[value.Text] = value.Count
			for _, r := range sound {
				if string(r.Value(f)) == value.Text && (r.Time < value.First || r.Time > value.Last) {
					t.Errorf("%v %q: seen %d, which is not between %d and %d", f, value.Text, r.Time, value.First, value.Last)
				}
			}
		}
		if got[""] == 0 {
			delete(got, "")
		}
		if diff := cmp.Diff(want, got); diff != "" || facet.Unreadable != 1 || facet.Base != len(records) {
			t.Errorf("facet of %v, %d of %d unreadable: %s", f, facet.Unreadable, facet.Base, diff)
		}
	}
	if _, _, _, err := v.Groups(context.Background(), Question{}, []Key{{Field: model.FieldID}}, 0); !errors.Is(err, ErrNoBytes) {
		t.Errorf("without bytes: %v, want ErrNoBytes", err)
	}
}

// A filter says of an odd ID what it says of the ID that the log wrote. Of what
// cannot be read again it cannot say, unless the whole ID is asked for.
func TestOddIDsAreFiltered(t *testing.T) {
	records, raw := oddRecords()
	v := load(t, 4, records...).Snapshot()
	for _, test := range []struct {
		filter string
		lost   model.Truth
	}{
		{`id:*words`, model.Unknown},
		{`-id:*words`, model.Unknown},
		{`id!=*words`, model.Unknown},
		{`id:/^AB12/`, model.Unknown},
		{`request:0033eada*`, model.Unknown},
		{`request:(0033eada*, EXAMPLE*)`, model.Unknown},
		{`"00018d2996"`, model.Unknown},
		{`"id of many"`, model.Unknown},
		{`id:*words kind:cloudtrail`, model.No},
		{`id:*words OR kind:accesslog`, model.Yes},
		{`id:"an ID of many words"`, model.No},
		{`request:0033eada6b00018d29962f0905098d35c33a0dd6`, model.No},
		{`id!="an ID of many words"`, model.Yes},
		{`has:id`, model.Yes},
		{`-has:request`, model.No},
	} {
		x := parse(t, test.filter)
		var want []Row
		unknown := 0
		for i, r := range records {
			match, truth := x.Match(r), x.Eval(r)
			if i == len(records)-1 {
				truth = test.lost
				match = truth == model.Yes || test.filter[0] == '-' && truth == model.Unknown
			}
			if match {
				want = append(want, Row(i))
			}
			if truth == model.Unknown {
				unknown++
			}
		}
		a, err := v.Ask(context.Background(), Question{Where: x, Raw: raw})
		if err != nil {
			t.Fatal(err)
		}
		var got []Row
		for i := range a.Rows.Len() {
			got = append(got, a.Rows.At(i))
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" || a.Unknown != unknown {
			t.Errorf("%s: %d cannot say, want %d: %s", test.filter, a.Unknown, unknown, diff)
		}
	}
}

// Odd IDs stand behind the others, in order; then what is lost and what is not recorded.
func TestOddIDsAreSorted(t *testing.T) {
	records, raw := oddRecords()
	v := load(t, 4, records...).Snapshot()
	for _, f := range []model.Field{model.FieldID, model.FieldRequest} {
		odd := slices.Sorted(maps.Keys(naively(records, f)))
		odd = slices.DeleteFunc(odd, func(id string) bool {
			return id == "" || len(id) == 16 || id == uuid1 || id == "lost-ID-of-more-than-sixteen-bytes"
		})
		for _, desc := range []bool{false, true} {
			a, err := v.Ask(context.Background(), Question{Raw: raw, Sort: &Sort{Field: f, Desc: desc}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			var without int
			for i := range a.Sorted.Len() {
				row := a.Sorted.At(i)
				if place, is := a.Sorted.Rank(row); place != i || !is {
					t.Errorf("%v: the record at %d has rank %d", f, i, place)
				}
				id := string(records[row].Value(f))
				switch {
				case id == "" || id == "lost-ID-of-more-than-sixteen-bytes":
					without++
				case without > 0:
					t.Errorf("%v: %q stands behind a record without a value", f, id)
				case slices.Contains(odd, id) && !slices.Contains(got, id):
					got = append(got, id)
				}
			}
			want := slices.Clone(odd)
			if desc {
				slices.Reverse(want)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%v, descending %v: %s", f, desc, diff)
			}
		}
	}
}
