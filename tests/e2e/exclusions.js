// Every known difference, one line each, with its reason. A line that no longer differs fails the run.
// Knows names of scenarios and the logs' notation. Must not know how they are compared.
//
//   { scenario: name | /pattern/ | […], on: 'ours' | 'fetch' | 'xhr' | 'native', engine, scope, reason, forgive }
//
// `on: 'native'` marks where the browser's own object departs from the HTML Standard: the scenario then states what
// the standard says, and ours is held to that. `forgive` takes the difference out of a log, so that the rest still
// has to be equal.

export const exclusions = [];
