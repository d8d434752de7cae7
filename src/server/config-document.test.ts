import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import type * as v from 'valibot';
import { readConfig } from './config.ts';
import { configSchema } from './config-schema.ts';

const document = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

/** A row of a table of the document: a key, and its default as TOML, or undefined where words describe it. */
const rows = new Map<string, string | undefined>(
  [...document.matchAll(/^\| `([a-z_.]+)` \| .+? \| (.+?) \| .+ \|$/gm)].map(([, key = '', cell = '']) => [
    key,
    /^`([^`]+)`$/.exec(cell)?.[1],
  ]),
);

const sample = /^```toml\n(.*?)^```$/ms.exec(document)?.[1] ?? '';

type Schema = v.GenericSchema & {
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly default?: unknown;
};

/** The keys of the schema with their defaults as written; a table that is only a folder of keys is none. */
function keysOf(schema: Schema, path: string): [key: string, written: unknown][] {
  const inner = schema.wrapped ?? schema;
  const { entries } = inner.item ?? inner;
  if (!entries) return [[path, schema.default]];
  return Object.entries(entries).flatMap(([key, each]) => keysOf(each, path === '' ? key : `${path}.${key}`));
}

const keys = new Map(keysOf(configSchema as Schema, ''));
const read = (toml: string) => readConfig(toml, 'evergreen.toml', 'mail.example.org');

describe('docs/configuration.md', () => {
  it('describes every key that there is, and no other', () => {
    assert.deepEqual([...rows.keys()].sort(), [...keys.keys()].sort());
    assert.ok(keys.size > 30, 'the schema was looked through');
  });

  for (const [key, written] of keys) {
    it(`gives the default of ${key}`, () => {
      const value = rows.get(key);
      assert.deepEqual(value === undefined ? undefined : structuredClone(parse(`x = ${value}`).x), written);
    });
  }

  it('shows every key at work', () => {
    const used = new Set<string>();
    const collect = (value: unknown, path: string): void => {
      if (keys.has(path)) used.add(path);
      else if (Array.isArray(value)) for (const item of value) collect(item, path);
      else
        for (const [key, each] of Object.entries(value as object))
          collect(each, path === '' ? key : `${path}.${key}`);
    };
    collect(parse(sample), '');
    assert.deepEqual([...used].sort(), [...keys.keys()].sort());
    assert.equal(read(sample).relay.smart_host?.host, 'smtp.example.net');
  });

  it('says how each type is written', () => {
    for (const [, cell = ''] of document.matchAll(/^\| duration \| (.*) \|$/gm)) {
      for (const [, value = ''] of cell.matchAll(/`([^`]+)`/g)) read(`[history]\nkeep = ${value}`);
    }
    for (const [, cell = ''] of document.matchAll(/^\| size \| (.*) \|$/gm)) {
      for (const [, value = ''] of cell.matchAll(/`([^`]+)`/g)) read(`[notices]\nreturned_size = ${value}`);
    }
  });

  it('may be followed to the letter: to write a default changes nothing (property)', () => {
    const written = [...rows].flatMap(([key, value]) =>
      value === undefined || key.startsWith('listeners.') ? [] : [`${key} = ${value}\n`],
    );
    assert.ok(written.length > 25);
    fc.assert(
      fc.property(fc.subarray(written), (lines) => {
        assert.deepEqual(read(lines.join('')), read(''));
      }),
    );
    assert.deepEqual(
      read('[[listeners]]\nrole = "mx"\naddresses = ["::"]\nport = 25\n').listeners,
      read('[[listeners]]\nrole = "mx"\n').listeners,
    );
  });
});
