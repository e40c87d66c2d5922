// Starts `barometer demo` on a free port with a throw-away folder, and ends it after the tests.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const program = process.env.BAROMETER || path.join(__dirname, '../../target/debug/barometer');
const MOST_SECONDS = 300;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function answers(address) {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

module.exports = async () => {
  if (!fs.existsSync(program)) throw new Error(`${program} is missing: run \`cargo build\` first`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'barometer-browser-'));
  const data = path.join(folder, 'demo');
  const log = path.join(folder, 'server.log');
  const address = `127.0.0.1:${await freePort()}`;
  const out = fs.openSync(log, 'w');
  const started = Date.now();
  const server = spawn(program, ['demo', '--respondents', '120', '--data', data, '--listen', address, '--log-every', '2'], {
    stdio: ['ignore', out, out],
    cwd: path.join(__dirname, '../..'),
  });
  let ended = null;
  server.on('exit', (code, signal) => { ended = `ended early (${code ?? signal})`; });
  server.on('error', (error) => { ended = String(error); });
  const stop = async () => {
    server.kill('SIGKILL');
    for (let i = 0; i < 50 && ended === null; i += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    fs.closeSync(out);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  // Also when the run is interrupted: nothing stays behind.
  process.on('exit', () => {
    server.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  });

  while (!(await answers(`http://${address}/readyz`))) {
    if (ended !== null || Date.now() - started > MOST_SECONDS * 1000) {
      const said = fs.readFileSync(log, 'utf8').slice(-2000);
      await stop();
      throw new Error(`the demonstration ${ended ?? `did not serve within ${MOST_SECONDS} s`}:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  process.env.BAROMETER_URL = `http://${address}`;
  process.env.BAROMETER_DEMO = data;
  fs.mkdirSync(path.join(folder, 'taken'));
  console.log(`the demonstration serves after ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return stop;
};
