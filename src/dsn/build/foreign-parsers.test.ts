import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { latin1 } from '../../base/bytes.ts';
import { languages } from '../languages/languages.ts';
import type { ReportedRecipient } from '../report.ts';
import { goldenCase, noticeOf } from '../testing/readable.ts';
import { withoutSecrets } from './confidential.ts';

/**
 * Programs of others that read notices, beside the repository; each prints what it finds in a mail on its
 * input.
 */
const tools = new URL('../../../../shared/tools/', import.meta.url);
const folder = new URL('goldens/', import.meta.url);

/** Why a tool cannot run here, or false. @param probe a command that fails where its library is missing */
function skipReason(tool: string, probe: readonly string[]): string | false {
  if (!existsSync(new URL(tool, tools))) return `no ${tool} at ../shared/tools`;
  const [command = '', ...args] = probe;
  return spawnSync(command, args).status === 0
    ? false
    : `a Debian package is missing: ${probe.join(' ')} fails`;
}

function run(tool: string, mail: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(fileURLToPath(new URL(tool, tools)));
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', () => resolve(output));
    child.stdin.end(mail);
  });
}

interface Mail {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly recipients: readonly ReportedRecipient[];
}

const goldens = readdirSync(folder).map((file): Mail => {
  const name = file.replace(/\.eml$/, '');
  const { recipients } = withoutSecrets(goldenCase(name).report);
  return { name, bytes: readFileSync(new URL(file, folder)), recipients };
});

/** What has no golden of its own: every action in every other language. */
const translated = languages.flatMap((language) =>
  ['failed-typo', 'failed-several', 'delayed', 'relayed', 'relayed-all-clear'].map((name): Mail => {
    const golden = goldenCase(name);
    const bytes = noticeOf(golden, { language });
    return { name: `${name} in ${language}`, bytes, recipients: golden.report.recipients };
  }),
);
const mails = [...goldens, ...translated.filter(({ name }) => !name.endsWith(' in en'))];

/** The parsers below know nothing of RFC 6533, and Python takes each UTF-8 address for a defect. */
const isGlobal = ({ bytes }: { bytes: Uint8Array }): boolean =>
  latin1(bytes).includes('Content-Type: message/global');

describe('Python finds no defect', {
  skip: skipReason('dsn-pydefects', ['python3', '-c', 'import email']),
}, () => {
  for (const golden of mails) {
    it(golden.name, async () => {
      const findings = (await run('dsn-pydefects', golden.bytes)).trim().split('\n');
      const allowed = isGlobal(golden) ? /NonASCIILocalPart|UndecodableBytes|^\d+ finding/ : /^$/;
      assert.deepEqual(
        findings.filter((line) => line !== 'ok' && !allowed.test(line)),
        [],
      );
    });
  }
});

describe('flufl.bounce finds the recipients', {
  skip: skipReason('dsn-flufl', ['/usr/bin/python3', '-c', 'import flufl.bounce']),
}, () => {
  for (const golden of mails.filter((each) => !isGlobal(each))) {
    it(golden.name, async () => {
      const expected = golden.recipients.flatMap(({ action, finalRecipient, originalRecipient }) => {
        const permanence = { failed: 'permanent', delayed: 'temporary' }[action as 'failed'];
        return permanence ? [`${(originalRecipient ?? finalRecipient).address}\t${permanence}`] : [];
      });
      const found = (await run('dsn-flufl', golden.bytes)).trim().split('\n');
      assert.deepEqual(found.sort(), (expected.length > 0 ? expected : ['none']).sort());
    });
  }
});

describe('BounceParser finds the recipients', {
  skip: skipReason('dsn-bounceparser', ['perl', '-MMail::DeliveryStatus::BounceParser', '-e', '1']),
}, () => {
  // A report that speaks of a delay is no bounce for it.
  const failures = mails.filter(
    (each) => !isGlobal(each) && each.recipients.every(({ action }) => action === 'failed'),
  );
  for (const golden of failures) {
    it(golden.name, async () => {
      // It takes mail with the line ends of Unix.
      const mail = Buffer.from(latin1(golden.bytes).replaceAll('\r\n', '\n'), 'latin1');
      const lines = (await run('dsn-bounceparser', mail)).trim().split('\n');
      const expected = golden.recipients.map(
        ({ finalRecipient, originalRecipient, status }) =>
          `${(originalRecipient ?? finalRecipient).address}\tstatus=${status}\taction=failed`,
      );
      assert.deepEqual(
        lines.slice(0, -1).map((line) => line.split('\t').slice(0, 3).join('\t')),
        expected,
      );
      assert.match(lines.at(-1) ?? '', /^is_bounce\t/);
    });
  }
});

describe('Sisimai finds the recipients', {
  skip: skipReason('dsn-sisimai', ['perl', '-MSisimai', '-e', '1']),
}, () => {
  // It takes no local part in quotes.
  const readable = mails.filter((each) => !isGlobal(each) && each.name !== 'failed-quoted-local-part');
  for (const golden of readable) {
    it(golden.name, async () => {
      const lines = (await run('dsn-sisimai', golden.bytes)).trim().split('\n');
      const expected = golden.recipients.map(
        ({ finalRecipient, status, action }) =>
          `${finalRecipient.address}\tstatus=${status}\taction=${action}`,
      );
      assert.deepEqual(
        lines.map((line) => line.split('\t').slice(0, 3).join('\t')),
        expected,
      );
    });
  }
});
