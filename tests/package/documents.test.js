// The documents against the code: each option, each name of another package and each sentence of an `error` event.
// Knows how the documents are laid out, and where the code has these names. Must not know what an option does.
//
//   node --test tests/package/documents.test.js

import { before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { EventSource } from 'eventsource-wasm';

const text = (path) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const plain = (markdown) => markdown.replaceAll('`', '');

describe('docs/options.md', () => {
  /** Names of options and their defaults: as declared, as the sections say, as the table says. */
  let declared;
  let sections;
  let table;
  let document;
  before(async () => {
    document = await text('docs/options.md');
    const [, body] = /export interface EventSourceInit \{\n([^]*?)\n\}/.exec(await text('pkg/index.d.ts'));
    // A comment, and the member behind it.
    const members = [...body.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*(\w+)\?[:(]/g)];
    declared = members.map(([, comment, name]) => [
      name,
      plain(/@default (.*)/.exec(comment)?.[1] ?? 'none'),
    ]);
    const found = document.matchAll(/^### `(\w+)`\n\nDefault: (.*?)\.(?:\s|$)/gms);
    sections = [...found].map(([, name, value]) => [name, plain(value)]);
    table = [...document.matchAll(/^\| \[`(\w+)`\]\(#(\w+)\) +\| (.*?) +\|/gm)];
  });

  it('has a section for each option that is declared, with its default, in the same order', () => {
    assert.ok(declared.length > 20, `${declared.length} options are declared`);
    assert.deepEqual(sections, declared);
  });

  it('has a row for each section, with a link to it', () => {
    assert.deepEqual(
      table.map(([, name, link]) => [name, link]),
      sections.map(([name]) => [name, name.toLowerCase()]),
    );
  });

  it('has the default of each option in its row, but for one that depends on another option', () => {
    const [dependent, ...rest] = table
      .map(([, name, , value]) => [name, plain(value)])
      .sort(([name]) => (name === 'credentials' ? -1 : 1));
    assert.deepEqual(dependent, ['credentials', "'same-origin' ¹"]);
    assert.deepEqual(Object.fromEntries(rest), withoutCredentials(declared));
  });

  it('has an example of at most eight lines in each section', () => {
    const parts = document.split(/^### /m).slice(1);
    const options = parts.filter((part) => part.startsWith('`'));
    assert.equal(options.length, declared.length);
    for (const part of options) {
      const [, example] = /```js\n([^]*?)```/.exec(part) ?? assert.fail(`no example: ${part}`);
      assert.ok(example.trimEnd().split('\n').length <= 8, part);
    }
  });

  it('lists the names of other packages that the constructor refuses, with what they are called here', async () => {
    const [, foreign] = /const FOREIGN =\n([^;]*);/.exec(await text('pkg/lib/options.js'));
    const refused = [...foreign.matchAll(/(\w+):(\w*)/g)].map(([, name, own]) => [name, own]);
    const [, list] = document.split('## Names of other packages');
    const rows = [...list.matchAll(/^\| `(\w+)` +\|.*\| (.*?) +\|$/gm)].map(([, name, here]) => [
      name,
      /^`(\w+)`$/.exec(here)?.[1] ?? '',
    ]);
    assert.ok(refused.length > 10);
    assert.deepEqual(Object.fromEntries(rows), Object.fromEntries(refused));
    for (const [name, own] of rows) {
      const message = `The option ${name} is not known here${own && `: it is called ${own}`}.`;
      assert.throws(() => new EventSource('http://localhost/', { [name]: 1 }), {
        name: 'TypeError',
        message,
      });
    }
  });

  it('lists what XMLHttpRequest cannot do', () => {
    const [, list] = document.split('## What XMLHttpRequest cannot do');
    const [sentence] = list.split(' and a\nbody');
    const names = [...sentence.matchAll(/`(\w+)(?:: '(\w+)')?`/g)];
    const values = { fetch: () => {}, mode: 'cors', credentials: 'omit', cache: 'reload', priority: 'low' };
    const fetchOnly = table.filter(([row]) => row).map(([, name]) => name);
    assert.deepEqual(
      names.map(([, name]) => name).sort(),
      fetchOnly.filter((name) => new RegExp(`\\[\`${name}\`\\].*\\| fetch`).test(document)).sort(),
    );
    for (const [, name, word] of names) {
      const init = { transport: 'xhr', [name]: values[name] ?? word ?? '' };
      const message = `The option ${name} is not possible with the transport xhr.`;
      assert.throws(() => new EventSource('http://localhost/', init), { name: 'TypeError', message });
    }
  });
});

/** Of ` bytes` and `: `. */
const LONGEST_OF_NO_SENTENCE = 6;

describe('docs/errors.md', () => {
  it('has each sentence that an error event may say', async () => {
    const source = await text('src/error_message.rs');
    const code = source.slice(source.indexOf('pub(crate) fn error_message')).replace(/\\\n\s*/g, '');
    const strings = [...code.matchAll(/"([^"]*)"/g)].map(([, string]) => string.replace(/^; /, ''));
    const sentences = strings.filter((string) => string.length > LONGEST_OF_NO_SENTENCE);
    assert.ok(sentences.length > 14, `${sentences.length} sentences`);
    const document = plain(await text('docs/errors.md')).replace(/\s+/g, ' ');
    for (const sentence of sentences) assert.ok(document.includes(sentence.trim()), sentence);
  });

  it('has each reason that is not in that list', async () => {
    const document = plain(await text('docs/errors.md')).replace(/\s+/g, ' ');
    let count = 0;
    for (const [path, pattern] of REASONS) {
      for (const [, reason] of (await text(path)).matchAll(pattern)) {
        assert.ok(document.includes(reason.trim().replace(/[.:]$/, '')), `${path}: ${reason}`);
        count += 1;
      }
    }
    assert.equal(count, 10);
  });
});

/** Where the reasons are made that follow a sentence of error_message.rs, or stand alone. */
const REASONS = [
  ['src/event_source.rs', /set_detail\(text\("([^"]+)"\)/g],
  ['src/event_source/requests.rs', /fail_preparation\(text\("([^"]+)"\)/g],
  ['src/event_source/policy_violation.rs', /concat\(&text\("([^"]+)"\)/g],
  ['src/transport/redirect.rs', /(?:Err|Refuse)\(text\("([^"]+)"\)/g],
  ['src/transport/body_reader.js', /new TypeError\('([^']+)'\)/g],
  ['src/transport/response.js', /new TypeError\('([^']+)'\)/g],
  ['pkg/lib/event_source.js', /errorEvent\(\s*`([^$]+)\$/g],
  ['pkg/lib/event_source.js', /throw domException\(\s*'([^']+)'/g],
];

describe('README.md', () => {
  it('has at most 200 lines, and no cell of a table that is longer than 120 characters', async () => {
    const lines = (await text('README.md')).trimEnd().split('\n');
    assert.ok(lines.length <= 200, `${lines.length} lines`);
    const cells = lines.filter((line) => line.startsWith('|')).flatMap((line) => line.split('|'));
    for (const cell of cells) assert.ok(cell.trim().length <= 120, cell);
  });
});

function withoutCredentials(pairs) {
  return Object.fromEntries(pairs.filter(([name]) => name !== 'credentials'));
}
