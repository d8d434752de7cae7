import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding, FoundRecipient } from '../format.ts';
import { openMail } from '../open-mail.ts';
import { formats } from './all.ts';
import { writtenNotices } from './testing/notices.ts';

describe('the readers of notices that no standard describes', () => {
  for (const { name, format, expected, mail } of writtenNotices(new URL('./testing/', import.meta.url))) {
    it(`read ${name}`, () => {
      const opened = openMail(mail);
      const found = formats
        .map((each) => ({ name: each.name, finding: each.read(opened) }))
        .find(({ finding }) => finding);
      assert.ok(found?.finding, 'no reader knows it');
      assert.deepEqual(
        found.finding.recipients.map((each) => factsOf(each, found.finding as Finding, expected)).sort(),
        expected.map(({ address, action, facts }) => [address, action, ...facts].join(' ')).sort(),
      );
      assert.equal(format === undefined || found.name === format, true, `read as ${found.name}`);
    });
  }
});

type Expected = ReturnType<typeof writtenNotices>[number]['expected'];

/** Of what was found, no more than the notice is written to tell. */
function factsOf(found: FoundRecipient, finding: Finding, expected: Expected): string {
  const wanted = expected.find(({ address }) => address === found.address)?.facts ?? [];
  const told = [
    found.replyCode,
    found.status,
    `host=${found.host}`,
    `stage=${found.stage}`,
    `original=${found.originalAddress}`,
  ];
  const facts = wanted.map((fact) =>
    told.map(String).includes(fact) ? fact : `not ${fact} but ${told.join(' ')}`,
  );
  return [found.address, found.action ?? finding.action, ...facts].join(' ');
}
