import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { StatusCode } from '../../envelope/status-code.ts';
import type { Cause, Owner, Permanence } from './causes.ts';
import { explain } from './explain.ts';

interface Sentence {
  /** Where in src it is written. */
  readonly file: string;
  /** As it stands in the source: with `…` for what is filled in. */
  readonly text: string;
  readonly status: StatusCode;
  readonly means: readonly [Cause, Permanence, Owner];
}

const sentences: readonly Sentence[] = [
  {
    file: 'routing/failure.ts',
    text: 'The domain … accepts no mail at all (it has a null MX record).',
    status: '5.1.10',
    means: ['domain-takes-no-mail', 'permanent', 'sender'],
  },
  {
    file: 'routing/failure.ts',
    text: 'the DNS says NXDOMAIN',
    status: '5.1.2',
    means: ['no-such-domain', 'permanent', 'sender'],
  },
  {
    file: 'routing/failure.ts',
    text: 'The domain … takes no mail: it has no mail server in the DNS.',
    status: '5.1.2',
    means: ['domain-takes-no-mail', 'permanent', 'sender'],
  },
  {
    file: 'routing/failure.ts',
    text: 'None of the mail servers of … has an address in the DNS (…).',
    status: '5.4.4',
    means: ['dns-trouble', 'permanent', 'recipient-postmaster'],
  },
  {
    file: 'routing/failure.ts',
    text: 'The DNS cannot be asked about … at present: …',
    status: '4.4.3',
    means: ['dns-trouble', 'temporary', 'recipient-postmaster'],
  },
  {
    file: 'routing/failure.ts',
    text: 'Mail for … would come back here: …',
    status: '5.4.6',
    means: ['mail-loop', 'permanent', 'recipient-postmaster'],
  },
  {
    file: 'routing/failure.ts',
    text: 'This server is set up to send mail through …, but the DNS has no address for that host.',
    status: '4.3.5',
    means: ['own-trouble', 'temporary', 'sender-postmaster'],
  },
  {
    file: 'routing/resolve.ts',
    text: 'it is too long for the DNS',
    status: '5.1.2',
    means: ['no-such-domain', 'permanent', 'sender'],
  },
  {
    file: 'transports/smtp-connection.ts',
    text: 'No connection could be made (…).',
    status: '4.4.1',
    means: ['no-connection', 'temporary', 'recipient-postmaster'],
  },
  {
    file: 'transports/smtp-connection.ts',
    text: 'The attempt was called off.',
    status: '4.4.0',
    means: ['own-trouble', 'temporary', 'nobody'],
  },
  {
    file: 'transports/smtp-relay.ts',
    text: 'The attempt was called off before a host was reached.',
    status: '4.4.0',
    means: ['own-trouble', 'temporary', 'nobody'],
  },
  {
    file: 'transports/limits.ts',
    text: 'The attempt took too long.',
    status: '4.4.0',
    means: ['no-connection', 'temporary', 'recipient-postmaster'],
  },
  {
    file: 'smtp/client/failure.ts',
    text: 'The connection was lost',
    status: '4.4.2',
    means: ['no-connection', 'temporary', 'recipient-postmaster'],
  },
  {
    file: 'smtp/client/failure.ts',
    text: 'The host did not answer in time.',
    status: '4.4.2',
    means: ['no-connection', 'temporary', 'recipient-postmaster'],
  },
  {
    file: 'smtp/client/failure.ts',
    text: 'The host does not keep to the protocol. …',
    status: '4.5.0',
    means: ['protocol-trouble', 'temporary', 'recipient-postmaster'],
  },
  {
    file: 'smtp/client/failure.ts',
    text: 'The encryption could not be set up (…).',
    status: '4.7.5',
    means: ['tls-trouble', 'temporary', 'recipient-postmaster'],
  },
  {
    file: 'smtp/client/failure.ts',
    text: 'The message could not be read from our own queue.',
    status: '4.3.0',
    means: ['own-trouble', 'temporary', 'sender-postmaster'],
  },
  {
    file: 'smtp/client/failure.ts',
    text: 'The host ended the session.',
    status: '4.3.2',
    means: ['no-connection', 'temporary', 'recipient-postmaster'],
  },
  {
    file: 'smtp/client/opening.ts',
    text: 'The host does not offer encryption, without which no mail goes there.',
    status: '4.7.4',
    means: ['tls-trouble', 'temporary', 'recipient-postmaster'],
  },
  {
    file: 'smtp/client/opening.ts',
    text: 'The host does not offer encryption, without which our password is not sent.',
    status: '4.7.4',
    means: ['own-trouble', 'temporary', 'sender-postmaster'],
  },
  {
    file: 'smtp/client/opening.ts',
    text: 'The host offers no way of logging in that is known here.',
    status: '4.7.4',
    means: ['authentication-required', 'temporary', 'sender-postmaster'],
  },
  {
    file: 'smtp/client/obstacles.ts',
    text: 'The message needs SMTPUTF8, which the host does not offer.',
    status: '5.6.7',
    means: ['international-address', 'permanent', 'sender'],
  },
  {
    file: 'smtp/client/obstacles.ts',
    text: 'The address needs SMTPUTF8, which the host does not offer.',
    status: '5.6.7',
    means: ['international-address', 'permanent', 'sender'],
  },
  {
    file: 'smtp/client/obstacles.ts',
    text: 'The message has 8-bit text, which the host does not take.',
    status: '5.6.3',
    means: ['content-not-carried', 'permanent', 'sender'],
  },
  {
    file: 'smtp/client/obstacles.ts',
    text: 'The message has … octets; the host takes at most ….',
    status: '5.3.4',
    means: ['message-too-large', 'permanent', 'sender'],
  },
  {
    file: 'queue-manager/attempt.ts',
    text: 'A fault inside this server interrupted the attempt.',
    status: '4.3.0',
    means: ['own-trouble', 'temporary', 'sender-postmaster'],
  },
  {
    file: 'queue-manager/local-result.ts',
    text: 'There is no mailbox of this name on this server.',
    status: '5.1.1',
    means: ['no-such-address', 'permanent', 'sender'],
  },
  {
    file: 'queue-manager/local-result.ts',
    text: 'This address has become an alias since the message was accepted; send it again.',
    status: '5.2.4',
    means: ['expansion-failed', 'permanent', 'sender'],
  },
  {
    file: 'queue/settle-claim.ts',
    text: 'The operator of this server has stopped the delivery of this message.',
    status: '5.0.0',
    means: ['stopped-by-operator', 'permanent', 'sender-postmaster'],
  },
];

const pattern = (text: string): RegExp =>
  new RegExp(
    text
      .split('…')
      .map((words) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('\\$\\{[^`]*\\}'),
  );

describe('explain, of what our own transport finds', () => {
  for (const { file, text, status, means } of sentences) {
    it(text, () => {
      const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
      assert.match(source, pattern(text), `${file} says it no longer: say here what it says`);
      const said = text.startsWith('T') || text.startsWith('A') ? text : sentenceWith(text);
      const { cause, permanence, owner, evidence, confidence } = explain({
        text: said.replaceAll('…', 'mail.springfield.test'),
        status,
        isOwnFinding: true,
      });
      assert.deepEqual([cause, permanence, owner], means);
      assert.equal(evidence[0]?.by, 'transport');
      assert.ok(confidence > 0.99);
    });
  }

  it('knows all sentences of these sources', () => {
    const makers = [...new Set(sentences.map(({ file }) => file))];
    for (const file of makers) {
      const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
      for (const [, text = ''] of source.matchAll(/\btext: ['`]([A-Z][^'`]+)['`]/g)) {
        assert.equal(explain({ text, isOwnFinding: true }).evidence[0]?.by, 'transport', `${file}: ${text}`);
      }
    }
  });

  it('is not misled by another host that says the same', () => {
    const { evidence } = explain({ text: '450 The host did not answer in time.', replyCode: 450 });
    assert.notEqual(evidence[0]?.by, 'transport');
  });

  it('goes by the status of what it does not know', () => {
    assert.equal(
      explain({ text: 'Something new.', status: '5.1.1', isOwnFinding: true }).cause,
      'no-such-address',
    );
  });
});

const sentenceWith = (reason: string): string =>
  reason.startsWith('it is') || reason.startsWith('the DNS')
    ? `The domain mail.springfield.test does not exist (${reason}).`
    : reason;
