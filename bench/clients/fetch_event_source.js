// fetch-event-source: a function with callbacks that get plain objects, not events.

import { fetchEventSource } from '@microsoft/fetch-event-source';

export function open(url, { onOpen, onEvent }) {
  const controller = new AbortController();
  fetchEventSource(url, {
    signal: controller.signal,
    openWhenHidden: true,
    onopen: async () => onOpen(),
    onmessage: ({ data, event, id }) => onEvent(data, event || 'message', id),
    onerror(error) {
      throw error;
    },
  }).catch((error) => console.error(error));
  return () => controller.abort();
}
