// The section of the report for each benchmark: stored results → Markdown.
// Knows the structure of every record. Must not know how it was measured.

import { BASELINE, parsers } from '../parse/parsers/names.js';
import { mebibytes, number, spread, strong, table } from './table.js';

const isOurs = (name) => name.startsWith('ours');
const labelOf = (name) => (isOurs(name) ? strong(name) : name);
const cellOf = (name, text) => (isOurs(name) ? strong(text) : text);

export const sections = { parse, page, start, memory, growth, size };

function parse(engines) {
  const note =
    `From bytes to the strings of events, without requests and DOM events: times as fast as ${BASELINE}. Above 1 is ` +
    'faster. `control` is the same parser measured a second time, and shows the accuracy of the figures. `floor` copies ' +
    'the bytes, decodes the text in one pass and slices it into strings whose positions it knows in advance. `wrong`: ' +
    'the events are not the expected ones.';
  const columns = parsers.filter((name) => name !== BASELINE);
  const tables = Object.values(engines).map(({ version, workloads }) =>
    [
      `### ${version}`,
      table(
        ['', ...columns.map(labelOf), `${BASELINE}, MB/s`],
        workloads.map(({ bytes, name, parsers }) => [
          name,
          ...columns.map((it) => {
            const { speedup, wrong } = parsers[it] ?? {};
            if (wrong) return 'wrong';
            if (!speedup) return '';
            return it === 'ours' || it === 'control' ? cellOf(it, spread(speedup)) : number(speedup.median);
          }),
          number(bytes / 1000 / parsers[BASELINE].milliseconds.median),
        ]),
      ),
    ].join('\n\n'),
  );
  return ['## Parse', note, ...tables].join('\n\n');
}

function page(engines) {
  const note =
    'A server on the same machine sends, and a page reads every string. The time is that from the constructor to the ' +
    'end of the last handler. fetch-event-source, event-source-polyfill and sse.js pass their own objects to listeners, ' +
    "the others dispatch the browser's events.";
  const tables = Object.values(engines).flatMap(({ latency, streams, version }) => [
    ...streams.map(({ clients, name }) =>
      [
        `### ${name}, ${version}`,
        table(
          ['', 'ms', 'times as fast as native', 'CPU of the renderer, ms'],
          Object.entries(clients).map(([client, { cpu, failure, milliseconds, speedup }]) =>
            failure
              ? [labelOf(client), failure, '', '']
              : [
                  labelOf(client),
                  spread(milliseconds),
                  cellOf(client, number(speedup.median)),
                  number(cpu?.median),
                ],
          ),
        ),
      ].join('\n\n'),
    ),
    ...(latency ? [latencies(latency, version)] : []),
  ]);
  return ['## End to end in a page', note, ...tables].join('\n\n');
}

function latencies(clients, version) {
  return [
    `### One small event every 5 ms, ${version}: from the server's write to the handler`,
    table(
      ['', 'p50, ms', 'p99, ms'],
      Object.entries(clients).map(([client, { failure, p50, p99 }]) =>
        failure ? [labelOf(client), failure, ''] : [labelOf(client), number(p50), number(p99)],
      ),
    ),
  ].join('\n\n');
}

function start(engines) {
  const note =
    'From the import of the script to the first `open`. Cold: a new browser. Warm: the third visit. The longest ' +
    'task: the longest time for which the main thread ran no other task.';
  const keys = ['load', 'open', 'longest'];
  const heads = { load: 'script loaded', open: 'open', longest: 'longest task' };
  const tables = Object.values(engines).map(({ clients, version }) =>
    [
      `### ${version}, ms`,
      table(
        ['', ...['cold', 'warm'].flatMap((when) => keys.map((key) => `${when}: ${heads[key]}`))],
        Object.entries(clients).map(([client, times]) => [
          labelOf(client),
          ...['cold', 'warm'].flatMap((when) => keys.map((key) => spread(times[when][key]))),
        ]),
      ),
    ].join('\n\n'),
  );
  return ['## Start', note, ...tables].join('\n\n');
}

function memory({ streams, version }) {
  const note =
    `${version}, MiB. The growth of the heap up to its peak, including garbage, array buffers and WebAssembly's memory; ` +
    'the peak of the whole process; the growth of the heap that remains after the source is closed and garbage is ' +
    "collected; the size of WebAssembly's memory.";
  const tables = streams.map(({ clients, name }) =>
    [
      `### ${name}`,
      table(
        ['', 'heap, peak', 'process, peak', 'retained', 'WebAssembly'],
        Object.entries(clients).map(([client, { failure, peakHeap, peakProcess, retained, wasm }]) => [
          labelOf(client),
          ...(failure ? [failure, '', '', ''] : [peakHeap, peakProcess, retained, wasm].map(mebibytes)),
        ]),
      ),
    ].join('\n\n'),
  );
  return ['## Memory', note, ...tables].join('\n\n');
}

function growth({ chunks, size, sources, version }) {
  const tables = [size, chunks, sources].map(({ name, points }) => {
    const names = Object.keys(points[0].costs);
    return [
      `### ${name[0].toUpperCase()}${name.slice(1)}`,
      table(
        ['', ...names.map(labelOf)],
        points.map(({ costs, value }) => [
          value.toLocaleString('en'),
          ...names.map((it) => cellOf(it, number(costs[it]))),
        ]),
      ),
    ].join('\n\n');
  });
  return ['## Growth', `${version}. A constant cost is good.`, ...tables].join('\n\n');
}

function size({ rows }) {
  const note =
    'Bytes of minified files in `dist/`. `index.js` is the main entry point, `auto.js` the polyfill, `legacy.mjs` the ' +
    'entry point for old engines; `without_wasm.js` is loaded if there is no WebAssembly; pages without modules load the ' +
    'files of `script/`. In italics: parts of these files.';
  const label = ({ kind, name }) => ({ ours: strong(name), part: `_${name}_`, peer: name })[kind];
  return [
    '## Size',
    note,
    table(
      ['', 'raw', 'gzip -9', 'brotli -q 11'],
      rows.map((row) => [label(row), ...['raw', 'gzip', 'brotli'].map((it) => row[it].toLocaleString('en'))]),
    ),
  ].join('\n\n');
}
