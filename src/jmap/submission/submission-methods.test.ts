import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { later, secondMs } from '../../base/instant.ts';
import type { QueueId } from '../../queue/message.ts';
import { acceptance, claimOne, heard, relayed, settlement } from '../../storage/conformance/fixtures.ts';
import type { JsonObject } from '../json.ts';
import { utcDateText } from '../mail/time-text.ts';
import { letter, TestSubmissions } from './testing/submission-world.ts';

const get = async (world: TestSubmissions, id: unknown, properties: readonly string[] | null = null) => {
  const { list } = await world.call('EmailSubmission/get', { ids: [String(id)], properties });
  return (list as readonly JsonObject[])[0] ?? {};
};

const envelope = (to: readonly string[], parameters: JsonObject | null = null): JsonObject => ({
  mailFrom: { email: 'homer@springfield.test', parameters },
  rcptTo: to.map((email) => ({ email })),
});

describe('EmailSubmission/set, create', () => {
  it('submits a mail with the envelope that it asks for itself', async () => {
    const world = await TestSubmissions.open();
    const { id, ...created } = await world.submit();
    assert.deepEqual(created.envelope, {
      mailFrom: { email: 'homer@springfield.test', parameters: null },
      rcptTo: [
        { email: 'krusty@krustylu.test', parameters: null },
        { email: 'marge@springfield.test', parameters: null },
      ],
    });
    assert.equal(created.undoStatus, 'pending');
    assert.equal(created.sendAt, utcDateText(world.client.clock.now()));
    assert.equal(await world.content(String(id)), letter.replace(/^Bcc.*\r\n/m, ''));
    assert.equal(world.submitted, 1);
    const { threadId, emailId } = await get(world, id);
    assert.deepEqual([threadId, emailId], ['T1', 'E1']);
    const [submission] = await world.store.outbox.find('A1', undefined);
    assert.equal(submission?.sendAt, later(world.client.clock.now(), 10 * secondMs));
    assert.equal(submission?.envelope.smtpUtf8, false);
  });

  it('takes an envelope with parameters, and shows it as it was given', async () => {
    const world = await TestSubmissions.open();
    const given = {
      mailFrom: { email: 'homer+x@springfield.test', parameters: { RET: 'HDRS', ENVID: 'a+b' } },
      rcptTo: [
        {
          email: 'krusty@krustylu.test',
          parameters: { NOTIFY: 'SUCCESS,DELAY', ORCPT: 'rfc822;k+x@y.test' },
        },
        { email: 'bart@elsewhere.test', parameters: { NOTIFY: 'NEVER' } },
      ],
    };
    const { id } = await world.submit({ envelope: given });
    assert.deepEqual((await get(world, id)).envelope, given);
  });

  it('uses the address of the identity where that of the message is another', async () => {
    const world = await TestSubmissions.open();
    const { list } = await world.call('Identity/get');
    const identityId = (list as readonly JsonObject[])[1]?.id ?? null;
    const { envelope } = await world.submit({ identityId });
    assert.equal(((envelope as JsonObject).mailFrom as JsonObject).email, 'simpson@springfield.test');
  });

  it('holds a mail until its author wants it sent', async () => {
    const world = await TestSubmissions.open();
    const { sendAt } = await world.submit({ envelope: envelope(['k@y.test'], { HOLDFOR: '600' }) });
    const expected = later(world.client.clock.now(), 600 * secondMs);
    assert.equal(sendAt, utcDateText(expected));
    assert.equal((await world.store.outbox.find('A1', undefined))[0]?.sendAt, expected);
  });

  it('needs SMTPUTF8 for what is not ASCII', async () => {
    const world = await TestSubmissions.open();
    await world.submit({ envelope: envelope(['zoë@y.test']) });
    assert.equal((await world.store.outbox.find('A1', undefined))[0]?.envelope.smtpUtf8, true);
  });

  it('remembers what it repeats', async () => {
    const world = await TestSubmissions.open();
    const { id } = await world.submit();
    const { id: second } = await world.submit({ resendOf: id ?? null });
    assert.deepEqual(await world.store.outbox.repeatsOf('A1', String(id) as QueueId), [second]);
    assert.deepEqual((await world.submit({ resendOf: 'nothing' })).properties, ['resendOf']);
  });

  it('goes to an address that has failed before if its author says so', async () => {
    const world = await TestSubmissions.open();
    const to = { envelope: envelope(['failed-before@krustylu.test']) };
    for (const sendAnyway of [false, null])
      assert.deepEqual((await world.submit({ ...to, sendAnyway })).type, 'invalidRecipients');
    assert.equal((await world.submit({ ...to, sendAnyway: true })).undoStatus, 'pending');
    assert.deepEqual((await world.submit({ ...to, sendAnyway: 'yes' })).properties, ['sendAnyway']);
    const nobody = { envelope: envelope(['nobody@springfield.test']), sendAnyway: true };
    assert.deepEqual((await world.submit(nobody)).type, 'invalidRecipients');
  });

  const email = (change: (text: string) => string) => async (world: TestSubmissions) => {
    world.emails.set('E1', change(letter));
    return await world.submit();
  };
  const record = (more: JsonObject) => (world: TestSubmissions) => world.submit(more);
  const errors: readonly [
    name: string,
    (world: TestSubmissions) => Promise<JsonObject>,
    error: JsonObject,
  ][] = [
    ['an unknown email', record({ emailId: 'E2' }), { type: 'invalidProperties', properties: ['emailId'] }],
    [
      'an unknown identity',
      record({ identityId: 'x' }),
      { type: 'invalidProperties', properties: ['identityId'] },
    ],
    [
      'what only the server sets',
      record({ undoStatus: 'final' }),
      { type: 'invalidProperties', properties: ['undoStatus'] },
    ],
    [
      'a bad envelope',
      record({ envelope: { mailFrom: { email: '' }, rcptTo: 5 } }),
      { type: 'invalidProperties', properties: ['envelope/rcptTo'] },
    ],
    [
      'too long a delay',
      record({ envelope: envelope(['k@y.test'], { HOLDFOR: '3601' }) }),
      { type: 'invalidProperties', properties: ['envelope/mailFrom/parameters'] },
    ],
    ['no recipients', record({ envelope: envelope([]) }), { type: 'noRecipients' }],
    [
      'too many recipients',
      record({ envelope: envelope(['a', 'b', 'c', 'd'].map((name) => `${name}@y.test`)) }),
      { type: 'tooManyRecipients', maxRecipients: 3 },
    ],
    [
      'bad recipients',
      record({ envelope: envelope(['a', 'b@y.test', 'c@']) }),
      { type: 'invalidRecipients', invalidRecipients: ['a', 'c@'] },
    ],
    [
      'recipients who are not there',
      record({ envelope: envelope(['nobody@springfield.test', 'full@springfield.test']) }),
      {
        type: 'invalidRecipients',
        invalidRecipients: ['nobody@springfield.test'],
        description: 'nobody@springfield.test: 550 5.1.1 No such user here',
      },
    ],
    [
      'bad recipients in the message',
      email((text) => text.replace('<krusty@krustylu.test>', '<krusty>')),
      { type: 'invalidRecipients', invalidRecipients: ['krusty'] },
    ],
    [
      'a reverse-path of somebody else',
      record({ envelope: { ...envelope(['k@y.test']), mailFrom: { email: 'marge@springfield.test' } } }),
      { type: 'forbiddenMailFrom' },
    ],
    [
      'an author who is somebody else',
      email((text) => text.replace('homer', 'marge')),
      { type: 'forbiddenFrom' },
    ],
    [
      'no author',
      email((text) => text.replace(/^From.*\r\n/, '')),
      { type: 'invalidEmail', properties: ['from'] },
    ],
    [
      'two authors and no sender',
      email((text) => text.replace('From: ', 'From: simpson@springfield.test, ')),
      { type: 'invalidEmail', properties: ['sender'] },
    ],
    [
      'a mail that is too large',
      email((text) => text + 'x'.repeat(1_000)),
      { type: 'tooLarge', maxSize: 1_000 },
    ],
  ];
  for (const [name, submit, error] of errors) {
    it(`refuses ${name}`, async () => {
      const world = await TestSubmissions.open();
      const { description, ...found } = await submit(world);
      assert.deepEqual({ ...found, ...(error.description !== undefined && { description }) }, error);
      assert.equal(world.submitted, 0);
    });
  }

  it('refuses a mail that has come around, or has a header that nobody would take', async () => {
    const refused = async (header: string) => {
      const world = await TestSubmissions.open({ contentBytesMax: 500_000 });
      world.emails.set('E1', header + letter);
      const { type, properties } = await world.submit();
      return [type, properties];
    };
    assert.deepEqual(await refused('Received: x\r\n'.repeat(91)), ['invalidEmail', ['headers']]);
    assert.deepEqual(await refused(`X: ${'x'.repeat(205_000)}\r\n`), ['invalidEmail', ['headers']]);
    assert.deepEqual(await refused('Received: x\r\n'.repeat(90)), [undefined, undefined]);
  });

  it('lets the address of another author pass for whoever sends it on', async () => {
    const world = await TestSubmissions.open();
    world.emails.set('E1', `Resent-From: homer@springfield.test\r\n${letter.replace('homer@', 'lisa@')}`);
    const created = await world.submit({ envelope: envelope(['k@y.test']) });
    assert.equal(created.undoStatus, 'pending');
  });

  it('takes a mail of exactly the largest size', async () => {
    const world = await TestSubmissions.open();
    const header = letter.replace(/^Bcc.*\r\n/m, '');
    world.emails.set('E1', header + 'x'.repeat(1_000 - header.length));
    assert.equal((await world.submit()).undoStatus, 'pending');
  });
});

describe('EmailSubmission/set, update and destroy', () => {
  it('takes back what waits, and nothing that is on its way', async () => {
    const world = await TestSubmissions.open();
    const [first, second] = [await world.submit(), await world.submit()];
    await world.store.outbox.cancel('A1', String(second.id) as QueueId);
    await world.store.outbox.claimDue(later(world.client.clock.now(), 11 * secondMs), 1);
    const third = await world.submit();
    const cancel = { undoStatus: 'canceled' };
    const { updated, notUpdated } = await world.call('EmailSubmission/set', {
      update: {
        [String(first.id)]: cancel,
        [String(second.id)]: cancel,
        [String(third.id)]: cancel,
        nothing: cancel,
      },
    });
    assert.deepEqual(Object.keys(updated as object).sort(), [second.id, third.id].sort());
    const types = Object.entries(notUpdated as JsonObject).map(([id, error]) => [
      id,
      (error as JsonObject).type,
    ]);
    assert.deepEqual(
      types.sort(),
      [
        ['nothing', 'notFound'],
        [String(first.id), 'cannotUnsend'],
      ].sort(),
    );
    assert.deepEqual((await get(world, third.id)).deliveryStatus, {
      'krusty@krustylu.test': {
        smtpReply: '550 5.7.0 Taken back before it was sent',
        delivered: 'no',
        displayed: 'unknown',
      },
      'marge@springfield.test': {
        smtpReply: '550 5.7.0 Taken back before it was sent',
        delivered: 'no',
        displayed: 'unknown',
      },
    });
  });

  it('changes nothing else', async () => {
    const world = await TestSubmissions.open();
    const { id } = await world.submit();
    const refused = async (patch: JsonObject) => {
      const { notUpdated } = await world.call('EmailSubmission/set', { update: { [String(id)]: patch } });
      return ((notUpdated as JsonObject)[String(id)] as JsonObject).properties;
    };
    assert.deepEqual(await refused({ emailId: 'E2', sendAt: null }), ['emailId', 'sendAt']);
    assert.deepEqual(await refused({ undoStatus: 'final' }), ['undoStatus']);
    const { updated } = await world.call('EmailSubmission/set', {
      update: { [String(id)]: { undoStatus: 'pending' } },
    });
    assert.deepEqual(updated, { [String(id)]: null });
  });

  it('takes a whole record back as it is, and cancels it (RFC 8620 §5.3)', async () => {
    const world = await TestSubmissions.open();
    const { id } = await world.submit();
    const { list } = await world.call('EmailSubmission/get', { ids: [String(id)] });
    const [whole] = list as readonly JsonObject[];
    assert.ok(whole);
    const { updated, notUpdated } = await world.call('EmailSubmission/set', {
      update: { [String(id)]: { ...whole, undoStatus: 'canceled' } },
    });
    assert.deepEqual([updated, notUpdated], [{ [String(id)]: null }, null]);
    const { undoStatus } = await get(world, id);
    assert.equal(undoStatus, 'canceled');
  });

  it('forgets the record, and sends the mail', async () => {
    const world = await TestSubmissions.open();
    const { id } = await world.submit();
    const { destroyed, notDestroyed } = await world.call('EmailSubmission/set', {
      destroy: [String(id), 'x'],
    });
    assert.deepEqual([destroyed, notDestroyed], [[id], { x: { type: 'notFound' } }]);
    assert.deepEqual(await get(world, id), {});
    assert.notEqual(await world.content(String(id)), '');
  });

  it('changes the emails of what succeeded, in one call', async () => {
    const world = await TestSubmissions.open();
    const { id } = await world.submit();
    const { list } = await world.call('Identity/get');
    const identityId = (list as readonly JsonObject[])[0]?.id ?? null;
    const responses = await world.client.calls([
      'EmailSubmission/set',
      {
        accountId: 'A1',
        create: { a: { emailId: 'E1', identityId }, b: { emailId: 'E9', identityId } },
        update: { [String(id)]: { undoStatus: 'canceled' } },
        onSuccessUpdateEmail: { '#a': { 'keywords/$draft': null }, '#b': { 'keywords/$draft': null } },
        onSuccessDestroyEmail: [String(id), '#b', '#c'],
      },
    ]);
    assert.deepEqual(
      responses.map(([name, , callId]) => [name, callId]),
      [
        ['EmailSubmission/set', 'c0'],
        ['Email/set', 'c0'],
      ],
    );
    assert.deepEqual(world.emailSets, [
      { accountId: 'A1', update: { E1: { 'keywords/$draft': null } }, destroy: ['E1'] },
    ]);
  });
});

describe('EmailSubmission/get, /changes and /query', () => {
  const sent = async () => {
    const world = await TestSubmissions.open();
    await world.store.accounts.addAccount(
      { ...(await world.store.accounts.listAccounts())[0], id: 'x' } as never,
      undefined,
    );
    const { id } = await world.submit({ envelope: envelope(['krusty@krustylu.test']) });
    await world.store.outbox.claimDue(later(world.client.clock.now(), 11 * secondMs), 10);
    await world.store.queue.accept([acceptance({ number: Number(String(id).slice(1)) })]);
    await world.store.outbox.markSent(String(id) as QueueId);
    return { world, id: String(id), number: Number(String(id).slice(1)) };
  };
  const statusOf = async (world: TestSubmissions, id: string) => {
    const { deliveryStatus, undoStatus } = await get(world, id);
    const { delivered, smtpReply } = (deliveryStatus as JsonObject)['krusty@krustylu.test'] as JsonObject;
    return [undoStatus, delivered, smtpReply];
  };

  it('tell what became of each recipient, and have the notices', async () => {
    const { world, id, number } = await sent();
    const { state } = await world.call('EmailSubmission/get', { ids: [] });
    assert.deepEqual(await statusOf(world, id), ['final', 'queued', '250 2.0.0 Queued, and not tried yet']);
    await world.store.queue.commit(settlement(await claimOne(world.store), { outcome: relayed }));
    assert.deepEqual(await statusOf(world, id), ['final', 'unknown', '250 2.0.0 ok']);
    await world.store.queue.accept([
      { ...acceptance({ number: 90 }), heard: [heard(number, [0], 'failed', 90)] },
    ]);
    assert.deepEqual(await statusOf(world, id), ['final', 'no', '550 5.1.1 no such clown']);
    assert.deepEqual((await get(world, id)).dsnBlobIds, ['B-q00000090']);
    const changes = await world.call('EmailSubmission/changes', { sinceState: state ?? '' });
    assert.deepEqual([changes.created, changes.updated, changes.destroyed], [[], [id], []]);
  });

  it('find what is asked for, in the order that is asked for', async () => {
    const world = await TestSubmissions.open();
    const first = await world.submit();
    await world.client.clock.pass(60 * secondMs);
    world.emails.set('E0', letter);
    const second = await world.submit({ emailId: 'E0' });
    const query = async (args: JsonObject) => (await world.call('EmailSubmission/query', args)).ids;
    assert.deepEqual(await query({}), [second.id, first.id]);
    assert.deepEqual(await query({ sort: [{ property: 'sentAt' }] }), [first.id, second.id]);
    assert.deepEqual(await query({ sort: [{ property: 'emailId', isAscending: false }] }), [
      first.id,
      second.id,
    ]);
    assert.deepEqual(await query({ filter: { emailIds: ['E0'] } }), [second.id]);
    assert.deepEqual(await query({ filter: { before: second.sendAt ?? null } }), [first.id]);
    assert.deepEqual(await query({ filter: { after: second.sendAt ?? null } }), [second.id]);
    assert.deepEqual(await query({ filter: { undoStatus: 'final' } }), []);
    const not = { operator: 'NOT', conditions: [{ threadIds: ['T2'] }] };
    assert.deepEqual(await query({ filter: not, limit: 1 }), [second.id]);
    const { type } = await world.call('EmailSubmission/query', { filter: { before: 'yesterday' } });
    assert.equal(type, 'invalidArguments');
  });

  it('tell how a query changes', async () => {
    const world = await TestSubmissions.open();
    const [first, second] = [await world.submit(), await world.submit()];
    const { queryState } = await world.call('EmailSubmission/query');
    await world.call('EmailSubmission/set', {
      update: { [String(first.id)]: { undoStatus: 'canceled' } },
      destroy: [String(second.id)],
    });
    const third = await world.submit();
    const since = { sinceQueryState: queryState ?? '' };
    const filter = { undoStatus: 'pending' };
    const { removed, added } = await world.call('EmailSubmission/queryChanges', { ...since, filter });
    assert.deepEqual((removed as string[]).sort(), [first.id, second.id].sort());
    assert.deepEqual(added, [{ id: third.id, index: 0 }]);
    const { type } = await world.call('EmailSubmission/queryChanges', { sinceQueryState: '99' });
    assert.equal(type, 'cannotCalculateChanges');
    assert.equal(
      (await world.call('EmailSubmission/changes', { sinceState: '-1' })).type,
      'cannotCalculateChanges',
    );
  });
});
