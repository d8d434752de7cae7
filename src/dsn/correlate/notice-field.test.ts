import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Evidence, evidenceMax, type NoticeFinding } from './finding.ts';
import { noNoticeField, noticeFieldBytesMax, readNoticeField, writeNoticeField } from './notice-field.ts';

const about = '01jdcq5v8k7q4k2m9d';
const all: readonly Evidence[] = [
  { kind: 'believed', about },
  { kind: 'signature', in: 'received', isOurs: true, about },
  { kind: 'signature', in: 'message-id', isOurs: false, about },
  { kind: 'names', by: 'message-id', about, isYours: true },
  { kind: 'names', by: 'received', about, isYours: false },
  { kind: 'tag', worth: 'valid' },
  { kind: 'other-side', as: 'host', name: 'mx.krustylu.test' },
  { kind: 'spf', result: 'pass', domain: 'mx.krustylu.test' },
  { kind: 'spf', result: 'none' },
  { kind: 'correspondence', isThere: true },
  { kind: 'correspondence', isThere: false },
  { kind: 'contradiction', what: 'delivered-here' },
  { kind: 'not-examined' },
];
const finding = (evidence: readonly Evidence[]): NoticeFinding => ({
  verdict: 'cannot-be-proven',
  kind: 'failure',
  evidence,
});
const unfolded = (field: string) => field.replace(/\r\n(?=[ \t])/g, '');

describe('the field of a notice', () => {
  it('tells the verdict, and then all the evidence', () => {
    assert.equal(
      unfolded(writeNoticeField(finding(all))),
      'Evergreen-Notice: cannot-be-proven; kind=failure; believed=01jdcq5v8k7q4k2m9d;' +
        ' signature=received/01jdcq5v8k7q4k2m9d; forged-signature=message-id/01jdcq5v8k7q4k2m9d;' +
        ' names=message-id/01jdcq5v8k7q4k2m9d; names-other=received/01jdcq5v8k7q4k2m9d; tag=valid;' +
        ' other-side=host/mx.krustylu.test; spf=pass/mx.krustylu.test; spf=none; wrote-to=yes; wrote-to=no;' +
        ' contradiction=delivered-here; not-examined=yes\r\n',
    );
  });

  it('says that it was filed', () => {
    assert.equal(
      writeNoticeField({ ...finding([{ kind: 'tag', worth: 'none' }]), isFiled: true }),
      'Evergreen-Notice: cannot-be-proven; kind=failure; tag=none; filed=junk\r\n',
    );
  });

  it('cannot be broken by the name that a host gives itself', () => {
    const name = 'mx\r\n; verdict="forged"\\(\u202e é=x';
    const field = unfolded(writeNoticeField(finding([{ kind: 'other-side', as: 'host', name }])));
    assert.equal(
      field,
      'Evergreen-Notice: cannot-be-proven; kind=failure; other-side=host/mx?x0d?x0a??verdict??forged????u202e???x\r\n',
    );
  });

  it('fits into what is kept free for it', () => {
    const longest: Evidence = { kind: 'other-side', as: 'domain', name: 'é'.repeat(1_000) };
    const field = writeNoticeField(finding(Array.from({ length: evidenceMax + 2 }, () => longest)));
    assert.ok(field.length <= noticeFieldBytesMax, `${field.length}`);
  });
});

describe('the verdict in the field of a notice', () => {
  it('is its first word', () => {
    for (const verdict of ['about-mail-you-sent', 'cannot-be-proven', 'forged'] as const) {
      const field = writeNoticeField({ ...finding(all), verdict });
      assert.equal(readNoticeField(field.slice(field.indexOf(':') + 1)), verdict);
    }
    assert.equal(readNoticeField('forged'), 'forged');
  });

  it('is nothing in what is none of ours', () => {
    for (const value of ['', 'no-notice', 'forgedly; tag=none', 'x; forged', noNoticeField.slice(17)])
      assert.equal(readNoticeField(value), undefined, value);
  });
});
