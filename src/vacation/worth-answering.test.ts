import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NULL_PATH } from '../address/path.ts';
import { fromUtf8 } from '../base/bytes.ts';
import { parseHeader } from '../message/fields.ts';
import type { QueuedMessage } from '../queue/message.ts';
import { address, message, relayIn } from '../queue/testing/samples.ts';
import { whyNotAnswer } from './worth-answering.ts';

type Spf = NonNullable<QueuedMessage['verdict']>['spf']['result'];

const ned = address('ned@church.test');

function letter(other: Partial<QueuedMessage> & { reversePath?: typeof NULL_PATH | typeof ned } = {}) {
  return message({ origin: relayIn, reversePath: ned, verdict: verdict('pass'), ...other });
}

const verdict = (spf: Spf, dmarc: 'pass' | 'fail' = 'pass') =>
  ({
    spf: { result: spf, domain: 'church.test', identity: 'mailfrom' },
    dkim: [],
    arc: 'none',
    dmarc: { result: dmarc },
  }) as NonNullable<QueuedMessage['verdict']>;

const judged = (fields = '', about = letter()) =>
  whyNotAnswer(about, parseHeader(fromUtf8(`From: ned@church.test\r\n${fields}\r\n`)), () => false);

describe('whyNotAnswer', () => {
  it('lets a letter of a proven sender be answered, and one of our own people', () => {
    assert.equal(judged(), undefined);
    assert.equal(judged('', message()), undefined);
    assert.equal(judged('Auto-Submitted: no\r\nPrecedence: first-class\r\n'), undefined);
  });

  it('answers nobody whom somebody else may have named', () => {
    for (const result of ['fail', 'softfail', 'neutral', 'none', 'temperror'] as const)
      assert.equal(judged('', letter({ verdict: verdict(result) })), 'return-path-unproven', result);
    assert.equal(judged('', letter({ verdict: verdict('pass', 'fail') })), 'author-unproven');
    assert.equal(judged('', letter({ reversePath: NULL_PATH })), 'null-reverse-path');
  });

  it('answers no program, whoever sent it', () => {
    const facts = { is8bit: false, isHeaderUtf8: false, isAutomatic: true } as const;
    assert.equal(judged('', letter({ facts })), 'automatic');
    assert.equal(judged('', message({ facts })), 'automatic');
    assert.equal(judged('X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n'), 'automatic');
    assert.equal(judged('X-Auto-Response-Suppress: DR\r\n'), undefined);
    assert.equal(judged('X-Autoreply: yes\r\n'), 'automatic');
  });

  it('answers no list', () => {
    for (const field of [
      'List-Id: <church.test>',
      'list-unsubscribe: <mailto:x@y.test>',
      'Precedence: bulk',
      'Precedence: List',
      'Precedence: junk',
      'X-Spam-Flag: YES',
    ])
      assert.equal(judged(`${field}\r\n`), 'bulk', field);
    assert.equal(judged('Listen: carefully\r\n'), undefined);
  });

  it('answers no address behind which a program sits', () => {
    for (const name of [
      ...['owner-sermons', 'sermons-owner', 'sermons-request', 'MAILER-DAEMON', 'postmaster', 'noreply'],
      ...['no-reply', 'DoNotReply', 'bounce', 'bounces+ned=x', 'sermons-bounces', 'listserv'],
    ])
      assert.equal(judged('', letter({ reversePath: address(`${name}@church.test`) })), 'role-address', name);
    for (const name of ['ned', 'bouncer', 'norep', 'requester', 'owner'])
      assert.equal(judged('', letter({ reversePath: address(`${name}@church.test`) })), undefined, name);
  });
});
