// A listener that reads the strings of events, so that an engine must create the characters of ropes and slices.
// Knows the three strings of an event. Must not know its caller.

/** Reads a code unit in the middle of every string. The sum prevents that an engine optimises the read away. */
export function reader() {
  let sum = 0;
  let count = 0;
  return {
    listen(data, type, id) {
      count += 1;
      sum = (sum + middle(data) + middle(type) + middle(id)) | 0;
    },
    result: () => [count, sum],
  };
}

function middle(text) {
  return text.length === 0 ? 0 : text.charCodeAt(text.length >> 1);
}

/** Stores all events, to compare them with the expected ones. */
export function recorder() {
  const events = [];
  return { listen: (data, type, id) => void events.push({ data, type, id }), events };
}

/** Describes the first unexpected event, or returns undefined. */
export function difference(events, expected) {
  for (let index = 0; index < Math.max(events.length, expected.length); index += 1) {
    const [one, other] = [events[index], expected[index]];
    if (!one || !other) return `${events.length} events instead of ${expected.length}`;
    for (const key of ['data', 'type', 'id']) {
      if (one[key] !== other[key]) {
        return `the ${key} of event ${index} is ${short(one[key])} instead of ${short(other[key])}`;
      }
    }
  }
}

const short = (text) => JSON.stringify(`${text}`.slice(0, 40));
