package model

import (
	"fmt"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("tls:(none, <1.2) -is:aws-service bucket:acme-* ip:10.0.0.0/8 since:7d", lawNow); err != nil {
			b.Fatal(err)
		}
	}
}

// One value of a dictionary, which is what a condition costs.
func BenchmarkValue(b *testing.B) {
	const agent = "aws-sdk-java/1.11.1030 Linux/4.14.231 OpenJDK_64-Bit_Server_VM/25.302-b08 java/1.8.0_302 vendor/Oracle"
	for _, bb := range []struct{ text, value string }{
		{"ua:aws-cli/2.1", agent},
		{"ua:*openjdk*vendor*", agent},
		{"ua:*kotlin*", agent},
		{"ua:/open.dk/", agent},
		{"ip:10.0.0.0/8", "192.0.2.178"},
		{"ip:2001:db8::/32", "2001:db8:1:2::3:4"},
		{"key:reports/2026/11/x.csv", "reports/2026/11/another%20file.csv"},
		{"tls:<1.2", "1.2"},
	} {
		c, v := mustParse(b, bb.text).(*Cmp), []byte(bb.value)
		b.Run(bb.text, func(b *testing.B) {
			for b.Loop() {
				c.Value(v)
			}
		})
	}
	text, v := mustParse(b, "mallory").(*Text), []byte(agent)
	b.Run("mallory", func(b *testing.B) {
		for b.Loop() {
			text.Holds(v)
		}
	})
	list := "ip:("
	for i := range 1000 {
		list += fmt.Sprintf("192.0.%d.%d ", i/250, i%250)
	}
	c, ip := mustParse(b, list+")").(*Cmp), []byte("198.51.100.7")
	b.Run("ip of 1000", func(b *testing.B) {
		for b.Loop() {
			c.Value(ip)
		}
	})
}

func BenchmarkJSONPath(b *testing.B) {
	c := mustParse(b, "resources.ARN:x").(*Cmp)
	b.SetBytes(int64(len(eventJSON)))
	for b.Loop() {
		c.JSON(CloudTrail, []byte(eventJSON))
	}
}
