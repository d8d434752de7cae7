import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instant } from '../../base/instant.ts';
import type { Json } from '../json.ts';
import { readEnvelope } from './envelope-input.ts';

const now = instant(Date.UTC(2026, 10, 25, 8));
const to = [{ email: 'krusty@krustylu.test' }];

const read = (mailFrom: Json, rcptTo: Json = to) => readEnvelope({ mailFrom, rcptTo }, now);
const withParameters = (parameters: Json) => read({ email: 'homer@x.test', parameters });

/** The part of the object that is wrong. */
function wrong(result: ReturnType<typeof readEnvelope>): string | readonly string[] | undefined {
  if (result.ok) return undefined;
  return result.error.kind === 'malformed' ? result.error.path : result.error.addresses;
}

describe('readEnvelope', () => {
  it('reads addresses and the parameters of MAIL and RCPT, from which encodings were removed', () => {
    const result = read(
      { email: 'homer@x.test', parameters: { RET: 'HDRS', envid: 'a+b=c', BODY: '8BITMIME' } },
      [
        {
          email: 'krusty@y.test',
          parameters: { NOTIFY: 'SUCCESS,FAILURE', ORCPT: 'rfc822;krusty+x@y.test' },
        },
        { email: 'zoë@y.test', parameters: { ORCPT: 'utf-8;zoë@y.test' } },
        { email: 'krusty@y.test', parameters: null },
      ],
    );
    assert.ok(result.ok);
    const { envelope, recipients, holdUntil } = result.value;
    assert.equal(envelope.returnContent, 'headers');
    assert.equal(envelope.envelopeId, 'a+2Bb+3Dc');
    assert.deepEqual(
      recipients.map(({ notify, originalRecipient }) => [notify, originalRecipient?.address]),
      [
        [{ success: true, failure: true, delay: false }, 'krusty+2Bx@y.test'],
        [undefined, 'zo\\x{EB}@y.test'],
        [undefined, undefined],
      ],
    );
    assert.equal(holdUntil, undefined);
  });

  it('takes the null reverse-path', () => {
    const result = read({ email: '' });
    assert.equal(result.ok && result.value.envelope.reversePath, 'null-path');
  });

  it('reads until when the mail shall be held', () => {
    const hold = (parameters: Json) => {
      const result = withParameters(parameters);
      return result.ok ? result.value.holdUntil : 'wrong';
    };
    assert.equal(hold({ HOLDFOR: '60' }), now + 60_000);
    assert.equal(hold({ holduntil: '2026-11-26T08:00:00Z' }), now + 86_400_000);
    assert.equal(hold({ holduntil: '2026-11-26T10:00:00+02:00' }), now + 86_400_000);
    for (const bad of ['', '0', '-5', '1e9', '1234567890']) assert.equal(hold({ HOLDFOR: bad }), 'wrong');
    for (const bad of ['tomorrow', '2026-13-26T08:00:00Z']) assert.equal(hold({ HOLDUNTIL: bad }), 'wrong');
    assert.equal(hold({ HOLDFOR: null }), 'wrong');
    assert.equal(hold({ HOLDFOR: '5', HOLDUNTIL: '2026-11-26T08:00:00Z' }), 'wrong');
  });

  const bad: readonly [result: ReturnType<typeof readEnvelope>, path: string | readonly string[]][] = [
    [readEnvelope(5, now), 'envelope'],
    [readEnvelope([], now), 'envelope'],
    [readEnvelope({ mailFrom: { email: '' }, rcptTo: to, bcc: [] }, now), 'envelope/bcc'],
    [readEnvelope({ rcptTo: to }, now), 'envelope/mailFrom'],
    [read({ email: '' }, null), 'envelope/rcptTo'],
    [read({ email: 5 }), 'envelope/mailFrom/email'],
    [read({ email: 'homer' }), 'envelope/mailFrom/email'],
    [read({ email: 'homer@x.test> RET=FULL' }), 'envelope/mailFrom/email'],
    [read({ email: 'homer@x.test', name: 'Homer' }), 'envelope/mailFrom/name'],
    [withParameters([]), 'envelope/mailFrom/parameters'],
    [withParameters({ RET: 'ALL' }), 'envelope/mailFrom/parameters'],
    [withParameters({ RET: 5 }), 'envelope/mailFrom/parameters'],
    [withParameters({ 'MT-PRIORITY': '3' }), 'envelope/mailFrom/parameters'],
    [withParameters({ RET: 'FULL ENVID=x' }), 'envelope/mailFrom/parameters'],
    [withParameters({ 'RET=FULL ENVID': 'x' }), 'envelope/mailFrom/parameters'],
    [withParameters({ ENVID: 'x'.repeat(101) }), 'envelope/mailFrom/parameters'],
    [read({ email: '' }, [5]), 'envelope/rcptTo/0'],
    [
      read({ email: '' }, [...to, { email: 'a@b.test', parameters: { NOTIFY: 'SOON' } }]),
      'envelope/rcptTo/1/parameters',
    ],
    [read({ email: '' }, [{ email: 'a' }, ...to, { email: 'b@' }]), ['a', 'b@']],
  ];
  for (const [result, path] of bad) it(`finds ${path} wrong`, () => assert.deepEqual(wrong(result), path));
});
