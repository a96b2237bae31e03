package source

import "context"

// A Scope says which parts of a source are read. An empty list leaves nothing
// out. What paths do not tell to be of any part is always read.
type Scope struct {
	Accounts []string // 12 digits
	Regions  []string
	Folders  []string // that CloudTrail writes, as "CloudTrail-NetworkActivity"
	Buckets  []string // of partitioned access logs: whose requests they are
}

// A Scoped is a source so large that one says first what to read of it.
type Scoped interface {
	Source
	// Parts tells what there is to choose from, in order, by the names of folders
	// alone. More says that not all folders were looked at.
	Parts(ctx context.Context) (parts Scope, more bool, err error)
	// Within returns the source without what lies outside of the scope.
	Within(s Scope) Source
}
