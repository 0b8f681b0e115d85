package widgets

// StepState is what the rail shows of a step.
type StepState int

// The states of a step.
const (
	StepTodo StepState = iota
	StepDone
	StepAttention // something to look at
	StepFailed
	StepRecheck // an answer changed: what was proved is not proved any more
)
