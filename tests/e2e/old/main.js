// The entry point of the bundle for old engines: runs the scenarios with the class that page.html has chosen.
// Knows nothing else.

import { runScenarios } from '../run_in_scope.js';

const { EventSource, settings, markStarted } = window.conformance;
markStarted();
runScenarios(EventSource, settings);
