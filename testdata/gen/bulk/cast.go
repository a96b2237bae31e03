package main

import (
	"fmt"
	"math/rand/v2"

	"s3sleuth/testdata/gen/evidence"
)

// The sizes of the made-up company: hundreds of principals, thousands of
// addresses, hundreds of agents, a hundred buckets.
const (
	principals = 400
	addresses  = 6000
	agents     = 300
	buckets    = 100
)

// watched is the principal that the question for the newest records names.
const (
	watchedIndex = 8
	watched      = "arn:aws:iam::111122223333:user/user-008"
)

// A person is a principal with the addresses and the client programs it uses.
type person struct {
	principal string // as both logs are to be normalised
	requester string
	identity  string
	account   string
	ips       []string
	agents    []*program
	watched   bool   // a question asks about it
	weak      string // TLS version it is stuck with: "none", "1.0", "1.1"; "" is its program's
}

type program struct{ ua, tls string }

type place struct{ name, account, region string }

// cast is who and what there is. It is made once and only read afterwards.
type cast struct {
	people   []*person
	anybody  *person // unauthenticated
	programs []*program
	places   []*place
	ips      []string
	seed     uint64
}

func newCast(seed uint64) *cast {
	rnd := rand.New(rand.NewPCG(seed, 1))
	c := &cast{seed: seed}
	for range addresses {
		c.ips = append(c.ips, address(rnd))
	}
	for i := range agents {
		c.programs = append(c.programs, newProgram(rnd, i))
	}
	regions := []string{"us-east-1", "eu-west-1", "ap-northeast-1", "us-west-2"}
	for i := range buckets {
		c.places = append(c.places, &place{
			name: fmt.Sprintf("example-bulk-%s-%03d", pick(rnd, []string{"data", "logs", "media", "lake"}), i),
			// A bucket of account a lies in account a's log.
			account: account(i % 5), region: regions[i%len(regions)],
		})
	}
	for i := range principals {
		c.people = append(c.people, c.newPerson(rnd, i))
	}
	c.anybody = &person{
		principal: "anonymous", ips: c.ips, agents: c.programs,
		identity: evidence.Identity{Type: "AWSAccount", Account: "anonymous"}.JSON(),
	}
	return c
}

func account(i int) string {
	return [...]string{"111122223333", "222233334444", "333344445555", "444455556666", "555566667777"}[i]
}

// address draws from the networks set aside for benchmarks and for documentation.
func address(rnd *rand.Rand) string {
	if rnd.IntN(6) == 0 {
		return fmt.Sprintf("2001:db8:%x::%x", 1+rnd.IntN(0xfffe), 1+rnd.IntN(0xfffe))
	}
	return fmt.Sprintf("198.%d.%d.%d", 18+rnd.IntN(2), rnd.IntN(256), 1+rnd.IntN(254))
}

func newProgram(rnd *rand.Rand, i int) *program {
	v := func(n int) int { return rnd.IntN(n) }
	tls := pick(rnd, []string{"1.2", "1.3", "1.3"})
	var ua string
	switch i % 5 {
	case 0:
		ua = fmt.Sprintf("aws-cli/2.%d.%d md/awscrt#0.19.%d ua/2.0 os/linux#6.1.%d md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/command#s3.cp", v(20), v(30), v(20), v(90))
	case 1:
		ua = fmt.Sprintf("Boto3/1.%d.%d md/Botocore#1.34.145 ua/2.0 os/linux#5.10.%d md/arch#x86_64 lang/python#3.12.4 md/pyimpl#CPython Botocore/1.34.145", 20+v(15), v(150), v(200))
	case 2:
		ua = fmt.Sprintf("aws-sdk-java/1.%d.%d Linux/5.10.%d OpenJDK_64-Bit_Server_VM/25.372-b08 java/1.8.0_372", 11+v(2), v(700), v(200))
	case 3:
		ua = fmt.Sprintf("aws-sdk-go-v2/1.%d.%d os/linux lang/go#1.22.%d md/GOOS#linux md/GOARCH#amd64 api/s3#1.56.1", 20+v(12), v(9), v(9))
	default:
		ua = fmt.Sprintf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.0 Safari/537.36", 100+v(31), v(9999))
	}
	return &program{ua, tls}
}

func (c *cast) newPerson(rnd *rand.Rand, i int) *person {
	p := &person{account: account(rnd.IntN(5))}
	if i == watchedIndex {
		p.account, p.watched = account(0), true
	}
	for range 1 + rnd.IntN(12) {
		p.ips = append(p.ips, pick(rnd, c.ips))
	}
	for range 1 + rnd.IntN(3) {
		p.agents = append(p.agents, pick(rnd, c.programs))
	}
	switch i % 25 {
	case 11:
		p.weak = "none"
	case 17:
		p.weak = "1.0"
	case 23:
		p.weak = "1.1"
	}
	id := fmt.Sprintf("%017d", i)
	if i%4 == 0 {
		p.requester = fmt.Sprintf("arn:aws:iam::%s:user/user-%03d", p.account, i)
		p.principal = p.requester
		p.identity = evidence.Identity{
			Type: "IAMUser", PrincipalID: "AIDA" + id, ARN: p.requester, Account: p.account,
			AccessKey: "AKIA" + id[8:] + "EXAMPLE", UserName: fmt.Sprintf("user-%03d", i),
		}.JSON()
		return p
	}
	role := fmt.Sprintf("service-%03d", i)
	session := fmt.Sprintf("i-0%016x", rnd.Uint64())
	p.principal = "arn:aws:iam::" + p.account + ":role/" + role
	p.requester = "arn:aws:sts::" + p.account + ":assumed-role/" + role + "/" + session
	p.identity = evidence.Identity{
		Type: "AssumedRole", PrincipalID: "AROA" + id + ":" + session, ARN: p.requester, Account: p.account,
		AccessKey: "ASIA" + id[8:] + "EXAMPLE", IssuerID: "AROA" + id,
		IssuerARN: "arn:aws:iam::" + p.account + ":role/application/" + role, Created: "2026-10-31T23:41:07Z",
	}.JSON()
	return p
}

func pick[T any](rnd *rand.Rand, values []T) T { return values[rnd.IntN(len(values))] }
