// The name of the Redis stream of a channel.
// Knows that publisher and nodes have to agree on it. Must not know what uses it.

export const keyOf = (channel) => `channel:${channel}`;
