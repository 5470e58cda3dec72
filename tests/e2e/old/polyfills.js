// What the suite itself needs of a page and old engines do not have: the bundle puts these in the place of the globals.
// Knows what the suite's scripts ask of them, and no more. Must not put anything on the globals.

/** As much of fetch as asks the server's control: over XMLHttpRequest, and without what core-js has no say in. */
export function fetch(url, { method = 'GET', body = null } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.onload = () => resolve({ json: () => JSON.parse(request.responseText) });
    request.onerror = () => reject(new TypeError(`cannot ask ${url}`));
    request.send(body);
  });
}

/** A page's own events, as pages of old engines make them. */
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

/** Only scenarios that are left out here look at what it is asked for. */
export const Proxy = function (target) {
  return target;
};
