import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding, FoundRecipient } from '../format.ts';
import { openMail } from '../open-mail.ts';
import { formats } from './all.ts';
import { type ExpectedRecipient, type WrittenNotice, writtenNotices } from './testing/notices.ts';

const written = writtenNotices(new URL('./testing/', import.meta.url));

/** What the first reader that knows the mail finds. */
function read({ mail }: WrittenNotice): { readonly name: string; readonly finding: Finding } | undefined {
  const opened = openMail(mail);
  for (const format of formats) {
    const finding = format.read(opened);
    if (finding) return { name: format.name, finding };
  }
  return undefined;
}

describe('the readers of notices that no standard describes', () => {
  for (const notice of written.filter(({ isOrdinary }) => !isOrdinary)) {
    it(`read ${notice.name}`, () => {
      const { name, finding } = read(notice) ?? {};
      assert.deepEqual(
        finding?.recipients.map((each) => factsOf(each, notice.expected)).sort() ?? [],
        notice.expected.map(({ address, action, facts }) => [address, action, ...facts].join(' ')).sort(),
      );
      if (notice.format !== undefined) assert.equal(name, notice.format);
    });
  }

  for (const mail of written.filter(({ isOrdinary }) => isOrdinary)) {
    it(`leave alone ${mail.name}`, () => assert.equal(read(mail), undefined));
  }
});

/** Of what was found, no more than the notice is written to tell. */
function factsOf(found: FoundRecipient, expected: readonly ExpectedRecipient[]): string {
  const { address, action, replyCode, status, host, stage, originalAddress } = found;
  const told = [replyCode, status, `host=${host}`, `stage=${stage}`, `original=${originalAddress}`].map(
    String,
  );
  const wanted = expected.find((each) => each.address === address)?.facts ?? [];
  return [address, action, ...wanted.map((fact) => (told.includes(fact) ? fact : `no ${fact}`))].join(' ');
}
