// What is played: engines, their scopes, and in each scope the browser's own object and ours over each transport.
// Knows what there is and what a run may leave out. Must not know scenarios, nor how a browser is driven.
//
// Everything, unless the environment asks for less:
//
//   ENGINE=firefox,webkit SCOPE=worker IMPLEMENTATIONS=native,fetch MATCH='BOM' …

const ENGINES = ['chromium', 'firefox', 'webkit'];
const SCOPES = ['window', 'worker', 'sharedworker', 'serviceworker'];
const IMPLEMENTATIONS = ['native', 'fetch', 'xhr', 'legacy'];

/**
 * Service workers have no XMLHttpRequest, by its standard. The build for old engines is for pages of these; what it
 * does in workers, the same core does over XMLHttpRequest.
 */
const LACKING = { worker: ['legacy'], sharedworker: ['legacy'], serviceworker: ['xhr', 'legacy'] };

/**
 * What depends on the bytes of a stream alone is played in windows only: they go through the same parser everywhere.
 * Worth half of the time.
 */
const WITH_BYTES = ['window'];

export const { MATCH = '', ENGINE, SCOPE, IMPLEMENTATIONS: IMPLEMENTATION } = process.env;

const chosen = (all, wish) => {
  const wishes = wish ? wish.split(',') : all;
  const unknown = wishes.filter((one) => !all.includes(one));
  if (unknown.length) throw new Error(`there is no ${unknown.join(', ')}: only ${all.join(', ')}`);
  return wishes;
};

/** [{ engine, scopes: [{ scope, bytes, implementations }] }], for as much as the environment asks for. */
export const matrix = chosen(ENGINES, ENGINE).map((engine) => ({
  engine,
  scopes: chosen(SCOPES, SCOPE).map((scope) => ({
    scope,
    bytes: WITH_BYTES.includes(scope) || Boolean(MATCH),
    implementations: chosen(IMPLEMENTATIONS, IMPLEMENTATION).filter(
      (implementation) => !LACKING[scope]?.includes(implementation),
    ),
  })),
}));

/** Whether everything is played, so that totals mean something. */
export const whole = matrix.length === ENGINES.length && !MATCH && !SCOPE && !IMPLEMENTATION;
