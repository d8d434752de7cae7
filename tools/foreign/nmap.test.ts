import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { missing, mustRun } from '../testbed/programs.ts';
import { Testbed } from '../testbed/running-server.ts';

describe('the SMTP scripts of nmap', { skip: missing('nmap') }, () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start();
  });
  after(() => testbed.stop());

  /** A plus sign makes a script run on any port. */
  const nmap = (script: string, args = 'none=none') => {
    const { mx } = testbed.ports;
    return mustRun('nmap', [
      '-Pn',
      '-n',
      '-p',
      `${mx}`,
      '--script',
      script,
      '--script-args',
      args,
      '127.0.0.1',
    ]);
  };

  it('read the extensions', async () => {
    const output = await nmap('+smtp-commands');
    assert.match(
      output,
      /PIPELINING, SIZE \d+, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES, DSN, CHUNKING, PRDR/,
    );
  });

  it('find no open relay', async () => {
    const output = await nmap('+smtp-open-relay', 'smtp-open-relay.ip=127.0.0.1');
    assert.match(output, /doesn't seem to be an open relay, all tests failed/);
    assert.deepEqual(await testbed.messages(), []);
  });

  it('learn by VRFY and EXPN of nobody, not even of who is there', async () => {
    const names = join(testbed.folder, 'names');
    await writeFile(names, 'homer\nmarge\nnobody\n');
    const args = `smtp-enum-users.methods={VRFY,EXPN},smtp-enum-users.domain=evergreen.test,userdb=${names}`;
    const output = await nmap('+smtp-enum-users', args);
    assert.match(output, /smtp-enum-users/);
    assert.doesNotMatch(output, /homer|marge/);
  });

  it('ask the rest of their questions', async () => {
    const output = await nmap(
      '+smtp-strangeport,+smtp-ntlm-info,+smtp-vuln-cve2010-4344,+smtp-vuln-cve2011-1764',
    );
    assert.match(output, /1 host up/);
    assert.doesNotMatch(output, /State: VULNERABLE/);
  });
});
