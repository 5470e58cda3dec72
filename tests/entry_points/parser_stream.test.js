// `EventSourceParserStream` in Node: events, errors and memory of a TransformStream.
//
// Knows the public interface, as eventsource-parser 4 documents it, and streams. Must not know how the package works.
//
//   node --test tests/entry_points/parser_stream.test.js

import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { EventSourceParserStream, ParseError } from 'eventsource-wasm/parser';

/** The events of a stream, and what it is errored with, if it is. */
async function eventsOf(chunks, options = undefined) {
  const source = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const events = [];
  try {
    const stream = source.pipeThrough(/** @type {any} */ (new EventSourceParserStream(options)));
    for await (const event of stream) events.push(event);
  } catch (error) {
    return { events, error };
  }
  return { events, error: undefined };
}

const event = (data) => ({ id: undefined, event: undefined, data });
const bytes = (text) => new TextEncoder().encode(text);

describe('EventSourceParserStream', () => {
  it('turns bytes into events, without a decoder', async () => {
    const { body } = new Response('event:a\nid:1\ndata:é\n\ndata:2\n\n');
    const stream = body.pipeThrough(/** @type {any} */ (new EventSourceParserStream()));
    const events = [];
    for await (const event of stream) events.push(event);
    assert.deepEqual(events, [{ id: '1', event: 'a', data: 'é' }, event('2')]);
  });

  it('turns strings into events, as from a TextDecoderStream', async () => {
    assert.deepEqual(await eventsOf(['data:1\n\nda', 'ta:2\n\n', bytes('data:3\n\n')]), {
      events: [event('1'), event('2'), event('3')],
      error: undefined,
    });
  });

  it('drops what has no blank line at the end', async () => {
    assert.deepEqual(await eventsOf(['data:1\n\ndata:2\n']), { events: [event('1')], error: undefined });
  });

  it('ignores lines that are no fields, unless it is asked not to', async () => {
    assert.deepEqual(await eventsOf(['foo\ndata:1\n\n']), { events: [event('1')], error: undefined });
    const errors = [];
    const onError = (error) => errors.push(error.type);
    assert.deepEqual(await eventsOf(['foo\ndata:1\n\n'], { onError }), {
      events: [event('1')],
      error: undefined,
    });
    assert.deepEqual(errors, ['unknown-field']);
  });

  it('is errored by the first of them with `terminate`, and by what a callback throws', async () => {
    const { error } = await eventsOf(['data:1\n\nfoo\ndata:2\n\n'], { onError: 'terminate' });
    assert.ok(error instanceof ParseError);
    assert.equal(error.line, 'foo');
    const reason = new RangeError('thrown');
    const onComment = () => {
      throw reason;
    };
    assert.equal((await eventsOf([':\n'], { onComment })).error, reason);
  });

  it('is errored by an event that is too large, whatever onError is', async () => {
    const errors = [];
    for (const onError of [undefined, 'terminate', (error) => errors.push(error.type)]) {
      const chunks = ['data:1\n\n', `data:${'x'.repeat(50)}`, 'data:3\n\n'];
      const { events, error } = await eventsOf(chunks, { maxBufferSize: 20, onError });
      assert.equal(error.type, 'max-buffer-size-exceeded');
      assert.ok(events.length <= 1);
    }
    assert.deepEqual(errors, ['max-buffer-size-exceeded']);
  });

  it('calls back for comments, IDs and retry', async () => {
    const log = [];
    const push = (value) => log.push(value);
    await eventsOf([':c\nretry:4\nid:5\n\n'], { onComment: push, onRetry: push, onId: push });
    assert.deepEqual(log, ['c', 4, '5']);
  });

  it('is errored by a chunk that is neither text nor bytes', async () => {
    assert.ok((await eventsOf([5])).error instanceof TypeError);
  });

  it('has its name', () => {
    assert.equal(EventSourceParserStream.name, 'EventSourceParserStream');
    assert.ok(new EventSourceParserStream() instanceof TransformStream);
  });
});
