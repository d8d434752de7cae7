import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Forward } from './message.ts';
import type { Notice } from './notice.ts';
import { lastWordsOf, planReports, reportEntry, reportIds } from './report-plan.ts';
import { release } from './settle.ts';
import { address, host, id, message, noon, recipient, refusal, relayed, trouble } from './testing/samples.ts';

const failed = (index: number, to: Notice['to'] = 'sender'): Notice => ({
  action: 'failed',
  diagnostic: refusal,
  to,
  recipient: recipient({ index }),
});
const delayed = (index: number): Notice => ({
  action: 'delayed',
  diagnostic: trouble,
  willRetryUntil: noon,
  to: 'sender',
  recipient: recipient({ index }),
});

/** What else is written. */
const transitions = [release(recipient(), noon)];

const plan = (...notices: Notice[]) => {
  let made = 0;
  return planReports(message(), transitions, notices, {
    failureReport: id('the-failure-report'),
    ownerReport: ({ owner }: Forward = {}) => id(`report-to-${owner?.localPart ?? 'postmaster'}`),
    next: () => id(`report-${++made}`),
  });
};

describe('reports on what is forwarded', () => {
  const forwarded = (index: number, forward: Forward): Notice => ({
    ...failed(index, 'forward-owner'),
    recipient: recipient({ index, parent: 0, forward }),
  });
  const [lisa, LISA] = [address('lisa@springfield.test'), address('Lisa@springfield.test')];

  it('are one for each owner, under the ids that the outcomes name', () => {
    const planned = plan(
      failed(0),
      forwarded(1, { owner: lisa }),
      forwarded(2, {}),
      forwarded(3, { owner: LISA }),
    );
    assert.deepEqual(
      planned.map(({ id: own, to, notices }) => [own, to, notices.map(({ recipient: { index } }) => index)]),
      [
        ['the-failure-report', 'sender', [0]],
        ['report-to-lisa', 'forward-owner', [1, 3]],
        ['report-to-postmaster', 'forward-owner', [2]],
      ],
    );
  });

  it('have ids that stay the same as long as the owner does', () => {
    let made = 0;
    const ids = reportIds(() => id(`id-${++made}`));
    assert.equal(ids.ownerReport({ owner: lisa }), ids.ownerReport({ owner: LISA }));
    assert.notEqual(ids.ownerReport({ owner: lisa }), ids.ownerReport({}));
    assert.equal(ids.ownerReport({}), ids.ownerReport(undefined));
    assert.notEqual(ids.failureReport, ids.ownerReport({}));
  });

  it('are not the last word to the sender', () => {
    const planned = plan({
      ...forwarded(1, {}),
      recipient: recipient({ index: 1, original: 0, forward: {} }),
    });
    assert.deepEqual(lastWordsOf(planned), []);
  });
});

describe('report plan', () => {
  it('is empty without notices', () => {
    assert.deepEqual(plan(), []);
  });

  it('tells of recipients that fail together in one report, in their order', () => {
    const [report, ...others] = plan(failed(4), failed(1), failed(3));
    assert.deepEqual(others, []);
    assert.deepEqual(
      report?.notices.map((notice) => notice.recipient.index),
      [1, 3, 4],
    );
    assert.equal(report?.id, 'the-failure-report');
    assert.equal(report?.action, 'failed');
    assert.equal(report?.transitions, transitions);
    assert.equal(report?.about.queueId, 'the-message');
  });

  it('keeps actions apart', () => {
    const reports = plan(delayed(0), failed(1), delayed(2));
    assert.deepEqual(
      reports.map(({ id: reportId, action, to, notices }) => [reportId, action, to, notices.length]),
      [
        ['report-1', 'delayed', 'sender', 2],
        ['the-failure-report', 'failed', 'sender', 1],
      ],
    );
  });

  it('keeps the end of a delay apart from the success that was asked for', () => {
    const arrived = { action: 'delivered', to: 'sender', recipient: recipient() } as const;
    const reports = plan(arrived, { ...arrived, isAllClear: true });
    assert.deepEqual(
      reports.map(({ isAllClear }) => isAllClear),
      [false, true],
    );
  });

  it('keeps what the postmaster reads apart from what the sender reads', () => {
    const reports = plan(failed(0, 'postmaster'), failed(1), failed(2, 'postmaster'));
    assert.deepEqual(
      reports.map(({ id: reportId, to, notices }) => [reportId, to, notices.map((n) => n.recipient.index)]),
      [
        ['report-1', 'postmaster', [0, 2]],
        ['the-failure-report', 'sender', [1]],
      ],
    );
  });

  it('has a report for every action there is', () => {
    const sample = { to: 'sender', recipient: recipient() } as const;
    const result = relayed(false);
    assert(result.kind === 'relayed');
    const reports = plan(
      failed(0),
      delayed(0),
      { ...sample, action: 'relayed', by: host, reply: result.reply },
      { ...sample, action: 'delivered' },
      { ...sample, action: 'expanded', into: [address('marge@springfield.test')] },
    );
    assert.deepEqual(
      reports.map(({ action }) => action),
      ['failed', 'delayed', 'relayed', 'delivered', 'expanded'],
    );
    assert.equal(new Set(reports.map((report) => report.id)).size, 5);
  });

  it('enters the report into the history of the message that it is about', () => {
    const [report] = plan(failed(4), failed(1));
    assert(report);
    assert.deepEqual(reportEntry(report, noon), {
      at: noon,
      queueId: 'the-message',
      recipients: [1, 4],
      event: { kind: 'report', action: 'failed', as: 'the-failure-report' },
    });
  });
});

describe('last words', () => {
  const behind = (notice: Notice, original: number): Notice => ({
    ...notice,
    recipient: { ...notice.recipient, original },
  });
  const delivered = (index: number): Notice => ({
    action: 'delivered',
    to: 'sender',
    recipient: recipient({ index }),
  });

  it('are what the sender is told at last of recipients for which several stand', () => {
    const reports = plan(
      behind(failed(1), 0),
      behind(failed(2), 0),
      behind(delivered(3), 9),
      behind(delayed(4), 8),
      behind(failed(5, 'postmaster'), 7),
      failed(6),
    );
    assert.deepEqual(lastWordsOf(reports), [
      { original: 0, report: 'the-failure-report' },
      { original: 9, report: 'report-1' },
    ]);
  });

  it('are one: the failure of an address that was named twice', () => {
    const reports = plan(behind(delivered(0), 0), behind(failed(1), 0), delivered(2));
    assert.deepEqual(
      reports.map(({ action, notices }) => [action, notices.map(({ recipient: { index } }) => index)]),
      [
        ['failed', [1]],
        ['delivered', [2]],
      ],
    );
  });
});
