import type { Context, Hono } from 'hono';
import { fromUtf8 } from '../base/bytes.ts';
import { EventStream, type EventStreamWorld, parseEventStreamOptions } from '../jmap/push/event-stream.ts';
import { visibleStates } from '../jmap/push/states.ts';
import { paths } from '../jmap/session.ts';
import { sessionOf } from './api.ts';
import { eventStreamsMax } from './limits.ts';
import { Places } from './places.ts';
import { refuse } from './problems.ts';
import type { DemandVisitor } from './visitor.ts';
import type { HttpEnv, RunningHttpWorld } from './world.ts';

/** Changes, told as they happen (RFC 8620 §7.3). */
export function addEvents(app: Hono<HttpEnv>, world: RunningHttpWorld, demand: DemandVisitor): void {
  const places = new Places(eventStreamsMax);
  const open = new Set<EventStream>();
  world.ending.addEventListener('abort', () => {
    for (const stream of open) stream.end();
  });
  app.get(paths.events, demand, (c) => {
    const options = parseEventStreamOptions((name) => c.req.query(name));
    if (!options.ok) return refuse(400, options.error);
    const leave = places.enter(c.get('visitor').account.id);
    if (!leave)
      return refuse(429, `${eventStreamsMax} event streams are open already.`, { 'retry-after': '60' });
    let stream: EventStream | undefined;
    const onEnd = () => {
      leave();
      if (stream) open.delete(stream);
    };
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        stream = new EventStream(streamWorld(c, world, controller, onEnd), options.value);
        open.add(stream);
        void stream.start(c.req.header('last-event-id'));
      },
      // The client has gone.
      cancel: () => stream?.end(),
    });
    return new Response(body, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // nginx holds back what it is not told to pass on.
        'x-accel-buffering': 'no',
      },
    });
  });
}

function streamWorld(
  c: Context<HttpEnv>,
  world: RunningHttpWorld,
  controller: ReadableStreamDefaultController<Uint8Array>,
  onEnd: () => void,
): EventStreamWorld {
  const { changes, capabilities, clock } = world;
  const { accounts } = sessionOf(c, world);
  const log = c.get('log');
  return {
    clock,
    states: () => visibleStates(accounts.values(), capabilities),
    onChange: (listener) => changes((account) => accounts.has(account) && listener()),
    send: (text) => controller.enqueue(fromUtf8(text)),
    end: (error) => {
      onEnd();
      if (error !== undefined) log.error('changes could not be told', { error });
      // It throws where the client has closed its side already.
      try {
        controller.close();
      } catch {}
    },
  };
}
