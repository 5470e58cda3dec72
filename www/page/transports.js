// The transports that the page offers: native, this package over each transport, and polling.
// Knows how a source is constructed. Must not know its listeners, or how it is displayed.
//
// `load` loads the code on demand and returns a function: URL → an object with the interface of an EventSource.
// `loadClass` loads the class, where it has the options of this package; `transport` is the option for it.
// `missing` is the reason why a transport is not available.

import { Polling } from './polling.js';

const { EventSource: Native } = globalThis;

const native = async () => (url) => new Native(url);
const polling =
  async () =>
  (url, { pollEvery }) =>
    new Polling(url, pollEvery);

/** A file of this package. The URL is right in the repository, and on the server, where `..` cannot leave the root. */
const ours = (file, transport) => {
  const loadClass = async () => (await import(`../../pkg/${file}`)).EventSource;
  const load = async () => {
    const EventSource = await loadClass();
    return (url) => new EventSource(url, { transport });
  };
  return { load, loadClass, transport };
};

/**
 * @type {{
 *   name: string,
 *   label: string,
 *   note: string,
 *   load: () => Promise<Function>,
 *   loadClass?: () => Promise<any>,
 *   transport?: string,
 *   missing?: string | false,
 * }[]}
 */
export const transports = [
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
    ...ours('dist/index.js', 'fetch'),
  },
  {
    name: 'xhr',
    label: 'This package, XHR',
    note: 'XMLHttpRequest in readyState 3',
    ...ours('dist/index.js', 'xhr'),
  },
  {
    name: 'legacy',
    label: 'This package, legacy',
    note: 'for old engines, no WebAssembly',
    ...ours('dist/legacy.mjs', 'auto'),
  },
  { name: 'polling', label: 'Plain polling', note: 'a GET every few seconds', load: polling },
];
