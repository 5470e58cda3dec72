// All scenarios, in one list: { name, play(scene), … }.
// Knows only their files. A scenario may say:
//   bytes      true: it depends on the bytes of a stream alone, and not on the scope
//   standard   the log that the HTML Standard wants, where a browser's own object departs from it; or listed in standards.js
//   alone      it changes something that the others share, and is played when they are done
//   scopes     the kinds of scope it can be played in; all, unless it says so
//   quiet      what the server saw does not belong to its log
//   ends       false: who ended each request does not belong to its log
//   patience   the milliseconds after which it is given up

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
  table.map(([sentence, play, rest = {}]) => {
    const name = `${group}: ${sentence}`;
    return { group, play, ...rest, name, standard: rest.standard ?? standards[name] };
  }),
);
scenarios.forEach((scenario, number) => Object.assign(scenario, { number }));

const known = new Set(scenarios.map(({ name }) => name));
if (known.size < scenarios.length) throw new Error('two scenarios share a name');
const unknown = Object.keys(standards).filter((name) => !known.has(name));
if (unknown.length) throw new Error(`no scenarios: ${unknown.join('; ')}`);

/**
 * The scenarios of a scope whose name has `match` in it, or is one of `names`; `bytes: false` leaves out those of bytes
 * alone, `without` groups.
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
