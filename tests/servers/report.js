// The tables of docs/servers.md and docs/proxies.md, which are written or checked by the tests between two markers.
// Knows Markdown and the markers. Must not know how a result came about.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';

/** Writes the text into docs/<name>.md, if SERVERS=write, and compares it with what is there. */
export async function compareWithDocument(name, text) {
  const file = fileURLToPath(new URL(`../../docs/${name}.md`, import.meta.url));
  const document = await readFile(file, 'utf8');
  const [, head, tail] = /^([^]*<!-- begin: [^>]* -->\n)[^]*(<!-- end -->[^]*)$/.exec(document) ?? [];
  assert.ok(head, `${file} has no markers`);
  const options = { ...(await prettier.resolveConfig(file)), parser: 'markdown' };
  const current = await prettier.format(`${head}\n${text}\n\n${tail}`, options);
  if (process.env.SERVERS === 'write') await writeFile(file, current);
  assert.equal(await readFile(file, 'utf8'), current);
}

export function markdown([head, ...rows]) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Three tables: behaviours, how events are written, and what differs. */
export function serverTable(servers, behaviours, results) {
  const of = (server) => results.get(server.name);
  const cell = (server, { name, encoding }) => {
    if (!of(server).cells[name]) return 'fails';
    if (encoding && server.cut?.encoding === encoding) return server.cut.cell;
    return encoding && !server.encodings.includes(encoding) ? 'not compressed' : 'yes';
  };
  return [
    markdown([
      ['server', ...behaviours.map(({ name }) => name)],
      ...servers.map((server) => [server.name, ...behaviours.map((behaviour) => cell(server, behaviour))]),
    ]),
    '### How they write events\n',
    markdown([
      ['server', 'line ends, colon, order of fields', 'heartbeat'],
      ...servers.map((server) => [server.name, of(server).style, `\`${of(server).heartbeat}\``]),
    ]),
    '### What they do to data\n',
    markdown([
      ['server', 'what'],
      ...servers
        .filter(({ differs, serialize }) => differs || serialize)
        .map((server) => [
          server.name,
          [
            ...(server.serialize ? ['strings are sent as JSON'] : []),
            ...Object.values(server.differs ?? {}),
          ].join('; '),
        ]),
    ]),
    '### Compression\n',
    markdown([['server', 'how'], ...servers.map((server) => [server.name, server.compression])]),
  ].join('\n\n');
}

export function proxyTable(rows) {
  return markdown([
    ['symptom', 'cause', 'cure'],
    ...rows.map(({ symptom, cause, cures }) => [
      symptom,
      cause.says,
      cures.map(({ says }) => says).join('; or '),
    ]),
  ]);
}
