// Records what a source dispatches: numbered messages and their ids, gaps, and how often it opened and failed.
// Knows the interface of an EventSource; runs in Node and in pages. Must not know the implementation or the expectation.

/** @typedef {{ numbers: number[], ids: string[], gaps: object[], opens: number, errors: number, readyState: number }} Observed */

/** @returns {Observed} a record that is kept up to date */
export function observe(source) {
  const observed = {
    numbers: [],
    ids: [],
    gaps: [],
    opens: 0,
    errors: 0,
    get readyState() {
      return source.readyState;
    },
  };
  source.addEventListener('message', ({ data, lastEventId }) => {
    observed.numbers.push(JSON.parse(data).number);
    observed.ids.push(lastEventId);
  });
  source.addEventListener('gap', ({ data }) => observed.gaps.push(JSON.parse(data)));
  source.addEventListener('open', () => (observed.opens += 1));
  source.addEventListener('error', () => (observed.errors += 1));
  return observed;
}
