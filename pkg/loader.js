// The polyfill as one small classic script for a page: <script src="…/loader.js"></script>
//
// Picks the browser's own class, else the one with WebAssembly (classic.js), else the one without (legacy.js), from
// the folder that it came from itself. After it, `new EventSource()` works, whatever is still to be loaded.
//
// Knows how a script is loaded, also under a Content-Security-Policy (docs/policies.md). Must not know what the scripts
// do. Attributes of its script:
//
// | attribute | |
// |---|---|
// | data-engine | forces "native", "wasm" or "legacy" |
// | nonce | is that of the inserted script, too |
// | data-trusted-types-policy | the name of the Trusted Types policy, if not "eventsource-wasm" |

import { installPlaceholder, canUsePlaceholder } from './lib/placeholder.js';

const script = /** @type {HTMLScriptElement} */ (
  document.currentScript || document.scripts[document.scripts.length - 1]
);
/** Created once: its name may not be allowed twice. */
let policy;
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
  try {
    const inserted = document.createElement('script');
    if (script.nonce) inserted.nonce = script.nonce;
    inserted.src = trusted(url);
    // What has been loaded need not be a script.
    inserted.onload = inserted.onerror = () => {
      const { EventSourceWasm } = /** @type {any} */ (window);
      EventSourceWasm ? arrived(EventSourceWasm) : failed(url);
    };
    document.head.append(inserted);
  } catch (reason) {
    // Not before the page has listeners.
    setTimeout(failed, 0, reason);
  }
}

/** The URL as `script.src` takes it where the page requires Trusted Types. */
function trusted(url) {
  const { trustedTypes } = /** @type {any} */ (window);
  try {
    if (!policy && trustedTypes) {
      const name = script.getAttribute('data-trusted-types-policy') || 'eventsource-wasm';
      policy = trustedTypes.createPolicy(name, { createScriptURL: (url) => url });
    }
  } catch {
    // A page that does not allow the name need not require Trusted Types either.
  }
  return policy ? policy.createScriptURL(url) : url;
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
