// Polyfills of web APIs that the suite uses and old engines do not have. The bundle replaces references to the globals
// by these exports.
// Knows only what the suite's scripts call. Must not define globals, since the script under test must not find them.

/** `fetch` over XMLHttpRequest, with the few options that requests to the control server need. */
export function fetch(url, { method = 'GET', body = null } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.onload = () => resolve({ json: () => JSON.parse(request.responseText) });
    request.onerror = () => reject(new TypeError(`request to ${url} failed`));
    request.send(body);
  });
}

/** Events that a scenario dispatches itself. Old engines have no event constructors. */
export function Event(type) {
  const event = document.createEvent('Event');
  event.initEvent(type, false, false);
  return event;
}

export function MessageEvent(type, { data = null } = {}) {
  const event = document.createEvent('MessageEvent');
  event.initMessageEvent(type, false, false, data, '', '', null, []);
  return event;
}

/** Without traps: the scenarios that need them do not run in old engines. */
export const Proxy = function (target) {
  return target;
};
