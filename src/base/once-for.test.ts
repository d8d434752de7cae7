import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onceFor } from './once-for.ts';

describe('what is made of an object once', () => {
  it('is made for each object, and not again', () => {
    const asked: string[] = [];
    const shout = onceFor(({ name }: { readonly name: string }) => {
      asked.push(name);
      return [name.toUpperCase()];
    });
    const [homer, twin] = [{ name: 'homer' }, { name: 'homer' }];
    assert.equal(shout(homer), shout(homer));
    assert.deepEqual(shout(twin), ['HOMER']);
    assert.deepEqual(asked, ['homer', 'homer']);
  });
});
