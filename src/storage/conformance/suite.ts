import { describe, it } from 'node:test';
import type { Store } from '../store.ts';

export interface Implementation {
  readonly name: 'memory' | 'sqlite';
  /** Makes an empty store for one test, which closes it. */
  readonly open: () => Promise<Store>;
}

/** Declares a test that gets an empty store of its own. */
export type StoreTest = (what: string, body: (store: Store) => Promise<void>) => void;

/** Tests that any implementation of a port must pass. */
export type Suite = (test: StoreTest) => void;

/** Runs suites against an implementation, unless the environment names another one: `STORAGE=sqlite`. */
export function runSuites(suites: Readonly<Record<string, Suite>>, { name, open }: Implementation): void {
  const only = process.env.STORAGE;
  const skip = only === undefined || only === name ? false : `STORAGE=${only} asks for another store`;
  for (const [subject, suite] of Object.entries(suites)) {
    describe(`${name}: ${subject}`, { skip }, () => {
      suite((what, body) => {
        it(what, async () => {
          const store = await open();
          try {
            await body(store);
          } finally {
            await store.close();
          }
        });
      });
    });
  }
}
