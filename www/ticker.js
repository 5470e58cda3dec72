// The stock ticker: four fictitious shares whose prices follow a random walk.
// Knows prices. Must not know the subscribers.

const SHARES = [
  { symbol: 'QUIL', name: 'Quillmark Paper', opening: 84.2 },
  { symbol: 'OSPR', name: 'Osprelle Wind', opening: 142.65 },
  { symbol: 'MARZ', name: 'Marzello Foods', opening: 37.4 },
  { symbol: 'TOLV', name: 'Tolver Rail', opening: 211.9 },
];

/** Publishes a `price` event every `tick` ms, for one share after the other. Returns a function that stops it. */
export function startTicker(feed, { tick }) {
  const shares = SHARES.map((share) => ({ ...share, price: share.opening }));
  let next = 0;
  const step = () => {
    const share = shares[next++ % shares.length];
    share.price = walk(share);
    const { symbol, name, opening } = share;
    const price = Number(share.price.toFixed(2));
    const change = Number(((price / opening - 1) * 100).toFixed(2));
    feed.publish('price', { symbol, name, price, change });
  };
  const timer = setInterval(step, tick);
  step();
  return () => clearInterval(timer);
}

/** A step in proportion to the price, with a weak tendency to the opening price, so that no share leaves the chart. */
function walk({ price, opening }) {
  const chance = Math.random() + Math.random() + Math.random() - 1.5;
  return price * (1 + chance * STEP + (opening / price - 1) * PULL);
}

const STEP = 0.004;
const PULL = 0.01;
