import { type Instant, later } from '../base/instant.ts';
import type { Clock, Random } from '../base/ports.ts';
import type { QueueId } from './message.ts';

/** Base 32 in the order of ASCII, without i, l, o and u: nobody mistakes one letter for another when an id is read out. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
/** 50 bits: milliseconds since 1970, enough for 35,000 years. */
const timeLength = 10;
/** 40 bits of chance, so that two servers, or one whose clock was put back, do not make the same id. */
const chanceLength = 8;
const chanceBytes = 5;
const chanceBound = 2 ** (8 * chanceBytes);

const queueId = new RegExp(`^[${alphabet}]{${timeLength + chanceLength}}$`);

/** The id in `text`, in any case; undefined if it cannot be one. */
export function parseQueueId(text: string): QueueId | undefined {
  const id = text.toLowerCase();
  return queueId.test(id) ? (id as QueueId) : undefined;
}

/** An id of 18 letters that sorts by time as text. Two of one millisecond are in no particular order: see queueIdMaker. */
export function makeQueueId(now: Instant, random: Random): QueueId {
  const chance = random.bytes(chanceBytes).reduce((value, octet) => value * 256 + octet, 0);
  return compose(now, chance);
}

/** Makes ids each greater than the one before, also within a millisecond and when the clock is put back. */
export function queueIdMaker(clock: Pick<Clock, 'now'>, random: Random): () => QueueId {
  let last: QueueId | undefined;
  return () => {
    const fresh = makeQueueId(clock.now(), random);
    last = last === undefined || fresh > last ? fresh : successor(last);
    return last;
  };
}

function successor(id: QueueId): QueueId {
  const time = decode(id.slice(0, timeLength)) as Instant;
  const chance = decode(id.slice(timeLength)) + 1;
  return chance < chanceBound ? compose(time, chance) : compose(later(time, 1), 0);
}

const compose = (time: Instant, chance: number): QueueId =>
  (encode(time, timeLength) + encode(chance, chanceLength)) as QueueId;

function encode(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32))
    text = alphabet[rest % 32] + text;
  return text;
}

const decode = (text: string): number => [...text].reduce((value, c) => value * 32 + alphabet.indexOf(c), 0);
