import assert from 'node:assert/strict';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromBase64, fromLatin1, latin1, toBase64 } from '../../base/bytes.ts';
import { parseHeader } from '../fields.ts';
import { relaxedField } from './relaxed-field.ts';
import { dataToSign, octetsFor } from './sign.ts';
import { digestOf, signWith } from './testing/signers.ts';

test('the fields of the example in RFC 6376 §3.4.5', () => {
  const header = parseHeader(fromLatin1('A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n'));
  assert.deepEqual(
    header.fields.map((field) => relaxedField(header.bytes, field)),
    ['a:X', 'b:Y Z'],
  );
});

const rfc8463 = new URL('../../../../shared/rfc/rfc8463.txt', import.meta.url);
const skip = existsSync(rfc8463) ? false : 'no texts of RFCs at ../shared/rfc';

/** The lines of the appendix between two of its own, without the breaks of the page. */
function appendix(from: string, to: string): string {
  const text = readFileSync(rfc8463, 'latin1').replace(/\n+Levine .*\n\f\nRFC 8463.*\n+/g, '\n');
  const start = text.lastIndexOf(from);
  return text.slice(start + from.length, text.indexOf(to, start + from.length));
}

/** What stands before the 32 octets of a key in PKCS #8. */
const pkcs8Start = '302e020100300506032b657004220420';

function keyOf(algorithm: string): KeyObject {
  if (algorithm === 'rsa-sha256')
    return createPrivateKey(
      `-----BEGIN RSA PRIVATE KEY-----${appendix('-----BEGIN RSA PRIVATE KEY-----', '-----END').replaceAll('   ', '')}-----END RSA PRIVATE KEY-----`,
    );
  const secrets = appendix('Ed25519 secret key in base64.', 'RSA secret key');
  const key = fromBase64(/^ +([\w+/]{43}=)$/m.exec(secrets)?.[1] ?? '');
  const der = Buffer.concat([Buffer.from(pkcs8Start, 'hex'), key ?? Buffer.alloc(0)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

for (const [position, algorithm] of [
  [0, 'ed25519-sha256'],
  [1, 'rsa-sha256'],
] as const)
  test(`the signature by ${algorithm} in RFC 8463, appendix A`, { skip }, async () => {
    const message = appendix('"Joe." line.\n', "Author's Address")
      .trim()
      .replace(/^ {3}/gm, '')
      .replaceAll('\n', '\r\n');
    const digested = digestOf(fromLatin1(message));
    const signature = digested.header.values('DKIM-Signature')[position] ?? '';
    const tag = (name: string) =>
      new RegExp(`\\b${name}=([^;]*)`).exec(signature)?.[1]?.replaceAll(' ', '') ?? '';
    assert.equal(toBase64(digested.bodyHash), tag('bh'));
    const field = digested.header.fields[position];
    assert(field);
    const value = latin1(digested.header.bytes, field.valueStart, field.end).replace(/\bb=[^;]*$/, 'b=');
    const data = dataToSign(digested, tag('h').split(':'), value);
    const made = await signWith(algorithm, keyOf(algorithm))(octetsFor(algorithm, data));
    assert.equal(toBase64(made), tag('b'));
  });
