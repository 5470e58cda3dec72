// The test files that the runners of the matrix run: in a DOM implementation, with the package from its tarball.
// Knows what runners have in common. Must not know their versions, nor which DOM implementation it is.
//
// Each file runs in an environment of its own, in one process, one after the other: what is left open is still
// there while the next one runs.

/**
 * [path, the event after which the test ends, entry point]. One source for each file: jsdom aborts only every second one of
 * the requests that are left open.
 */
const LEFT_OPEN = [
  ['silent', null, 'index'],
  ['endless', 'message', 'auto'],
  ['ended', 'error', 'index'],
];

/** `load(name)` is the code that loads a module. */
export function testFiles(load) {
  const report = `(line) => ${load("'node:fs'")}.appendFileSync(process.env.REPORT, JSON.stringify(line) + '\\n')`;
  return {
    '1_events.test.js': `
      const receive = ${receive};
      test('receives events and reconnects', async () => {
        const { EventSource, engine } = ${load("'eventsource-wasm'")};
        const result = await receive(EventSource);
        expect(result.wrong).toEqual([]);
        (${report.replace('(line) =>', 'async (line) =>')})({ entry: 'index', ...result });
      });
      test('receives events and reconnects with the global class', async () => {
        ${load("'eventsource-wasm/auto'")};
        const result = await receive(globalThis.EventSource);
        expect(result.wrong).toEqual([]);
        (${report.replace('(line) =>', 'async (line) =>')})({ entry: 'auto', ...result });
      });`,
    ...Object.fromEntries(LEFT_OPEN.map((row) => [`2_${row[0]}.test.js`, leftOpen(load, ...row)])),
    '3_after.test.js': `
      test('is not disturbed by what was left open', async () => {
        await new Promise((resolve) => setTimeout(resolve, 600));
      });`,
  };
}

function leftOpen(load, path, type, entry) {
  const loaded =
    entry === 'auto' ? `(${load("'eventsource-wasm/auto'")}, globalThis)` : load("'eventsource-wasm'");
  const wait = type
    ? `new Promise((resolve) => source.addEventListener('${type}', resolve))`
    : 'new Promise((resolve) => setTimeout(resolve, 100))';
  return `
    test('leaves a source open: /${path}', async () => {
      const { EventSource } = ${loaded};
      const source = new EventSource(process.env.STREAMS + '/${path}');
      await ${wait};
      expect(source.readyState).toBe(${type === 'message' ? 1 : 0});
    });`;
}

/** In the test: the events of a stream, and what they are not. */
async function receive(EventSource) {
  const events = [];
  const wrong = [];
  const source = new EventSource(process.env.STREAMS + '/resumed');
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('events so far: ' + JSON.stringify(events))), 4000);
    for (const type of ['open', 'message', 'error', 'end']) {
      source.addEventListener(type, (event) => {
        events.push([event.type, event.data ?? null, event.lastEventId ?? null]);
        if (!(event instanceof Event)) wrong.push(type + ' is no Event');
        if (event.data && !(event instanceof MessageEvent)) wrong.push(type + ' is no MessageEvent');
        if (type !== 'end' && source.readyState !== 2) return;
        clearTimeout(timer);
        source.close();
        resolve(undefined);
      });
    }
  });
  if (!(source instanceof EventTarget)) wrong.push('the source is no EventTarget');
  return { events, wrong, transport: source.transport };
}
