// Scenarios of the event objects: their classes and properties, and their order relative to the page's tasks.
// Knows DOM events. Must not know the format of event streams.

const PROPERTIES = [
  'type',
  'bubbles',
  'cancelable',
  'composed',
  'defaultPrevented',
  'returnValue',
  'cancelBubble',
  'eventPhase',
  'data',
  'lastEventId',
  'origin',
  'source',
];

/** Calls `describe` for the first event of a type. */
const eventScenario = (sentence, type, path, describe) => [
  sentence,
  async (t) => {
    const source = t.construct(path);
    const event = await new Promise((resolve) => {
      source.addEventListener(
        type,
        (event) => {
          describe(t, event, source);
          resolve(event);
        },
        { once: true },
      );
    });
    await t.pause(0);
    t.note('afterwards', [event.eventPhase, event.currentTarget, event.target === source].join());
  },
];

const describe = (t, event, source) => {
  for (const name of PROPERTIES) t.note(name, name in event ? event[name] : 'absent');
  t.note(
    'ports',
    'ports' in event
      ? [Array.isArray(event.ports), event.ports.length, Object.isFrozen(event.ports)]
      : 'absent',
  );
  t.note(
    'class',
    [event.constructor.name, Object.prototype.toString.call(event), event instanceof Event].join(),
  );
  t.note(
    'targets',
    [event.target, event.currentTarget, event.srcElement].map((target) => target === source),
  );
  t.note('path', [event.composedPath().length, event.composedPath()[0] === source]);
  t.note(
    'own properties',
    Object.getOwnPropertyNames(event).filter((name) => name !== 'isTrusted'),
  );
  t.note('time', event.timeStamp > 0 && event.timeStamp <= performance.now());
};

const trusted = (t, event) => t.note('isTrusted', event.isTrusted);

export const events = [
  eventScenario('an open event is an Event', 'open', 'plain', describe),
  eventScenario('a message event is a MessageEvent', 'message', 'drop-after-one', describe),
  eventScenario('an event with a type is a MessageEvent', 'end', 'plain', describe),
  eventScenario('an error event is an Event', 'error', 'drop-after-one', describe),
  eventScenario('the error event of a failure is an Event', 'error', 'status?status=404', describe),
  eventScenario('an open event is trusted', 'open', 'plain', trusted),
  eventScenario('a message event is trusted', 'message', 'drop-after-one', trusted),
  eventScenario('an error event is trusted', 'error', 'drop-after-one', trusted),
  [
    'the last of many message events has the same properties as the first',
    async (t) => {
      const source = t.construct('flood');
      let received = 0;
      const members = [];
      source.addEventListener('m', (event) => {
        received += 1;
        if (![1, 40].includes(received)) return;
        describe(t, event, source);
        for (const member in event) members.push(member);
        t.note('classes', [event instanceof MessageEvent, event.constructor === MessageEvent].join());
        t.note('members', String(members.splice(0)));
        t.note('ports again', event.ports === event.ports);
        event.preventDefault();
        t.note('prevented', event.defaultPrevented);
      });
      await new Promise((resolve) => source.addEventListener('end', resolve));
      t.note('received', received);
    },
  ],
  [
    'a listener that is added a microtask later receives all events',
    async (t) => {
      const source = t.construct('two-messages');
      await null;
      await t.waitFor(t.logEvents(source), 'end');
    },
  ],
  [
    'promises of one message are settled before the next',
    async (t) => {
      const source = t.open('four-messages');
      source.addEventListener('message', async ({ data }) => {
        await null;
        t.note('promise of', data);
      });
      await t.waitFor(source, 'end');
    },
  ],
  [
    'promises of the open event are settled before the first message',
    async (t) => {
      const source = t.open('two-messages');
      source.addEventListener('open', async () => {
        await null;
        t.note('promise of', 'open');
      });
      await t.waitFor(source, 'end');
    },
  ],
  [
    'close in a promise of the first message prevents the second',
    async (t) => {
      const source = t.open('four-messages');
      source.addEventListener('message', async () => {
        await null;
        source.close();
      });
      await t.waitFor(source, 'message');
      await t.pause();
    },
  ],
  [
    'no event is fired in the task that constructs the source',
    async (t) => {
      let constructed = false;
      const source = t.construct('ftp://localhost/');
      const failed = new Promise((resolve) => {
        source.onerror = () => {
          t.note('after construction', constructed);
          resolve();
        };
      });
      t.note('readyState', source.readyState);
      constructed = true;
      await failed;
      t.note('readyState', source.readyState);
    },
  ],
  [
    'two sources receive their own events only',
    async (t) => {
      const first = t.construct('two-messages');
      const second = t.construct('four-messages');
      const texts = { first: [], second: [] };
      first.onmessage = ({ data }) => texts.first.push(data);
      second.onmessage = ({ data }) => texts.second.push(data);
      const ended = (source) => new Promise((resolve) => source.addEventListener('end', resolve));
      await Promise.all([ended(first), ended(second)]);
      t.note('texts', texts);
    },
    { quiet: true },
  ],
];
