import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Bytes, concat, fromLatin1, fromUtf8, latin1, utf8 } from '../base/bytes.ts';
import type { Header } from '../message/fields.ts';
import { headerBytesMax } from '../message/header-reader.ts';
import { MemoryBudget } from '../policy/limits.ts';
import { StoreError, StoreFullError } from '../queue/queue-store.ts';
import { memorySpool } from '../storage/memory/spool.ts';
import { type CompleteDraft, Draft, draftMemoryBytesMax, headBytesMax, receivedFieldsMax } from './draft.ts';
import { WatchedSpool } from './testing/watched-spool.ts';

const budgetBytes = 2 * 1024 * 1024;
const prefix = { bytes: fromLatin1('Return-Path: <>\r\nReceived: x\r\n'), returnPathBytes: 17 };

function begin(keepsHead?: (header: Header) => boolean) {
  const spool = new WatchedSpool(memorySpool);
  const memory = new MemoryBudget(budgetBytes);
  const subjects: (string | undefined)[] = [];
  const prefixFor = (header: Header) => {
    subjects.push(header.value('Subject'));
    return prefix;
  };
  const draft = new Draft(spool, memory, { prefixFor, ...(keepsHead && { keepsHead }) });
  return { spool, memory, draft, subjects };
}

async function complete(draft: Draft): Promise<CompleteDraft> {
  const result = await draft.finish();
  assert(result.kind === 'complete', result.kind);
  return result.draft;
}

const bytesOf = ({ content }: CompleteDraft): Bytes => {
  assert(content.kind === 'bytes');
  return content.bytes;
};

/** A message of exactly so many octets. */
const messageOf = (sizeBytes: number): Bytes => {
  const header = fromLatin1('Subject: big\r\n\r\n');
  const body = Uint8Array.from({ length: sizeBytes - header.length }, (_, i) => 32 + (i % 90));
  return concat([header, body]);
};

const header = (sizeBytes: number): string => `X: ${'x'.repeat(sizeBytes - 5)}\r\n`;

describe('a draft', () => {
  it('is the prefix and what came, to the octet', async () => {
    const { draft, subjects, spool } = begin();
    const message = fromLatin1('Subject: hello\r\n\r\n\0\xff.\r\n');
    draft.push(message.subarray(0, 5));
    draft.push(message.subarray(5));
    const { content, ...facts } = await complete(draft);
    assert.equal(content.kind === 'bytes' && latin1(content.bytes), latin1(prefix.bytes) + latin1(message));
    assert.equal(facts.sizeBytes, message.length);
    assert.equal(latin1(facts.headerSection), 'Subject: hello\r\n\r\n');
    assert.deepEqual([facts.isHeader8bit, facts.isBody8bit], [false, true]);
    assert.deepEqual([subjects, spool.opened], [['hello'], 0]);
  });

  it('can be empty', async () => {
    const { draft } = begin();
    const { sizeBytes, content } = await complete(draft);
    assert.deepEqual([sizeBytes, content.kind === 'bytes' && content.bytes.length], [0, prefix.bytes.length]);
  });

  it('keeps its own copy of what it is given', async () => {
    const { draft } = begin();
    const chunk = Buffer.from('Subject: x\r\n\r\nHello\r\n');
    draft.push(chunk);
    chunk.fill(0);
    assert.match(latin1(bytesOf(await complete(draft))), /Subject: x\r\n\r\nHello\r\n$/);
  });

  it('tells octets above 127 in the header from those in the body, also where no empty line parts them', async () => {
    const cases: readonly [message: string, isHeader8bit: boolean, isBody8bit: boolean][] = [
      ['Subject: ä\r\n\r\nx', true, false],
      ['Subject: a\r\n\r\nä', false, true],
      ['Subject: ä\r\n\r\nä', true, true],
      ['Subject: a\r\nä', false, true],
      ['Subject: ä\r\n', true, false],
      ['Subject: ä\r\nä\r\n', true, true],
      ['ä\r\n', false, true],
      ['ä\r\n\r\nx', false, true],
      ['\r\nä\r\n', false, true],
      ['hello\r\n', false, false],
    ];
    for (const [message, isHeader8bit, isBody8bit] of cases) {
      const { draft } = begin();
      draft.push(fromUtf8(message));
      const facts = await complete(draft);
      assert.deepEqual([facts.isHeader8bit, facts.isBody8bit], [isHeader8bit, isBody8bit], message);
    }
  });

  it('knows its header section, and that there may be none', async () => {
    const cases: readonly [message: string, section: string][] = [
      ['Subject: a\r\n\r\nx: y\r\n\r\n', 'Subject: a\r\n\r\n'],
      ['Subject: a\r\nno field\r\n', 'Subject: a\r\n'],
      ['Subject: a\r\n', 'Subject: a\r\n'],
      ['\r\nSubject: a\r\n', '\r\n'],
      ['no field\r\n', ''],
      ['no field\r\n\r\nSubject: a\r\n', ''],
      ['', ''],
    ];
    for (const [message, section] of cases) {
      const { draft } = begin();
      draft.push(fromUtf8(message));
      assert.equal(utf8((await complete(draft)).headerSection), section, message);
    }
  });
});

describe('a draft and the spool', () => {
  it('stays in memory up to draftMemoryBytesMax, and goes to the spool behind it', async () => {
    for (const [sizeBytes, opened] of [
      [draftMemoryBytesMax, 0],
      [draftMemoryBytesMax + 1, 1],
    ] as const) {
      const { draft, spool, memory, subjects } = begin();
      const message = messageOf(sizeBytes);
      await draft.push(message.subarray(0, 1_000));
      await draft.push(message.subarray(1_000));
      assert.equal(spool.opened, opened);
      assert.equal(memory.usedBytes > 0, opened === 0, 'the spool takes no memory');
      const facts = await complete(draft);
      assert.ok(Buffer.from(bytesOf(facts)).equals(concat([prefix.bytes, message])));
      assert.equal(facts.sizeBytes, sizeBytes);
      assert.deepEqual(subjects, ['big'], 'the prefix is made once');
      await draft.discard();
      assert.deepEqual([memory.usedBytes, spool.left.size], [0, 0]);
    }
  });

  it('is byte-exact across the switch, however the octets come (property)', async () => {
    const message = messageOf(draftMemoryBytesMax + 100_000);
    const cuts = fc.array(fc.integer({ min: 0, max: message.length }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const { draft } = begin();
        const ends = [...places.sort((a, b) => a - b), message.length];
        let start = 0;
        for (const end of ends) {
          await draft.push(message.subarray(start, end));
          start = end;
        }
        const bytes = bytesOf(await complete(draft));
        assert.ok(Buffer.from(bytes).equals(concat([prefix.bytes, message])));
      }),
      { numRuns: 20 },
    );
  });

  for (const failure of [new StoreFullError('no room'), new StoreError('the disk is on fire')]) {
    it(`tells at the end of a ${failure.name} when the file was opened, and holds nothing`, async () => {
      const { draft, spool, memory } = begin();
      spool.onOpen = () => {
        throw failure;
      };
      await draft.push(messageOf(draftMemoryBytesMax + 1));
      assert.equal(memory.usedBytes, 0);
      await draft.push(fromLatin1('more\r\n'));
      await assert.rejects(draft.finish(), failure);
    });

    it(`tells at the end of a ${failure.name} while it was written, and removes the file`, async () => {
      const { draft, spool, memory } = begin();
      await draft.push(messageOf(draftMemoryBytesMax + 1));
      spool.onWrite = () => {
        throw failure;
      };
      await draft.push(fromLatin1('more\r\n'));
      await draft.push(fromLatin1('and more\r\n'));
      assert.deepEqual([memory.usedBytes, spool.left.size], [0, 0]);
      await assert.rejects(draft.finish(), failure);
    });
  }
});

describe('a draft that cannot be accepted', () => {
  it('has its head at hand while it is in memory, and behind that if it was asked for', async () => {
    const isBig = (head: Header) => head.value('Subject') === 'big';
    for (const [sizeBytes, keepsHead, headBytes] of [
      [1_000, undefined, 1_000],
      [draftMemoryBytesMax, undefined, headBytesMax],
      [draftMemoryBytesMax + 1, undefined, 0],
      [draftMemoryBytesMax + 1, () => false, 0],
      [draftMemoryBytesMax + 1, isBig, headBytesMax],
      [2 * draftMemoryBytesMax, isBig, headBytesMax],
    ] as const) {
      const { draft, memory } = begin(keepsHead);
      const message = messageOf(sizeBytes);
      await draft.push(message.subarray(0, 100));
      await draft.push(message.subarray(100));
      let head: Uint8Array | undefined;
      await draft.finish(async (whole) => {
        head = whole.head;
        return '';
      });
      assert(head);
      assert.deepEqual(Buffer.from(head), Buffer.from(message.subarray(0, headBytes)));
      await draft.discard();
      assert.ok(memory.reserve(budgetBytes), 'all of the memory is given back');
    }
  });

  it('counts the head that it keeps, and does without it where there is no memory', async () => {
    const { draft, memory } = begin(() => true);
    await draft.push(messageOf(draftMemoryBytesMax + 1));
    assert.equal(memory.reserve(budgetBytes - headBytesMax + 1), false);
    assert.ok(memory.reserve(budgetBytes - headBytesMax));
    await draft.discard();
  });

  it('takes a header section of headerBytesMax, and no more', async () => {
    for (const [sizeBytes, kind] of [
      [headerBytesMax, 'complete'],
      [headerBytesMax + 1, 'header-too-large'],
    ] as const) {
      const { draft, memory, spool } = begin();
      await draft.push(fromLatin1(header(sizeBytes)));
      await draft.push(fromLatin1('\r\nbody\r\n'));
      assert.equal((await draft.finish()).kind, kind);
      await draft.discard();
      assert.deepEqual([memory.usedBytes, spool.opened], [0, 0]);
    }
  });

  it('takes a message without an empty line for what it is', async () => {
    const { draft } = begin();
    await draft.push(fromLatin1(header(headerBytesMax + 1)));
    assert.equal((await draft.finish()).kind, 'header-too-large');
    const small = begin();
    await small.draft.push(fromLatin1(header(headerBytesMax)));
    assert.equal((await small.draft.finish()).kind, 'complete');
  });

  it('throws away what still comes, however much that is', async () => {
    const { draft, memory, spool } = begin();
    await draft.push(fromLatin1(header(headerBytesMax + 3)));
    assert.equal(memory.usedBytes, 0);
    for (let i = 0; i < 100; i++) await draft.push(new Uint8Array(60_000));
    assert.deepEqual([memory.usedBytes, spool.opened], [0, 0]);
    assert.equal((await draft.finish()).kind, 'header-too-large');
  });

  it('passes 99 Received fields, and not 100', async () => {
    for (const [count, kind] of [
      [receivedFieldsMax - 1, 'complete'],
      [receivedFieldsMax, 'too-many-hops'],
      [receivedFieldsMax + 1, 'too-many-hops'],
    ] as const) {
      const { draft } = begin();
      await draft.push(
        fromLatin1(`${'received: x\r\n'.repeat(count)}Received-SPF: x\r\n\r\nReceived: y\r\n`),
      );
      assert.equal((await draft.finish()).kind, kind);
    }
  });
});

describe('a draft and the memory of all', () => {
  it('is refused when the budget is used up, and gives back its share at once', async () => {
    const { draft, memory } = begin();
    const others = budgetBytes - 100_000;
    assert.ok(memory.reserve(others));
    await draft.push(messageOf(10_000));
    assert.ok(memory.usedBytes > others);
    await draft.push(new Uint8Array(100_000));
    assert.equal(memory.usedBytes, others);
    await draft.push(new Uint8Array(10));
    assert.equal((await draft.finish()).kind, 'no-memory');
    await draft.discard();
    assert.equal(memory.usedBytes, others);
  });

  it('goes on where there is just enough', async () => {
    const { draft, memory } = begin();
    const message = messageOf(8_000);
    // The header section is kept twice until its end is found.
    assert.ok(memory.reserve(budgetBytes - 2 * message.length));
    await draft.push(message);
    assert.equal(memory.usedBytes, budgetBytes);
    assert.equal((await draft.finish()).kind, 'complete');
    await draft.discard();
    assert.equal(memory.usedBytes, budgetBytes - 2 * message.length);
  });

  it('counts small pieces by what they cost: lines of dots come in pieces of three octets', async () => {
    const { draft, memory } = begin();
    await draft.push(fromLatin1('Subject: dots\r\n\r\n'));
    for (let i = 0; i < 100_000; i++) draft.push(fromLatin1('.\r\n'));
    assert.ok(memory.usedBytes >= 300_000 && memory.usedBytes < 700_000, `${memory.usedBytes}`);
  });

  it('gives everything back when it is discarded in any phase, even while it waits for the spool', async () => {
    const big = messageOf(draftMemoryBytesMax + 1);
    const phases: Readonly<Record<string, (it: ReturnType<typeof begin>) => Promise<unknown>>> = {
      'before anything came': async () => {},
      'in the header': async ({ draft }) => draft.push(fromLatin1('Subject: x\r\n')),
      'in the body': async ({ draft }) => draft.push(messageOf(5_000)),
      'in the spool': async ({ draft }) => draft.push(big),
      complete: async ({ draft }) => {
        await draft.push(big);
        await draft.finish();
      },
      'while the file is opened': async ({ draft, spool }) => {
        const opening = Promise.withResolvers<void>();
        spool.onOpen = () => opening.promise;
        const pushed = draft.push(big);
        void draft.discard();
        opening.resolve();
        await pushed;
      },
      'while the file is written': async ({ draft, spool }) => {
        const writing = Promise.withResolvers<void>();
        spool.onWrite = () => writing.promise;
        const pushed = draft.push(big);
        await new Promise(setImmediate);
        await draft.discard();
        writing.resolve();
        await pushed;
      },
    };
    for (const [phase, reach] of Object.entries(phases)) {
      const world = begin();
      await reach(world);
      await world.draft.discard();
      await world.draft.discard();
      assert.deepEqual([world.memory.usedBytes, world.spool.left.size], [0, 0], phase);
      await world.draft.push(fromLatin1('too late\r\n'));
      assert.deepEqual([world.memory.usedBytes, world.spool.left.size], [0, 0], phase);
    }
  });
});
