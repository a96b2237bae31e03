package headless

import "context"

// Kept runs commands that share what they read, as the walkthrough's do.
type Kept struct{ loaded map[string]*evidence }

func (k *Kept) Run(ctx context.Context, env Env, args []string) int {
	if k.loaded == nil {
		k.loaded = make(map[string]*evidence)
	}
	c := newCommands(ctx, env)
	c.loaded = k.loaded
	return c.code(args)
}
