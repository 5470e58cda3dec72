// Where the bundle begins: hands the class that page.html has chosen to the suite.
// Knows nothing else.

import { run } from '../run_in_scope.js';

const { EventSource, settings, begun } = window.conformance;
begun();
run(EventSource, settings);
