// fetch-event-source, a function whose callbacks receive plain objects instead of events.

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
