// The command of a demo: installs what is missing, starts it, prints its addresses, and ends it on Ctrl-C.
// Knows the terminal and signals. Must not know how the demo works.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @param {'nchan' | 'stream'} name of the form */
export async function runDemo(name) {
  const { status } = spawnSync('bash', [INSTALL], { stdio: 'inherit' });
  if (status !== 0) return void (process.exitCode = status ?? 1);
  // Only now are there all packages that these modules import.
  const { startDemo } = await import('./demo.js');
  const { [`${name}Form`]: form } = await import(`../cluster/${name}_form.js`);
  const wanted = process.env.PORT;
  const demo = await startDemo(form, { port: Number(wanted ?? 3000), orNext: wanted === undefined }).catch(
    (error) => {
      console.error(`The demo could not start: ${error.message}`);
      process.exit(1);
    },
  );
  endOnSignal(demo);
  console.log(`The demo is at ${demo.address}, the streams at ${demo.cluster.address}`);
  demo.cluster.nodes.forEach(({ port, program }, index) => {
    const print = (what) =>
      console.log(`Node ${index + 1} on port ${port} ${what}. To kill it: kill -9 -- -${program.pid}`);
    print('runs');
    program.onRestart = () => print('is started again');
  });
  console.log('Ctrl-C ends all of them');
}

function endOnSignal(demo) {
  let ending = false;
  const end = async () => {
    // For those who do not want to wait. What still runs is killed when this process exits.
    if (ending) process.exit(1);
    ending = true;
    await demo.close();
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
}

const INSTALL = fileURLToPath(new URL('../install.sh', import.meta.url));
