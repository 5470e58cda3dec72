// What can carry a stream: an entry is a line here, and the page offers it.
// Knows how a source is made. Must not know who listens to it, or how it looks.
//
// `load` brings what is needed, when it is needed, and gives a function: address → an object with the face of an
// EventSource. `missing` says why a carrier cannot be had.

import { Polling } from './polling.js';

const { EventSource: Native } = globalThis;

const native = async () => (url) => new Native(url);
const polling =
  async () =>
  (url, { pollEvery }) =>
    new Polling(url, pollEvery);

/** This package, by one of its files. The address is right in the repository, and on the server, where nothing is above the root. */
const ours = (file, transport) => async () => {
  const { EventSource } = await import(`../../pkg/${file}`);
  return (url) => new EventSource(url, { transport });
};

/** @type {{ name: string, label: string, note: string, load: () => Promise<Function>, missing?: string | false }[]} */
export const carriers = [
  {
    name: 'native',
    label: 'Native EventSource',
    note: 'as the browser has it',
    load: native,
    missing: !Native && 'this browser has none',
  },
  {
    name: 'fetch',
    label: 'This package, fetch',
    note: 'a body read while it arrives',
    load: ours('dist/index.js', 'fetch'),
  },
  {
    name: 'xhr',
    label: 'This package, XHR',
    note: 'XMLHttpRequest in readyState 3',
    load: ours('dist/index.js', 'xhr'),
  },
  {
    name: 'legacy',
    label: 'This package, legacy',
    note: 'for old engines, no WebAssembly',
    load: ours('dist/legacy.mjs', 'auto'),
  },
  { name: 'polling', label: 'Plain polling', note: 'a GET every few seconds', load: polling },
];
