package model

// Facts packs the three-valued answer of every "is:" condition that one record
// decides on its own, two bits each ("is:joined" needs other records).
type Facts uint16

// A Fact is an "is:" condition.
type Fact uint8

const (
	Anonymous  Fact = iota // unauthenticated request
	AWSService             // made by an AWS service, on its own or on the caller's behalf
	Read
	Write // changes something; deletes included
	Delete
	Denied // refused for lack of permission
	PublicACL
	Website // through an S3 website endpoint
	Joined  // the same request stands in the other log too; decided by the store

	NumFacts
)

// FactNames are the words after "is:", indexed by Fact.
var FactNames = [NumFacts]string{"anonymous", "aws-service", "read", "write", "delete", "denied", "public-acl", "website", "joined"}

// Get returns the answer for k; k is not Joined.
func (f Facts) Get(k Fact) Truth { return Truth(f >> (2 * k) & 3) }

// Set stores the answer for k; k is not Joined.
func (f *Facts) Set(k Fact, t Truth) { *f = *f&^(3<<(2*k)) | Facts(t)<<(2*k) }
