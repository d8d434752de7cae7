import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { addressArgument, OperationError, operation, queueIdArgument } from './operation.ts';

const echo = operation(v.strictObject({ address: addressArgument }), async ({ address }) => address.domain);

test('arguments are checked before anything is done', async () => {
  assert.equal(await echo({ address: 'homer@Springfield.Test' }), 'springfield.test');
  for (const args of [undefined, null, 5, 'x', [], {}, { address: 5 }, { address: 'a@b.test', more: 1 }]) {
    await assert.rejects(echo(args), OperationError);
  }
});

test('a mistake is told in one harmless line', async () => {
  for (const address of [
    'homer',
    'a b@x.test',
    '\u001b[2J@x.test',
    'homer\n@x.test',
    'homer\u202e@',
    'x'.repeat(1_000),
  ]) {
    await assert.rejects(echo({ address }), (error) => {
      assert(error instanceof OperationError);
      assert.doesNotMatch(error.message, /[\n\u001b\u202e]/);
      assert.ok(error.message.length < 400);
      return true;
    });
  }
});

test('a queue id may be typed in capitals, or as it stands in a Received field', async () => {
  const id = operation(queueIdArgument, async (queueId) => queueId);
  assert.equal(await id('01M851E6XXXV1TQE67'), '01m851e6xxxv1tqe67');
  assert.equal(await id(' 01m851e6xxxv1tqe67-12ajrmc89r9afphvs7mh '), '01m851e6xxxv1tqe67');
  for (const text of [
    '',
    'x',
    '01m851e6xxxv1tqe6',
    '01m851e6xxxv1tqe67x',
    '01m851e6xxxv1tqeu7',
    '01m851e6xxxv1tqe67-12ajrmc8',
  ]) {
    await assert.rejects(id(text), new OperationError(`${text} is not a queue id`));
  }
});
