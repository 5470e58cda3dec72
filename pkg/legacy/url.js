// URLs, for engines that cannot construct one: a link resolves them; where there is no document, as in a worker, what
// follows does, for the forms that addresses of streams have.
//
// Knows href, protocol, hostname and origin. Throws a TypeError as URL does.

import { root } from './root.js';

const ABSOLUTE = /^([a-z][a-z0-9+.-]*:)(?:\/\/([^/?#]*))?/i;
const DEFAULT_PORT = { 'http:': /:80$/, 'https:': /:443$/ };

export class Address {
  constructor(url, base) {
    this.href = resolve(url, base);
    const parts = ABSOLUTE.exec(this.href);
    const [, protocol, authority = ''] = parts || ['', '', ''];
    const host = authority.replace(/^.*@/, '').replace(DEFAULT_PORT[protocol] || '', '');
    this.protocol = protocol;
    this.hostname = host.replace(/:\d*$/, '');
    const hierarchical = /^(https?|wss?|ftp):$/.test(protocol);
    if (!protocol || (hierarchical && (!this.hostname || /[ <>^|%]/.test(this.hostname)))) {
      throw new TypeError(`Invalid URL: ${url}`);
    }
    this.origin = hierarchical ? `${protocol}//${host}` : 'null';
  }
}

function resolve(url, base) {
  if (!root.document) return join(String(url).trim(), base);
  const link = root.document.createElement('a');
  link.href = url;
  // Internet Explorer fills in the rest only for what is absolute.
  if (link.href) link.href = link.href;
  return url === '' ? String(base).replace(/#.*/, '') : link.href;
}

/** https://url.spec.whatwg.org/#relative-state, without dot segments, which servers resolve as well. */
function join(url, base) {
  if (ABSOLUTE.test(url) || !base) return url;
  const [start, protocol, authority] = ABSOLUTE.exec(base);
  const path = base.slice(start.length).replace(/[?#].*/, '');
  if (/^\/\//.test(url)) return protocol + url;
  const origin = `${protocol}//${authority}`;
  if (/^\//.test(url)) return origin + url;
  if (/^\?/.test(url)) return origin + path + url;
  if (/^(#|$)/.test(url)) return base.replace(/#.*/, '') + url;
  return origin + path.replace(/[^/]*$/, '') + url;
}
