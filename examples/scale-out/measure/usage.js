// What a program and its children use: processor time and memory, as the kernel counts them.
// Knows the files of /proc. Must not know the program.

import { readFileSync } from 'node:fs';

/** Processor time in seconds, and resident memory in MB, of the process and all that it has started. */
export function usageOf(pid) {
  const pids = withChildren(pid);
  const sum = (value) => pids.reduce((total, one) => total + value(one), 0);
  return { seconds: sum(secondsOf), megabytes: sum(megabytesOf) };
}

function withChildren(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => withChildren(Number(child)))];
}

function secondsOf(pid) {
  // The name of the process may have spaces; it ends with the last parenthesis.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  const [user, system] = [fields[11], fields[12]].map(Number);
  return (user + system) / TICKS;
}

function megabytesOf(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

/** USER_HZ, which is 100 on every Linux. */
const TICKS = 100;
