package model_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// dependencies returns what each package of this module that matches a pattern
// imports, directly and through others.
func dependencies(t *testing.T, pattern string) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Deps " "}}`, pattern)
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Skip("go list cannot run here:", err)
	}
	deps := make(map[string][]string)
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		deps[words[0]] = words[1:]
	}
	if len(deps) == 0 {
		t.Fatalf("no package matches %s", pattern)
	}
	return deps
}

// within says whether a package is path or lies below it.
func within(pkg, path string) bool { return pkg == path || strings.HasPrefix(pkg, path+"/") }

// standard says whether a package is of the standard library: its first element has no dot.
func standard(pkg string) bool {
	first, _, _ := strings.Cut(pkg, "/")
	return !strings.Contains(first, ".") && first != "s3sleuth"
}

func TestModelKnowsOnlyTheStandardLibrary(t *testing.T) {
	// What would bring I/O, a clock's ticking or another process into the model.
	outside := []string{"os/exec", "net", "net/http", "database/sql", "log", "log/slog"}
	for pkg, deps := range dependencies(t, "./model/...") {
		for _, dep := range deps {
			if !standard(dep) && !within(dep, "s3sleuth/model") {
				t.Errorf("%s depends on %s", pkg, dep)
			}
			for _, bad := range outside {
				if dep == bad {
					t.Errorf("%s depends on %s", pkg, dep)
				}
			}
		}
	}
}

func TestSourcesDoNotKnowEachOther(t *testing.T) {
	// What several sources share, lies below all of them.
	shared := map[string]bool{"s3sleuth/source": true, "s3sleuth/source/decode": true, "s3sleuth/source/decode/inflate": true, "s3sleuth/source/sql": true, "s3sleuth/source/engine": true, "s3sleuth/source/aws": true}
	for pkg, deps := range dependencies(t, "./source/...") {
		for _, dep := range deps {
			if within(dep, "s3sleuth/tui") {
				t.Errorf("%s depends on %s: sources know no face", pkg, dep)
			}
			if within(dep, "s3sleuth/source") && !shared[dep] {
				t.Errorf("%s depends on its sibling %s", pkg, dep)
			}
		}
	}
}

func TestFacesKnowNoSource(t *testing.T) {
	for pkg, deps := range dependencies(t, "./tui/...") {
		for _, dep := range deps {
			if strings.HasPrefix(dep, "s3sleuth/source/") {
				t.Errorf("%s depends on %s: main hands sources over", pkg, dep)
			}
			if strings.HasPrefix(dep, "github.com/aws/") {
				t.Errorf("%s depends on %s", pkg, dep)
			}
		}
	}
}

// TestHouseRules reads the code itself: where goroutines may start, how long a
// function and a file may be.
func TestHouseRules(t *testing.T) {
	const longestFunction, longestFile = 100, 450
	files := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == ".ci" || d.Name() == ".git"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		if lines := files.Position(file.End()).Line; lines > longestFile {
			t.Errorf("%s has %d lines, more than %d", path, lines, longestFile)
		}
		name := filepath.ToSlash(path)
		mayStart := strings.HasPrefix(name, "../source/") || name == "../model/store/parallel.go" ||
			strings.HasPrefix(name, "../tui/terminaltest/") // of tests only: an emulator reads and answers at once
		ast.Inspect(file, func(n ast.Node) bool {
			var started ast.Node
			switch n := n.(type) {
			case *ast.FuncDecl:
				begin, end := files.Position(n.Pos()).Line, files.Position(n.End()).Line
				if end-begin+1 > longestFunction {
					t.Errorf("%s:%d: %s has %d lines, more than %d", path, begin, n.Name.Name, end-begin+1, longestFunction)
				}
			case *ast.GoStmt:
				started = n
			case *ast.SelectorExpr:
				if n.Sel.Name == "Go" { // as in sync.WaitGroup.Go
					started = n
				}
			}
			if started != nil && !mayStart {
				t.Errorf("%s: starts a goroutine", files.Position(started.Pos()))
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
