package model

func (And) String() string   { panic("stub") }
func (Or) String() string    { panic("stub") }
func (Not) String() string   { panic("stub") }
func (Const) String() string { panic("stub") }
func (*Is) String() string   { panic("stub") }
func (*Has) String() string  { panic("stub") }
func (*Text) String() string { panic("stub") }
func (*Raw) String() string  { panic("stub") }
func (*Cmp) String() string  { panic("stub") }

func (And) Eval(r *Record) Truth   { panic("stub") }
func (Or) Eval(r *Record) Truth    { panic("stub") }
func (Not) Eval(r *Record) Truth   { panic("stub") }
func (Const) Eval(r *Record) Truth { panic("stub") }
func (*Is) Eval(r *Record) Truth   { panic("stub") }
func (*Has) Eval(r *Record) Truth  { panic("stub") }
func (*Text) Eval(r *Record) Truth { panic("stub") }
func (*Raw) Eval(r *Record) Truth  { panic("stub") }
func (*Cmp) Eval(r *Record) Truth  { panic("stub") }

func (And) Match(r *Record) bool   { panic("stub") }
func (Or) Match(r *Record) bool    { panic("stub") }
func (Not) Match(r *Record) bool   { panic("stub") }
func (Const) Match(r *Record) bool { panic("stub") }
func (*Is) Match(r *Record) bool   { panic("stub") }
func (*Has) Match(r *Record) bool  { panic("stub") }
func (*Text) Match(r *Record) bool { panic("stub") }
func (*Raw) Match(r *Record) bool  { panic("stub") }
func (*Cmp) Match(r *Record) bool  { panic("stub") }
