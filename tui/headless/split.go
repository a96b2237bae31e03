package headless

import (
	"strings"

	"github.com/spf13/pflag"
)

// split tells the flags of a command line from its SOURCE and FILTER, which may
// begin with "-" as in -is:aws-service. It returns the same arguments in an
// order that leaves no doubt: flags, "--", the rest. A flag without its value is
// an error.
//
// A flag is a whole word that the command knows: "--name" (with "=value" or the
// value as the next argument), or "-" and one letter, alone. Other words of two
// hyphens without a colon are flags too, though wrong ones. All else is not.
func split(flags *pflag.FlagSet, args []string) (sorted []string, err error) {
	var before, after []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			after = append(after, args[i+1:]...)
			break
		}
		flag, inline, is := asFlag(flags, arg)
		if !is {
			after = append(after, arg)
			continue
		}
		before = append(before, arg)
		if !takesNext(flag) || inline {
			continue
		}
		if i++; i == len(args) {
			return nil, &usageError{arg + " needs a value", arg + ": " + flag.Usage}
		}
		before = append(before, args[i])
	}
	return append(append(before, "--"), after...), nil
}

// takesNext says whether a flag has the next argument for its value. Switches have not.
func takesNext(flag *pflag.Flag) bool { return flag != nil && flag.NoOptDefVal == "" }

// asFlag says whether arg is a flag, which one (nil is unknown) and whether it
// carries its value with it.
func asFlag(flags *pflag.FlagSet, arg string) (flag *pflag.Flag, inline, is bool) {
	if name, ok := strings.CutPrefix(arg, "--"); ok {
		name, _, inline = strings.Cut(name, "=")
		flag = flags.Lookup(name)
		return flag, inline, flag != nil || !strings.Contains(name, ":")
	}
	if len(arg) == 2 && arg[0] == '-' {
		flag = flags.ShorthandLookup(arg[1:])
		return flag, false, flag != nil
	}
	return nil, false, false
}
