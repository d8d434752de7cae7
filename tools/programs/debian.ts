/** The programs of other people that tests talk to, as Debian packages. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { runProgram } from './run.ts';

const packages = [
  // Without libnet-ssleay-perl, which it only recommends, swaks has no TLS.
  ...['swaks', 'libnet-ssleay-perl', 'msmtp', 'postfix', 'curl', 'nmap', 'python3', 'chromium'],
  ...['libsisimai-perl', 'libmail-deliverystatus-bounceparser-perl', 'python3-flufl.bounce'],
];

/** `--no-remove`: a machine that has another mail server keeps it. */
const install = [
  'install',
  '-qq',
  '-y',
  '--no-install-recommends',
  '--no-remove',
  '-o',
  'DPkg::Lock::Timeout=120',
];

/** While this says 101, packages do not start their services (Debian's invoke-rc.d asks it). */
const servicePolicy = '/usr/sbin/policy-rc.d';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Installs what is missing if we may, else says how to. Nothing here is fatal: a test that misses its program says so and is
 * skipped. EVERGREEN_SKIP_APT=1 leaves the machine alone.
 */
export async function installPrograms(): Promise<void> {
  if (process.env.EVERGREEN_SKIP_APT === '1') return;
  const missing = missingPackages();
  if (missing === undefined) return say('No Debian system: tests that miss a program are skipped.');
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    const command = `sudo apt-get install --no-install-recommends ${missing.join(' ')}`;
    return say(`Tests that miss a program are skipped. To run them too:\n  ${command}`);
  }
  say(`Installing the Debian packages that tests talk to: ${missing.join(' ')}`);
  await withoutServices(() => installAll(missing));
  const left = missingPackages() ?? [];
  if (left.length > 0) say(`Not installed, so that tests which need them are skipped: ${left.join(' ')}`);
}

/** Those of the packages that dpkg does not have; undefined where there is no dpkg. */
function missingPackages(): string[] | undefined {
  const format = ['-W', '-f', `\${db:Status-Abbrev} \${Package}\n`];
  const query = spawnSync('dpkg-query', [...format, ...packages], { encoding: 'utf8' });
  if (query.error !== undefined) return undefined;
  const present = new Set(query.stdout.split('\n').map((line) => /^.i\s+(\S+)/.exec(line)?.[1]));
  return packages.filter((name) => !present.has(name));
}

/** All at once; if that fails, with fresh lists; if that fails, one by one, so that one obstacle keeps away only one package. */
async function installAll(missing: readonly string[]): Promise<void> {
  if (await aptGet([...install, ...missing])) return;
  await aptGet(['update', '-qq', '-o', 'DPkg::Lock::Timeout=120']);
  if (await aptGet([...install, ...missing])) return;
  for (const name of missing) await aptGet([...install, name]);
}

async function aptGet(args: readonly string[]): Promise<boolean> {
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  const { code, output } = await runProgram('apt-get', args, { env, quiet: true });
  const reason = output.split('\n').find((line) => line.startsWith('E: '));
  if (code !== 0 && reason !== undefined) say(`apt-get ${args[0]}: ${reason.slice('E: '.length)}`);
  return code === 0;
}

async function withoutServices(action: () => Promise<void>): Promise<void> {
  if (existsSync(servicePolicy)) return action();
  const restore = () => rmSync(servicePolicy, { force: true });
  writeFileSync(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  process.once('exit', restore);
  try {
    await action();
  } finally {
    process.off('exit', restore);
    restore();
  }
}
