import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classOf, parseStatusCode, withClass } from './status-code.ts';

for (const text of ['2.0.0', '4.4.7', '5.1.10', '5.7.123', '5.999.999']) {
  test(text, () => {
    const status = parseStatusCode(text);
    assert.equal(status, text);
    assert.ok(status);
    assert.equal(classOf(status), Number(text[0]));
    assert.equal(withClass(status, classOf(status)), text);
    assert.equal(withClass(status, 4), `4${text.slice(1)}`);
  });
}

for (const text of [
  '',
  '3.0.0',
  '1.0.0',
  '2',
  '2.0',
  '2.0.0.0',
  '2.0.1234',
  '2..0',
  ' 2.0.0',
  '2.0.0 ',
  '5.a.1',
]) {
  test(`not ${JSON.stringify(text)}`, () => assert.equal(parseStatusCode(text), undefined));
}
