// `eventsource-wasm/parser` in Node: what createParser() calls back, in which order, and what callbacks may do.
//
// Knows the public interface, as eventsource-parser 4 documents it. Must not know how the package works.
//
//   node --test tests/entry_points/parser.test.js

import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { createParser, load, ParseError } from 'eventsource-wasm/parser';
import { callbacksOf, cuts, recorder, STREAMS } from './streams.js';

describe('createParser()', () => {
  for (const [sentence, stream, expected] of STREAMS) {
    it(`calls back the same however a stream is cut: ${sentence}`, () => {
      for (const chunks of cuts(stream)) assert.deepEqual(callbacksOf(createParser, chunks), expected);
    });
  }

  it('calls back before feed() returns, without load()', () => {
    const log = [];
    const { feed } = createParser(recorder(log));
    feed('data:1\n\n');
    assert.deepEqual(log, [['event', undefined, undefined, '1']]);
  });

  it('gives events that have their three members as properties of their own', () => {
    let event;
    createParser({ onEvent: (given) => (event = given) }).feed('data:1\n\n');
    assert.deepEqual(event, { id: undefined, event: undefined, data: '1' });
  });

  it('needs no callback', () => {
    const parser = createParser({});
    parser.feed(':a\nfoo\nid:1\nretry:x\nretry:1\ndata:x\n\n');
    parser.reset({ consume: true });
  });

  it('takes bytes in any form, also a part of a buffer', () => {
    const bytes = new TextEncoder().encode('..data:é\n\n..').subarray(2, -2);
    const own = Uint8Array.from(bytes);
    const shared = new Uint8Array(new SharedArrayBuffer(own.length));
    shared.set(own);
    const forms = [bytes, Buffer.from(bytes), own.buffer, new DataView(own.buffer), shared, shared.buffer];
    for (const form of forms) {
      assert.deepEqual(callbacksOf(createParser, [form]), [['event', undefined, undefined, 'é']]);
    }
  });

  it('does not need a chunk after feed() has returned', () => {
    const log = [];
    const parser = createParser({ onEvent: ({ data }) => log.push(data) });
    const chunk = new Uint8Array(6);
    for (const part of ['data:a', 'bcdefg', '\n\n\n\n\n\n']) {
      new TextEncoder().encodeInto(part, chunk);
      parser.feed(chunk);
    }
    assert.deepEqual(log, ['abcdefg']);
  });

  it('refuses what is neither text nor bytes, and a config that is none', () => {
    const parser = createParser({});
    for (const chunk of [5, null, undefined, {}, [1]]) {
      assert.throws(() => parser.feed(/** @type {any} */ (chunk)), TypeError);
    }
    for (const config of [undefined, null, () => {}, 'x']) {
      assert.throws(() => createParser(/** @type {any} */ (config)), TypeError);
    }
    for (const maxBufferSize of [-1, NaN, '1', null]) {
      assert.throws(() => createParser(/** @type {any} */ ({ maxBufferSize })), TypeError);
    }
  });

  it('joins the halves of a character that two strings have', () => {
    const halves = ['data:\ud83c', '\udf0d\n\n'];
    assert.deepEqual(callbacksOf(createParser, halves), [['event', undefined, undefined, '🌍']]);
    assert.deepEqual(callbacksOf(createParser, ['data:\ud83c', '', new TextEncoder().encode('x\n\n')]), [
      ['event', undefined, undefined, '\ufffdx'],
    ]);
    assert.deepEqual(callbacksOf(createParser, ['data:\udf0dx\n\n']), [
      ['event', undefined, undefined, '\ufffdx'],
    ]);
  });

  it('keeps the parsers apart', () => {
    const [one, two] = [[], []];
    const [a, b] = [createParser(recorder(one)), createParser(recorder(two))];
    a.feed('data:a');
    b.feed('data:b');
    a.feed('a\n\n');
    b.feed('b\n\n');
    assert.deepEqual(
      [one, two],
      [[['event', undefined, undefined, 'aa']], [['event', undefined, undefined, 'bb']]],
    );
  });

  it('stays right while memory grows', () => {
    const log = [];
    const parser = createParser({
      onEvent({ data }) {
        log.push(data.length);
        createParser({}).feed(`data:${'x'.repeat(1 << 21)}`);
      },
      onComment: (text) => log.push(text),
    });
    parser.feed('data:1\n\n:a\ndata:22\n\n:b\ndata:\u00e9\n\n');
    assert.deepEqual(log, [1, 'a', 2, 'b', 1]);
  });
});

describe('reset()', () => {
  const withReset = (chunk, options, after = '') => {
    const log = [];
    const parser = createParser(recorder(log));
    parser.feed(chunk);
    parser.reset(options);
    parser.feed(after);
    return log;
  };

  it('drops what is unfinished, and begins with another stream', () => {
    assert.deepEqual(withReset('data:x', undefined, '\n\ndata:y\n\n'), [
      ['event', undefined, undefined, 'y'],
    ]);
    assert.deepEqual(withReset('data:x\r', undefined, '\n\ufeffdata:y\n\n'), [
      ['error', 'unknown-field', '\ufeffdata', 'y', '\ufeffdata:y'],
    ]);
    assert.deepEqual(withReset('x', undefined, '\ufeffdata:y\n\n'), [['event', undefined, undefined, 'y']]);
  });

  it('reads the unfinished line with `consume`, and dispatches no event', () => {
    const error = (line, field, value) => ['error', 'unknown-field', field, value, line];
    assert.deepEqual(withReset('{"error":1}', { consume: true }), [error('{"error":1}', '{"error"', '1}')]);
    assert.deepEqual(withReset('dat', { consume: true }), [error('dat', 'dat', '')]);
    assert.deepEqual(withReset('data:1\nretry:7', { consume: true }), [['retry', 7]]);
    assert.deepEqual(withReset('retry:x', { consume: true }), [
      ['error', 'invalid-retry', undefined, 'x', 'retry:x'],
    ]);
    assert.deepEqual(withReset(': c', { consume: true }), [['comment', 'c']]);
    for (const chunk of ['data:1', 'data:1\n', 'id:1', 'id:1\ndata:1\n', 'id:1\n', '', 'data:1\r']) {
      assert.deepEqual(withReset(chunk, { consume: true }, '\n\n'), [], chunk);
    }
  });

  it('may be called in a callback: the rest of the chunk is dropped', () => {
    const log = [];
    const parser = createParser({
      onEvent({ data }) {
        log.push(data);
        parser.reset();
        if (data === '1') parser.feed('data:new\n\n');
      },
    });
    parser.feed('data:1\n\ndata:2\n\nda');
    parser.feed('data:3\n\n');
    assert.deepEqual(log, ['1', 'new', '3']);
  });

  it('may be called twice, and before any chunk', () => {
    const parser = createParser({});
    parser.reset();
    parser.feed('data:x');
    parser.reset({ consume: true });
    parser.reset({});
  });
});

describe('a callback', () => {
  it('may feed: what it feeds comes behind the chunk that is being parsed', () => {
    const log = [];
    const parser = createParser({
      onEvent({ data }) {
        log.push(data);
        if (data !== '1') return;
        const chunk = new TextEncoder().encode('ta:3\n\n');
        parser.feed(chunk);
        chunk.fill(0);
        log.push('fed');
      },
    });
    parser.feed('data:1\n\ndata:2\n\nda');
    assert.deepEqual(log, ['1', 'fed', '2', '3']);
  });

  it('may throw out of feed(): nothing is lost, the rest comes with the next chunk', () => {
    for (const name of ['onEvent', 'onId', 'onRetry', 'onComment', 'onError']) {
      const log = [];
      const callbacks = recorder(log);
      let thrown = false;
      const parser = createParser({
        ...callbacks,
        [name](value) {
          callbacks[name](value);
          if (thrown) return;
          thrown = true;
          throw new RangeError(name);
        },
      });
      const stream = ':a\nretry:1\nfoo\nid:1\ndata:x\n\nid:2\n\n:b\ndata:y\n\n';
      assert.throws(() => parser.feed(stream), new RangeError(name));
      parser.feed('data:z\n\n');
      assert.deepEqual(log, callbacksOf(createParser, [stream, 'data:z\n\n']), name);
    }
  });

  it('that throws and is reset does not get the rest', () => {
    const log = [];
    const parser = createParser({
      onEvent({ data }) {
        log.push(data);
        if (data === '1') throw new Error('1');
      },
    });
    assert.throws(() => parser.feed('data:1\n\ndata:2\n\n'));
    parser.reset();
    parser.feed('data:3\n\n');
    assert.deepEqual(log, ['1', '3']);
  });
});

describe('ParseError', () => {
  it('is an Error that says what it is about', () => {
    const errors = [];
    createParser({ onError: (error) => errors.push(error) }).feed(`retry:x\n${'f'.repeat(30)}:v\n`);
    for (const error of errors) assert.ok(error instanceof ParseError && error instanceof Error);
    assert.deepEqual(
      errors.map(({ name, type, message }) => [name, type, message]),
      [
        ['ParseError', 'invalid-retry', 'The value of a retry field is not a number: "x"'],
        ['ParseError', 'unknown-field', `A field is not known: "${'f'.repeat(20)}…"`],
      ],
    );
    assert.equal(ParseError.name, 'ParseError');
    const { type, field, value, line } = new ParseError('m', { type: 'unknown-field', line: 'l' });
    assert.deepEqual([type, field, value, line], ['unknown-field', undefined, undefined, 'l']);
  });
});

describe('maxBufferSize', () => {
  it('ends the stream at an event that is larger, however it is cut, after the events before it', () => {
    const stream = `data:1\n\ndata:${'x'.repeat(50)}\n\ndata:3\n\n`;
    for (const chunks of cuts(stream)) {
      const log = [];
      const parser = createParser({ ...recorder(log), maxBufferSize: 40 });
      for (const chunk of chunks) if (log.length < 2) parser.feed(chunk);
      assert.deepEqual(log, [
        ['event', undefined, undefined, '1'],
        ['error', 'max-buffer-size-exceeded', undefined, undefined, undefined],
      ]);
      assert.throws(() => parser.feed(''), /reset\(\)/);
      parser.reset({ consume: true });
      parser.feed('data:4\n\n');
      assert.deepEqual(log[2], ['event', undefined, undefined, '4']);
    }
  });

  it('does not count comments and lines that are ignored: what is longer is not reported', () => {
    const long = 'x'.repeat(100);
    for (const chunks of cuts(`:${long}\n${long}\n:short\ndata:1\n\n`)) {
      assert.deepEqual(callbacksOf(createParser, chunks, { maxBufferSize: 50 }), [
        ['comment', 'short'],
        ['event', undefined, undefined, '1'],
      ]);
    }
  });

  it('is 64 MiB unless it is set, and the time is linear', () => {
    const chunk = new Uint8Array(1 << 20).fill(120);
    const log = [];
    const parser = createParser(recorder(log));
    parser.feed('data:');
    for (let chunks = 0; chunks < 63; chunks += 1) parser.feed(chunk);
    assert.deepEqual(log, []);
    parser.feed(chunk);
    assert.deepEqual(log, [['error', 'max-buffer-size-exceeded', undefined, undefined, undefined]]);
    parser.reset();
    parser.feed('data:1\n\n');
    assert.equal(log.length, 2);
  });

  it('may be without bound', () => {
    const log = [];
    const parser = createParser({ onEvent: ({ data }) => log.push(data.length), maxBufferSize: Infinity });
    const chunk = 'x'.repeat(1 << 20);
    parser.feed('data:');
    for (let chunks = 0; chunks < 70; chunks += 1) parser.feed(chunk);
    parser.feed('\n\n');
    assert.deepEqual(log, [70 << 20]);
    parser.reset();
  });
});

describe('load()', () => {
  it('resolves to nothing', async () => {
    assert.equal(await load(), undefined);
  });
});
