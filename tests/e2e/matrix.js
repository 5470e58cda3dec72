// The matrix of the conformance suite: engines × scopes × implementations, which are the browser's own object and this
// package over each transport.
// Knows the combinations that exist. Must not know scenarios, nor how a browser is automated.
//
// Environment variables select a part:
//
//   ENGINE=firefox,webkit SCOPE=worker IMPLEMENTATIONS=native,fetch MATCH='BOM' …

const ENGINES = ['chromium', 'firefox', 'webkit'];
const SCOPES = ['window', 'worker', 'sharedworker', 'serviceworker'];
const IMPLEMENTATIONS = ['native', 'fetch', 'xhr', 'legacy'];

/**
 * By the XMLHttpRequest Standard, service workers do not have it. The legacy build is for pages of old engines; in
 * workers, `xhr` tests the same core.
 */
const UNAVAILABLE = { worker: ['legacy'], sharedworker: ['legacy'], serviceworker: ['xhr', 'legacy'] };

/**
 * Scenarios that depend on the bytes of a stream only run in windows, because all scopes use the same parser. This
 * halves the duration of a run.
 */
const WITH_BYTES = ['window'];

export const { MATCH = '', ENGINE, SCOPE, IMPLEMENTATIONS: IMPLEMENTATION } = process.env;

const selected = (all, names) => {
  const selection = names ? names.split(',') : all;
  const unknown = selection.filter((one) => !all.includes(one));
  if (unknown.length) throw new Error(`unknown: ${unknown.join(', ')}; possible values: ${all.join(', ')}`);
  return selection;
};

/** The selected part of the matrix: [{ engine, scopes: [{ scope, bytes, implementations }] }]. */
export const matrix = selected(ENGINES, ENGINE).map((engine) => ({
  engine,
  scopes: selected(SCOPES, SCOPE).map((scope) => ({
    scope,
    bytes: WITH_BYTES.includes(scope) || Boolean(MATCH),
    implementations: selected(IMPLEMENTATIONS, IMPLEMENTATION).filter(
      (implementation) => !UNAVAILABLE[scope]?.includes(implementation),
    ),
  })),
}));

/** Whether the run is complete, so that its totals can be compared. */
export const isComplete = matrix.length === ENGINES.length && !MATCH && !SCOPE && !IMPLEMENTATION;
