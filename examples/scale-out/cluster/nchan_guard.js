// The check of ids in front of nchan 1.3.6: no client can stop the streams of others, or its own, by the id that it sends.
// Knows the form of nchan's ids, `<seconds>:<tag>` by Redis's clock. Must not know the rest of the balancer.
//
//   an id of the past           goes on to the node, which knows it or sends all that it has stored
//   an id of this second, or    gets an empty stream, so the client asks again a second later: a node that is asked for an
//   of the future               id above its next message sends no client of that channel anything any more
//   anything else               becomes an id of the past: nchan answers to some texts with 400, which is final

/** Digits `d` of the clock, and what is greater at the same place of the id. */
const greater = Array.from(
  { length: 9 },
  (_, digit) => `${digit}\\d*\\.\\d+ (?=\\d{10}:)\\1[${digit + 1}-9]`,
);

/** Compares two numbers of ten digits: one is greater if after the same digits a greater one comes. */
const FUTURE = `^(\\d*)(?:${greater.join('|')})`;
const PRESENT = '^(\\d{10})\\.\\d+ \\1:';

/** Parts of the balancer's configuration: of its block `http`, and of the location of streams. */
export const nchanGuard = {
  http: `
  map $http_last_event_id $asked_id {
    "" $arg_last_event_id;
    default $http_last_event_id;
  }
  map $asked_id $checked_id {
    "" "";
    "~*^(?<seconds>\\d{1,10})(?::|%3A)(?<tag>\\d{1,9})$" "$seconds:$tag";
    default "1:0";
  }
  map "$msec $checked_id" $is_early {
    "~${PRESENT}" 1;
    "~${FUTURE}" 1;
    default 0;
  }`,
  location: `
      if ($is_early) { return 418; }
      error_page 418 =200 @later;
      set $args "";
      proxy_set_header Last-Event-ID $checked_id;`,
};
