// An nginx of the suite's own: a configuration in a temporary folder, a free port, no rights, no service.
// Knows nginx's command line and the frame of a configuration. Must not know what a directive does to a stream.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CERTIFICATE, stop } from './programs.js';

const NGINX = '/usr/sbin/nginx';
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/**
 * Starts nginx in front of the port `upstream`. `main`, `server` and `location` are directives for these contexts;
 * `listen` has parameters of the directive of this name.
 */
export async function startNginx({ upstream, main = '', server = '', location = '', listen = '' }) {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  const version = location.includes('proxy_http_version')
    ? ''
    : 'proxy_http_version 1.1; proxy_set_header Connection "";';
  const configuration = `
    ${process.getuid() === 0 ? 'user root;' : ''}
    daemon off;
    worker_processes 1;
    pid ${folder}/pid;
    error_log ${folder}/error.log;
    ${main}
    events { worker_connections 1024; }
    http {
      access_log off;
      ${TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
      server {
        listen 127.0.0.1:${port} ${listen};
        ssl_certificate ${CERTIFICATE}/certificate.pem;
        ssl_certificate_key ${CERTIFICATE}/key.pem;
        location / { proxy_pass http://127.0.0.1:${upstream}; ${version} ${location} }
        ${server}
      }
    }`;
  await writeFile(`${folder}/nginx.conf`, configuration);
  const parameters = ['-p', folder, '-c', `${folder}/nginx.conf`, '-e', `${folder}/error.log`];
  execFileSync(NGINX, [...parameters, '-t'], { stdio: 'pipe' });
  const child = spawn(NGINX, parameters, { stdio: 'ignore' });
  await untilListening(port, child);
  return {
    port,
    origin: `${listen.includes('ssl') ? 'https' : 'http'}://127.0.0.1:${port}`,
    reload: () => child.kill('SIGHUP'),
    /** The number of worker processes, those that are shutting down included. */
    async workers() {
      const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
      return children.trim().split(' ').length;
    },
    async stop() {
      await stop(child);
      await rm(folder, { recursive: true });
    },
  };
}

export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function untilListening(port, child) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`nginx ended (${child.exitCode})`);
    const socket = net.connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`nginx does not listen on ${port}`);
}
