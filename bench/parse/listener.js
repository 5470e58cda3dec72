// A listener that reads what it gets: a string that is only promised, a rope or a slice, has to be made.
// Knows the three strings of an event. Must not know who calls it.

/** Reads a unit in the middle of every string, and adds up so that nothing can be left out. */
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

/** Keeps everything, to be compared with what is expected. */
export function recorder() {
  const events = [];
  return { listen: (data, type, id) => void events.push({ data, type, id }), events };
}

/** What is wrong with the events, or undefined. */
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
