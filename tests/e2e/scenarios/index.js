// The list of all scenarios: { name, run(context), … }.
// Knows only their files. A scenario may have these properties:
//   bytes      true: it depends on the bytes of a stream only, not on the scope
//   standard   the log that the HTML Standard requires, if a browser's own object deviates; standards.js has most of them
//   alone      true: it changes a state that scenarios share, and runs after all others
//   scopes     the kinds of scope that it can run in; default: all
//   quiet      true: its log has no requests
//   ends       false: its log does not say which side ended each request
//   patience   its timeout in milliseconds

import { connection } from './connection.js';
import { cors } from './cors.js';
import { events } from './events.js';
import { handlers } from './handlers.js';
import { interfaceShape } from './interface.js';
import { arguments_ } from './arguments.js';
import { listeners } from './listeners.js';
import { origin } from './origin.js';
import { page } from './page.js';
import { reconnection } from './reconnection.js';
import { requests } from './requests.js';
import { standards } from './standards.js';
import { stream } from './stream.js';

const groups = {
  stream,
  reconnection,
  connection,
  requests,
  cors,
  origin,
  listeners,
  handlers,
  events,
  interface: interfaceShape,
  arguments: arguments_,
  page,
};

export const scenarios = Object.entries(groups).flatMap(([group, table]) =>
  table.map(([sentence, run, rest = {}]) => {
    const name = `${group}: ${sentence}`;
    return { group, run, ...rest, name, standard: rest.standard ?? standards[name] };
  }),
);
scenarios.forEach((scenario, number) => Object.assign(scenario, { number }));

const known = new Set(scenarios.map(({ name }) => name));
if (known.size < scenarios.length) throw new Error('two scenarios have the same name');
const unknown = Object.keys(standards).filter((name) => !known.has(name));
if (unknown.length) throw new Error(`no scenarios: ${unknown.join('; ')}`);

/**
 * The scenarios of a scope whose name contains `match` and, if `names` is given, is one of them. `bytes: false`
 * excludes scenarios that depend on the bytes of a stream only, `without` excludes groups.
 */
export const chosen = ({ scope, match = '', names, bytes = true, without = [] }) =>
  scenarios.filter(
    (scenario) =>
      scenario.name.includes(match) &&
      (!names || names.includes(scenario.name)) &&
      !without.includes(scenario.group) &&
      (scenario.scopes ?? [scope]).includes(scope) &&
      (bytes || !scenario.bytes),
  );
