package awstest

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

type awsError struct {
	Code    string
	Message string
}

type errorResponse struct {
	XMLName xml.Name `xml:"ErrorResponse"`
	Error   awsError
}

type bareError struct {
	XMLName xml.Name `xml:"Error"`
	awsError
}

// xml answers with an XML document.
func (r *request) xml(status int, doc any) {
	r.w.Header().Set("Content-Type", "application/xml")
	r.w.WriteHeader(status)
	out, err := xml.Marshal(doc)
	if err != nil {
		panic(err) // a type of this package cannot be written
	}
	_, _ = r.w.Write(append([]byte(xml.Header), out...))
}

// sts answers GetCallerIdentity, the only thing asked of STS.
func (s *Server) sts(r *request) {
	if !s.allowed(r, "sts:GetCallerIdentity", "") {
		return
	}
	type result struct{ Arn, UserId, Account string }
	r.xml(http.StatusOK, struct {
		XMLName xml.Name `xml:"GetCallerIdentityResponse"`
		Result  result   `xml:"GetCallerIdentityResult"`
	}{Result: result{s.world.Caller, "AIDAIOSFODNN7EXAMPLE", s.world.Account}})
}

// s3 answers ListBuckets and what is asked of one bucket's settings.
func (s *Server) s3(r *request) {
	name := strings.Trim(r.URL.Path, "/")
	if name == "" {
		s.listBuckets(r)
		return
	}
	i := slices.IndexFunc(s.world.Buckets, func(b Bucket) bool { return b.Name == name })
	if i < 0 {
		r.fail(http.StatusNotFound, "NoSuchBucket", "The specified bucket does not exist")
		return
	}
	b := s.world.Buckets[i]
	r.w.Header().Set("X-Amz-Bucket-Region", b.Region)
	if !r.URL.Query().Has("logging") {
		r.fail(http.StatusNotImplemented, "NotImplemented", r.Method+" "+r.URL.RequestURI())
		return
	}
	if !s.allowed(r, "s3:GetBucketLogging", name) {
		return
	}
	if r.region != b.Region {
		r.fail(http.StatusMovedPermanently, "PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified endpoint.")
		return
	}
	r.xml(http.StatusOK, loggingOf(b))
}

type loggingEnabled struct {
	TargetBucket, TargetPrefix string
	Format                     *keyFormat `xml:"TargetObjectKeyFormat"`
}

type keyFormat struct {
	Source string `xml:"PartitionedPrefix>PartitionDateSource"`
}

type loggingStatus struct {
	XMLName xml.Name        `xml:"http://s3.amazonaws.com/doc/2006-03-01/ BucketLoggingStatus"`
	Enabled *loggingEnabled `xml:"LoggingEnabled"`
}

func loggingOf(b Bucket) loggingStatus {
	var out loggingStatus
	if b.Target == "" {
		return out
	}
	out.Enabled = &loggingEnabled{TargetBucket: b.Target, TargetPrefix: b.Prefix}
	if b.Partitioned != "" {
		out.Enabled.Format = &keyFormat{b.Partitioned}
	}
	return out
}

// listBuckets answers with one page; the token is the name of the next bucket.
func (s *Server) listBuckets(r *request) {
	if !s.allowed(r, "s3:ListAllMyBuckets", "") {
		return
	}
	type bucket struct {
		Name         string
		CreationDate string
		BucketRegion string `xml:",omitempty"`
	}
	q := r.URL.Query()
	size, _ := strconv.Atoi(q.Get("max-buckets"))
	if p := s.world.Page; p > 0 && (size == 0 || p < size) {
		size = p
	}
	var out struct {
		XMLName           xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListAllMyBucketsResult"`
		Buckets           []bucket `xml:"Buckets>Bucket"`
		ContinuationToken string   `xml:",omitempty"`
	}
	for _, b := range s.world.Buckets {
		if b.Name < q.Get("continuation-token") {
			continue
		}
		if size > 0 && len(out.Buckets) == size {
			out.ContinuationToken = b.Name
			break
		}
		line := bucket{Name: b.Name, CreationDate: "2024-02-29T08:00:00.000Z"}
		if size > 0 && !s.world.Silent {
			line.BucketRegion = b.Region
		}
		out.Buckets = append(out.Buckets, line)
	}
	r.xml(http.StatusOK, out)
}
