import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { SetupFailure } from './failure.mjs';

/**
 * Options that make `npm ci` the same for everybody: engines are our own business (the packages run on the Node that
 * node-runtime.mjs finds, not on npm's), no package needs an install script, and no user setting leaves packages out.
 */
const ciOptions = [
  ...['--loglevel=error', '--no-audit', '--no-fund', '--no-update-notifier', '--engine-strict=false'],
  ...['--ignore-scripts', '--include=dev', '--include=optional'],
];

/**
 * Installs what the package-lock.json in `folder` says into its node_modules.
 * @param {string} folder
 * @param {string} what for the message of a failure
 */
export async function npmCi(folder, what) {
  const { code, output } = await runNpm(['ci', ...ciOptions], folder);
  if (code === 0) return;
  const reason = output
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .find((line) => line !== '' && !/^(code|syscall|errno|path|dest|type) /.test(line));
  throw new SetupFailure(
    `npm could not install ${what} (${reason ?? `exit code ${code}`}). ` +
      `Look whether the npm registry can be reached and the folder ${folder} be written, then run the same again.`,
  );
}

/**
 * @param {string[]} args
 * @param {string} folder
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function runNpm(args, folder) {
  // Under "npm run", npm tells where it is; else it is in PATH.
  const own = process.env.npm_execpath;
  const [command, first] = own && basename(own) === 'npm-cli.js' ? [process.execPath, [own]] : ['npm', []];
  const shell = command === 'npm' && process.platform === 'win32';
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], {
      cwd: folder,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stderr.on('data', collect);
    child.stdout.on('data', collect);
    child.on('close', (code) => resolve({ code, output }));
    child.on('error', () =>
      reject(
        new SetupFailure(
          'npm was not found. Install it (Debian: apt-get install npm), then run the same again.',
        ),
      ),
    );
  });
}
