import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromBase64, fromUtf8, NO_BYTES, utf8 } from '../../base/bytes.ts';
import { populate } from '../../policy/testing/springfield.ts';
import { acceptance } from '../../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { inboxOperations } from './inbox.ts';
import { OperationError } from './operation.ts';

const homer = 'homer@springfield.test';

async function inboxOf(...messages: string[]) {
  const { accounts, mailboxes, queue } = createMemoryStore();
  await populate(accounts, ['homer', 'marge']);
  for (const [i, body] of messages.entries()) {
    const to = [{ address: homer, account: homer }];
    await queue.accept([
      acceptance({ number: i + 1, to, body: fromUtf8(body), returnPath: 'Return-Path: <>\r\n' }),
    ]);
  }
  const operations = inboxOperations({ accounts, mailboxes });
  return async (name: string, args: unknown): Promise<unknown> => await operations[name]?.(args);
}

describe('inbox.list', () => {
  it('shows each message with what its header says', async () => {
    const run = await inboxOf(
      'From: Krusty <krusty@krustylu.test>\r\nSubject: =?utf-8?q?D=C3=B6nut?=\r\n\r\nHello\r\n',
      'no header\r\n',
    );
    const receivedAt = '1970-01-01T00:00:00.005Z';
    assert.deepEqual(await run('inbox.list', { address: 'Homer@springfield.test' }), [
      {
        number: 1,
        uid: 1,
        queueId: 'q00000001',
        receivedAt,
        sizeBytes: 96,
        from: 'Krusty <krusty@krustylu.test>',
        subject: 'Dönut',
      },
      { number: 2, uid: 2, queueId: 'q00000002', receivedAt, sizeBytes: 28, from: '', subject: '' },
    ]);
    assert.deepEqual(await run('inbox.list', { address: 'marge@springfield.test' }), []);
  });

  it('says what was found of a notice', async () => {
    const run = await inboxOf(
      'Evergreen-Notice: forged; kind=failure; tag=none\r\n\r\n',
      'Evergreen-Notice: no-notice\r\n\r\n',
    );
    const entries = (await run('inbox.list', { address: homer })) as readonly { readonly notice?: string }[];
    assert.deepEqual(
      entries.map(({ notice }) => notice),
      ['forged', undefined],
    );
  });

  it('needs an account', async () => {
    const run = await inboxOf();
    await assert.rejects(
      run('inbox.list', { address: 'bart@springfield.test' }),
      new OperationError('there is no account bart@springfield.test'),
    );
  });
});

describe('the junk mailbox', () => {
  it('is shown as the inbox is, when it is asked for', async () => {
    const { accounts, mailboxes, queue } = createMemoryStore();
    await populate(accounts, ['homer']);
    for (const [i, mailbox] of (['inbox', 'junk'] as const).entries()) {
      const body = fromUtf8(`Subject: ${mailbox}\r\n\r\n`);
      const { deliveries, ...rest } = acceptance({
        number: i + 1,
        to: [{ address: homer, account: homer }],
        body,
        returnPath: '',
      });
      await queue.accept([{ ...rest, deliveries: deliveries.map((each) => ({ ...each, mailbox })) }]);
    }
    const operations = inboxOperations({ accounts, mailboxes });
    for (const mailbox of ['inbox', 'junk']) {
      const list = (await operations['inbox.list']?.({ address: homer, mailbox })) as { subject: string }[];
      assert.deepEqual(
        list.map(({ subject }) => subject),
        [mailbox],
      );
      const shown = await operations['inbox.show']?.({ address: homer, mailbox, number: 1 });
      const { contentBase64 } = shown as { readonly contentBase64: string };
      assert.match(utf8(fromBase64(contentBase64) ?? NO_BYTES), new RegExp(`^Subject: ${mailbox}\r`));
    }
    await assert.rejects(
      async () => operations['inbox.show']?.({ address: homer, mailbox: 'junk', number: 2 }),
      new OperationError('the junk mailbox of homer@springfield.test has no message 2'),
    );
  });
});

describe('inbox.show', () => {
  it('shows the N-th message as it stands there, counted from the end as well', async () => {
    const run = await inboxOf('Subject: 1\r\n\r\n', 'Subject: 2\r\n\r\n', 'Subject: 3\r\n\r\n');
    for (const [asked, number] of [
      [1, 1],
      [3, 3],
      [-1, 3],
      [-3, 1],
    ] as const) {
      const shown = (await run('inbox.show', { address: homer, number: asked })) as Record<string, unknown>;
      const { contentBase64, ...rest } = shown;
      assert.deepEqual(rest, { number, uid: number, queueId: `q0000000${number}` });
      const content = utf8(fromBase64(String(contentBase64)) ?? NO_BYTES);
      assert.equal(content, `Return-Path: <>\r\nSubject: ${number}\r\n\r\n`);
    }
    for (const number of [4, -4]) {
      await assert.rejects(
        run('inbox.show', { address: homer, number }),
        new OperationError(`the inbox of ${homer} has no message ${number}`),
      );
    }
    await assert.rejects(
      run('inbox.show', { address: homer, number: 0 }),
      new OperationError('messages are counted from 1'),
    );
    await assert.rejects(run('inbox.show', { address: homer, number: 1.5 }), OperationError);
  });

  it('shows the beginning of a message that is very large', async () => {
    const run = await inboxOf(`Subject: big\r\n\r\n${'x'.repeat(11 * 1024 * 1024)}`);
    const { contentBase64 } = (await run('inbox.show', { address: homer, number: 1 })) as {
      contentBase64: string;
    };
    assert.equal(fromBase64(contentBase64)?.length, 10 * 1024 * 1024);
  });
});
