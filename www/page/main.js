// The entry point of the page: creates the panels, the chooser and the switch, and connects them.
// Knows the parts of the page. Must not know how they work.

import { Chooser } from './chooser.js';
import { Commentary } from './commentary.js';
import { Dialogue } from './dialogue.js';
import { Panel } from './panel.js';
import { Prices } from './prices.js';
import { Switch } from './switch.js';

const announcer = document.getElementById('announcer');
const announce = (text) => void (announcer.textContent = text);

const panels = [
  new Panel(document.getElementById('match'), {
    path: '/match',
    types: ['message', 'goal', 'card'],
    view: new Commentary(announce),
    changed,
  }),
  new Panel(document.getElementById('prices'), {
    path: '/prices',
    types: ['price'],
    view: new Prices(),
    changed,
  }),
];
const dialogue = new Dialogue(announce);
const chooser = new Chooser(choose);
const serverSwitch = new Switch();

const state = await serverSwitch.refresh();
const streams = `${location.protocol}//${location.hostname}:${state.streamPort}`;
document.getElementById('curl').textContent = streams;
document.querySelector('.port').textContent = state.streamPort;

let chosen = null;
let states = '';
let drawing = false;
choose(chooser.find(location.hash.slice(1) || 'fetch'));

// Closes the connections when the page is left, and opens them again if it returns from the back/forward cache.
addEventListener('pagehide', () => [...panels, dialogue].forEach((panel) => panel.close()));
addEventListener('pageshow', ({ persisted }) => persisted && choose(chosen));

async function choose(transport) {
  chosen = transport;
  chooser.mark(transport);
  history.replaceState(null, '', `#${transport.name}`);
  panels.forEach((panel) => panel.close());
  dialogue.use(transport, streams);
  changed();
  try {
    const connect = await transport.load();
    if (chosen !== transport) return;
    panels.forEach((panel) => panel.open((url) => connect(url, state), streams));
  } catch (error) {
    chooser.fail(transport, error);
  }
}

/** Schedules one rendering for the next frame, for any number of changes. */
function changed() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    panels.forEach((panel) => panel.render());
    const connections = panels.flatMap(({ connection }) => connection ?? []);
    if (connections.length) chooser.render(chosen, sum(connections));
    compareStates(connections.map(({ readyState }) => readyState).join());
  });
}

/** When a connection breaks or reopens, another page may have used the switch. */
function compareStates(now) {
  if (now === states || now === '') return;
  if (states) serverSwitch.refresh();
  const broken = now.includes('0');
  if (states && broken !== states.includes('0')) announce(broken ? 'Reconnecting' : 'Connected');
  states = now;
}

/** The figures of a transport over all panels. */
function sum(connections) {
  const total = (figure) => connections.reduce((subtotal, connection) => subtotal + figure(connection), 0);
  const count = total(({ delays }) => delays.count);
  const latest = connections.reduce((one, other) => (other.receivedAt > one.receivedAt ? other : one));
  return {
    requests: total(({ requests }) => requests),
    events: total(({ events }) => events),
    delay: latest.delay,
    meanDelay: count ? total(({ delays }) => delays.sum) / count : null,
  };
}
