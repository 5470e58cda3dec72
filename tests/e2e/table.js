// Writes what a run found as a table: behaviours × engines × scopes × transports, native beside ours, and every miss.
// Knows results and Markdown. Must not know how anything was played or judged.
//
//   table(results, versions, tolerances)   → the text of tests/conformance.md
//
// A result is { engine, scope, implementation, group, scenario, exclusion }: `exclusion` is there where it differs.

const INTRODUCTION = `# Conformance

Written by the suite itself: \`CONFORMANCE=write node --test --test-concurrency=1 tests/e2e/conformance.test.js\`.
A cell says how many scenarios of a group came out exactly as they should: as the standard says where the scenario
states it, else as the browser's own \`EventSource\` in the same scope does. What differs is listed below with its reason,
and fails the suite as soon as it differs no longer. "The rest is equal" says that only the difference named was forgiven,
and the rest of the log compared.

Workers leave out what depends on the bytes of a stream alone; service workers have no \`XMLHttpRequest\`.
`;

const KINDS = {
  native: "Where the browser's own object departs from the standard",
  impossible: 'What no script can do',
  chosen: 'What was chosen so',
  missing: 'What a script could do, and this package does not',
};

export function table(results, versions, tolerances) {
  const engines = unique(results, ({ engine }) => engine);
  return [
    INTRODUCTION,
    '## Totals\n',
    totals(results, engines),
    ...engines.map((engine) => ofEngine(engine, results, versions[engine])),
    '## What differs\n',
    ...Object.entries(KINDS).map(([kind, title]) => `### ${title}\n\n${misses(results, kind)}`),
    '### What comes and goes, and counts as equal\n',
    markdown([
      ['where', 'why'],
      ...tolerances.map(({ engine, on, scope, reason }) => [`${engine} ${on} (${scope.join(', ')})`, reason]),
    ]),
  ].join('\n');
}

function totals(results, engines) {
  const rows = engines.flatMap((engine) =>
    ['native', 'fetch', 'xhr', 'legacy'].map((implementation) => {
      const all = results.filter((one) => one.engine === engine && one.implementation === implementation);
      const differs = (kind) => String(all.filter(({ exclusion }) => exclusion?.kind === kind).length);
      return [engine, implementation, all.length, equal(all), ...Object.keys(KINDS).map(differs)];
    }),
  );
  const head = ['engine', '', 'played', 'equal', 'native departs', 'impossible', 'chosen', 'missing'];
  return markdown([head, ...rows]);
}

function ofEngine(engine, results, version) {
  const here = results.filter((one) => one.engine === engine);
  const columns = unique(here, ({ scope, implementation }) => `${scope} ${implementation}`);
  const rows = unique(here, ({ group }) => group).map((group) => [
    group,
    ...columns.map((column) => {
      const cell = here.filter(
        (one) => one.group === group && `${one.scope} ${one.implementation}` === column,
      );
      return cell.length ? `${equal(cell)}/${cell.length}` : '';
    }),
  ]);
  return `## ${engine}\n\n${version}\n\n${markdown([['', ...columns.map((column) => column.replace(' ', '<br>'))], ...rows])}`;
}

/** One line for all places where the same scenario differs for the same reason. */
function misses(results, kind) {
  const lines = new Map();
  for (const { engine, scope, implementation, scenario, exclusion } of results) {
    if (exclusion?.kind !== kind) continue;
    const key = JSON.stringify([scenario, exclusion.reason, Boolean(exclusion.forgive)]);
    const places = lines.get(key) ?? new Map();
    const who = `${engine} ${implementation}`;
    lines.set(key, places.set(who, [...(places.get(who) ?? []), scope]));
  }
  if (!lines.size) return 'Nothing.\n';
  const rows = [...lines].map(([key, places]) => {
    const [scenario, reason, forgiven] = JSON.parse(key);
    const where = [...places].map(([who, scopes]) => `${who} (${scopes.join(', ')})`).join('; ');
    return [scenario, where, forgiven ? `${reason}. The rest is equal` : reason];
  });
  return markdown([['scenario', 'where', 'why'], ...rows]);
}

const equal = (results) => results.filter(({ exclusion }) => !exclusion).length;
const unique = (list, name) => [...new Set(list.map(name))];
const cellOf = (value) => String(value).replaceAll('|', '\\|');

function markdown([head, ...rows]) {
  const line = (cells) => `| ${cells.map(cellOf).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
