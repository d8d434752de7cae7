import { describe, it } from 'node:test';
import type { Store } from '../store.ts';

export interface Implementation {
  readonly name: 'memory' | 'sqlite';
  /** Makes an empty store for one test, which closes it. */
  readonly open: () => Promise<Store>;
}

/** Tests by what they show. Each gets an empty store of its own. */
export type Suite = Readonly<Record<string, (store: Store) => Promise<void>>>;

/** Runs suites against an implementation, unless the environment names another one: `STORAGE=sqlite`. */
export function runSuites(suites: Readonly<Record<string, Suite>>, { name, open }: Implementation): void {
  const only = process.env.STORAGE;
  const skip = only === undefined || only === name ? false : `STORAGE=${only} asks for another store`;
  for (const [subject, suite] of Object.entries(suites)) {
    describe(`${name}: ${subject}`, { skip }, () => {
      for (const [what, test] of Object.entries(suite)) {
        it(what, async () => {
          const store = await open();
          try {
            await test(store);
          } finally {
            await store.close();
          }
        });
      }
    });
  }
}
