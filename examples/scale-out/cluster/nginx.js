// An nginx of its own, without a service: its configuration, its folder, and the program that runs it.
// Knows the parts of a configuration that every nginx here needs. Must not know what its servers do.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isListening } from './port.js';
import { Program } from './program.js';

/**
 * @param {string} folder where it writes; is made
 * @param {{ modules?: string[], http: string, port: number, ready?: () => Promise<boolean>, restartAfter?: number }} options
 */
export function nginx(folder, { modules = [], http, port, ready = () => isListening(port), restartAfter }) {
  mkdirSync(folder, { recursive: true });
  const configuration = join(folder, 'nginx.conf');
  const log = join(folder, 'error.log');
  writeFileSync(configuration, configurationOf(folder, log, modules, http));
  const command = ['/usr/sbin/nginx', '-e', log, '-p', folder, '-c', configuration];
  return new Program(command, { log, ready, restartAfter });
}

/** A configuration of its own reads no folder of /etc; each path is in the folder. */
function configurationOf(folder, log, modules, http) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  return `
${modules.map((name) => `load_module ${MODULES}/${name};`).join('\n')}
daemon off;
pid ${join(folder, 'nginx.pid')};
error_log ${log} warn;
worker_processes 1;
worker_rlimit_nofile 16384;
events { worker_connections 8192; }
http {
  access_log off;
  server_tokens off;
  tcp_nodelay on;
  ${temporary.join('\n  ')}
${http}
}
`;
}

const MODULES = '/usr/lib/nginx/modules';
