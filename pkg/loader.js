// The polyfill as one small classic script for a page: <script src="…/loader.js"></script>
//
// Picks the browser's own class, else the one with WebAssembly (classic.js), else the one without (legacy.js), from
// the folder that it came from itself. `data-engine` at the script forces one: "native", "wasm" or "legacy".
// After it, `new EventSource()` works, whatever is still to be loaded.

import { installPlaceholder, canUsePlaceholder } from './lib/placeholder.js';

const script = /** @type {HTMLScriptElement} */ (
  document.currentScript || document.scripts[document.scripts.length - 1]
);
const engine = script.getAttribute('data-engine') || (window.EventSource ? 'native' : pick());

if (engine !== 'native') {
  const url = script.src.replace(/[^/]*$/, engine === 'wasm' ? 'classic.js' : 'legacy.js');
  if (canUsePlaceholder()) installPlaceholder(window, (arrived, failed) => load(url, arrived, failed));
  else loadAtOnce(url);
}

/** Whether there is WebAssembly as the core uses it, and the Content-Security-Policy lets it be compiled. */
function pick() {
  try {
    // A module that knows the type v128, and nothing else.
    new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123]));
    return 'wasm';
  } catch {
    // The one without it.
  }
}

function load(url, arrived, failed) {
  const inserted = document.createElement('script');
  inserted.src = url;
  // What has been loaded need not be a script.
  inserted.onload = inserted.onerror = () => {
    const { EventSourceWasm } = /** @type {any} */ (window);
    EventSourceWasm ? arrived(EventSourceWasm) : failed(url);
  };
  document.head.append(inserted);
}

/** Old engines: while the page is read, the next script is what is written now; later, the script is fetched. */
function loadAtOnce(url) {
  window.EventSource = undefined;
  if (document.readyState === 'loading') return document.write('<script src="' + url + '"></script>');
  const xhr = new XMLHttpRequest();
  xhr.open('GET', url, false);
  xhr.send();
  window.eval(xhr.responseText);
}
