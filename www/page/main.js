// The page's beginning: two panels, a chooser, a switch, and what connects them.
// Knows who is there. Must not know how any of them works.

import { Chooser } from './chooser.js';
import { Commentary } from './commentary.js';
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
const chooser = new Chooser(choose);
const theSwitch = new Switch();

const state = await theSwitch.refresh();
const streams = `${location.protocol}//${location.hostname}:${state.streamPort}`;
document.getElementById('curl').textContent = streams;
document.querySelector('.port').textContent = state.streamPort;

let chosen = null;
let states = '';
let drawing = false;
choose(chooser.find(location.hash.slice(1) || 'fetch'));

// A page that goes away gives its connections back, and makes them again if the visitor comes back to it.
addEventListener('pagehide', () => panels.forEach((panel) => panel.close()));
addEventListener('pageshow', ({ persisted }) => persisted && choose(chosen));

async function choose(carrier) {
  chosen = carrier;
  chooser.mark(carrier);
  history.replaceState(null, '', `#${carrier.name}`);
  panels.forEach((panel) => panel.close());
  changed();
  try {
    const connect = await carrier.load();
    if (chosen !== carrier) return;
    panels.forEach((panel) => panel.open((url) => connect(url, state), streams));
  } catch (error) {
    chooser.fail(carrier, error);
  }
}

/** However much changes in a frame, it is drawn once. */
function changed() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    panels.forEach((panel) => panel.render());
    const connections = panels.flatMap(({ connection }) => connection ?? []);
    if (connections.length) chooser.render(chosen, sum(connections));
    noticeStates(connections.map(({ readyState }) => readyState).join());
  });
}

/** When a connection breaks or comes back, somebody may have turned the switch. */
function noticeStates(now) {
  if (now === states || now === '') return;
  if (states) theSwitch.refresh();
  const broken = now.includes('0');
  if (states && broken !== states.includes('0')) announce(broken ? 'Reconnecting' : 'Connected');
  states = now;
}

/** What a carrier costs, and how late its events are, over all panels. */
function sum(connections) {
  const total = (figure) => connections.reduce((so, connection) => so + figure(connection), 0);
  const count = total(({ delays }) => delays.count);
  const latest = connections.reduce((one, other) => (other.heardAt > one.heardAt ? other : one));
  return {
    requests: total(({ requests }) => requests),
    events: total(({ events }) => events),
    delay: latest.delay,
    meanDelay: count ? total(({ delays }) => delays.sum) / count : null,
  };
}
