// A question by POST, and the words of its answer as they arrive: the code to copy. The page shows it as it is here.
// Knows the options of this package's EventSource, and the format of the answer. Must not know the page.

export function ask(question, { url, token, EventSource, ...options }) {
  let renew = false;
  return new EventSource(url, {
    method: 'POST',
    headers: async () => {
      const bearer = await token({ renew });
      renew = true; // another call follows a 401
      return {
        Authorization: `Bearer ${bearer}`,
        'Content-Type': 'application/json',
      };
    },
    body: JSON.stringify({ question }),
    ...options, // signal, transport
  });
}

export async function* wordsOf(source) {
  for await (const { data } of source) {
    if (data === '[DONE]') return; // closes the source
    yield JSON.parse(data).text;
  }
  throw new Error('The answer has no end');
}
