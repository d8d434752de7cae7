/** The two servers of the story: those that run already, or new ones that live as long as the story. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { askServer } from '../../src/server/control.ts';
import { krustylu, springfield, type TryItPorts } from '../../src/server/try-it/instances.ts';
import { readDescription, startTryIt, type TryItDescription } from '../../src/server/try-it/world.ts';

export interface StoryWorld extends TryItDescription {
  readonly isOurs: boolean;
  stop(): Promise<void>;
}

/** Finds the world that runs on a folder; where none does, starts one in a temporary folder, on free ports. */
export async function findOrStartWorld(folder: string): Promise<StoryWorld> {
  const found = await readDescription(resolve(folder));
  if (found && (await isRunning(found))) return { ...found, isOurs: false, stop: async () => {} };
  const temporary = await mkdtemp(join(tmpdir(), 'evergreen-story-'));
  const world = await startTryIt(temporary, await freePorts());
  return {
    ...world,
    isOurs: true,
    async stop() {
      await world.stop();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

async function isRunning({ folders }: TryItDescription): Promise<boolean> {
  const answers = await Promise.all(
    Object.values(folders).map((folder) => askServer(folder, 'queue.list', {})),
  );
  return answers.every((answer) => answer !== undefined);
}

async function freePorts(): Promise<TryItPorts> {
  const [mx, submission, submissions, pop3, pop3s, https, http, dns] = await Promise.all(
    Array.from({ length: 8 }, freePort),
  );
  const port = (value: number | undefined) => value ?? 0;
  return {
    mx: port(mx),
    submission: port(submission),
    submissions: port(submissions),
    pop3: port(pop3),
    pop3s: port(pop3s),
    https: port(https),
    http: port(http),
    dns: port(dns),
  };
}

/** A port that is free on both addresses. The two servers bind it a moment later. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = await bindAndRelease(springfield.ip, 0);
    if (port !== undefined && (await bindAndRelease(krustylu.ip, port)) !== undefined) return port;
  }
}

function bindAndRelease(ip: string, port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(port, ip, () => {
      const address = server.address();
      const bound = address !== null && typeof address === 'object' ? address.port : undefined;
      server.close(() => done(bound));
    });
  });
}
