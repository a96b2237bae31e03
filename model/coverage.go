package model

// A Problem is something that could not be read: a whole file, the rest of a
// file, or one line or event; or a record that was left out as a duplicate and says
// otherwise. Nothing is dropped without one. A file that holds no log is told in the
// same way, though nothing is lost with it.
type Problem struct {
	File   string
	Line   int   // from 1; 0 where lines have no meaning or it is not known
	Offset int64 // in bytes after decompression; -1 for a whole file
	Length int   // of the refused bytes; 0 for a whole file
	Whole  bool  // the file gave no record because of it, or lost its rest
	Twin   bool  // read, and left out: a record of the same identity counts
	Aside  bool  // no loss: the file is set aside, and Reason says what it is
	Reason string
	Hint   string // what to do about it; may be empty
}

// Other names content that s3sleuth recognises and does not read as requests.
type Other uint8

const (
	OtherDigest     Other = iota // CloudTrail digest file
	OtherInsight                 // CloudTrail Insights event
	OtherAggregated              // CloudTrail aggregated event: a 5-minute summary
	OtherEmpty                   // empty file
	OtherFile                    // file that holds none of the known logs

	NumOther
)

// OtherNames are the words for Other in output, indexed by Other.
var OtherNames = [NumOther]string{"digest files", "Insights events", "aggregated events", "empty files", "other files"}

// State is the completeness of what has been read.
type State uint8

const (
	Loading  State = iota // reading
	Paused                // reading, stopped by the user for now
	Partial               // ended with something unread: cancelled, capped, failed files, refused lines
	Stopped               // ended by an error
	Complete              // everything was read
)

// String returns the word the screen shows, as "LOADING".
func (s State) String() string {
	return [...]string{"LOADING", "PAUSED", "PARTIAL", "STOPPED", "COMPLETE"}[s]
}

// Coverage is what an answer rests on: how much was to be read and how much was.
type Coverage struct {
	State      State
	Stage      string // what a source that reads in stages is at; may be empty
	Reason     string // why the state is Partial or Stopped, one line
	Full       bool   // the memory limit ended the reading
	Files      int    // files to read, as far as is known
	FilesFinal bool   // listing is done: Files will not grow
	FilesRead  int    // files finished with, the failed ones included
	Failed     int    // files unread or cut short
	Skipped    int    // files left out by path and range; not among Files
	Bytes      int64  // stored bytes to read
	BytesRead  int64
	Records    int // in the store
	Duplicates int // read and left out, for they stand in the store already
	Differing  int // of the duplicates, those that say otherwise than the record that counts
	Damaged    int // lines and events refused
	Other      [NumOther]int
}

// Resumes says that reading on could bring more: reading has ended, files were
// not read to their end, and there is room for their records.
func (c *Coverage) Resumes() bool {
	ended := c.State == Partial || c.State == Stopped
	return ended && !c.Full && (c.State == Stopped || !c.FilesFinal || c.FilesRead < c.Files || c.Failed > 0)
}
