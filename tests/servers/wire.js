// What a server puts on the wire: the headers of a response and the first of its bytes, as they come.
// Knows Node's http and https. Must not know what a stream means.

import http from 'node:http';
import https from 'node:https';

/** Resolves with the headers and the text of the body, once `isEnough(text)` or the response has ended. */
export function read(url, isEnough = () => true, headers = {}) {
  const { get } = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const options = {
      headers: { accept: 'text/event-stream', ...headers },
      rejectUnauthorized: false,
      agent: false,
    };
    const request = get(url, options, (response) => {
      const chunks = [];
      const finish = () => {
        request.destroy();
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        });
      };
      response.on('data', (chunk) => {
        chunks.push(chunk);
        if (isEnough(Buffer.concat(chunks).toString())) finish();
      });
      response.on('end', finish);
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}

/** How the events of a stream are written, in a few words. */
export function styleOf(text) {
  const crlf = text.includes('\r\n\r\n');
  const block = text.split(/\r?\n\r?\n/).find((part) => /^event: ?goal/m.test(part)) ?? '';
  const fields = [...block.matchAll(/^(\w+):/gm)].map(([, name]) => name);
  return [
    text.startsWith('\uFEFF') && 'BOM',
    crlf ? 'CRLF' : 'LF',
    /^data: /m.test(block) ? '`data: x`' : '`data:x`',
    fields.join(', '),
  ]
    .filter(Boolean)
    .join('; ');
}
