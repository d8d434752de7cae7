import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Bytes, fromBase64, fromLatin1, fromUtf8, utf8 } from '../base/bytes.ts';
import type { Random } from '../base/ports.ts';
import type { ScramVerifier } from './accounts.ts';
import { preparePassword } from './prepare-password.ts';
import {
  checkClientFinal,
  decoyScramVerifier,
  deriveScramVerifier,
  parseClientFirst,
  type ScramChallenge,
  scramChallenge,
  scramIterations,
} from './scram.ts';
import { countingRandom } from './testing/doubles.ts';
import { scramClient } from './testing/scram-client.ts';

function verifierOf(password: string, iterations = 16, salt: Bytes = fromLatin1('0123456789abcdef')) {
  const prepared = preparePassword(password);
  assert.ok(prepared);
  return deriveScramVerifier(prepared, salt, iterations);
}

function challengeFor(
  first: Bytes,
  verifier: ScramVerifier,
  random: Random = countingRandom(),
): ScramChallenge {
  const parsed = parseClientFirst(first);
  assert.ok(typeof parsed === 'object', String(parsed));
  return scramChallenge(parsed, verifier, random);
}

/** The exchange of RFC 7677 §3: user "user", password "pencil". */
const example = {
  clientFirst: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
  serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  clientFinal:
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
};

/** The challenge of the example; its nonce is not base64, so that it cannot come from a Random. */
function exampleChallenge(): ScramChallenge {
  const clientFirst = parseClientFirst(fromUtf8(example.clientFirst));
  assert.ok(typeof clientFirst === 'object');
  const verifier = verifierOf('pencil', 4096, fromBase64('W22ZaJ0SNY7soEsUEjb6gQ=='));
  const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
  return { serverFirst: example.serverFirst, clientFirst, nonce, verifier };
}

test('the example of RFC 7677 §3', () => {
  const result = checkClientFinal(exampleChallenge(), fromUtf8(example.clientFinal));
  assert.ok(typeof result === 'object');
  assert.equal(utf8(result.serverFinal), example.serverFinal);
});

test('the client of our tests says what the client of RFC 7677 §3 says', () => {
  const client = scramClient({ username: 'user', password: 'pencil' });
  assert.equal(utf8(client.first()), example.clientFirst);
  assert.equal(utf8(client.final(fromUtf8(example.serverFirst))), example.clientFinal);
  assert.ok(client.trusts(fromUtf8(example.serverFinal)));
});

test('our challenge carries on the nonce of the client', () => {
  const challenge = challengeFor(fromUtf8(example.clientFirst), verifierOf('pencil', 4096));
  assert.match(
    challenge.serverFirst,
    /^r=rOprNGfwEbeRWgbNEkqO[A-Za-z0-9+/]{24},s=MDEyMzQ1Njc4OWFiY2RlZg==,i=4096$/,
  );
});

test('each challenge has its own nonce', () => {
  const random = countingRandom();
  const verifier = verifierOf('pencil');
  const first = fromUtf8(example.clientFirst);
  assert.notEqual(challengeFor(first, verifier, random).nonce, challengeFor(first, verifier, random).nonce);
});

test('a client-first-message is taken apart', () => {
  const rows: [string, object][] = [
    [
      'y,,n=user,r=x',
      { gs2Header: 'y,,', authzid: undefined, username: 'user', nonce: 'x', bare: 'n=user,r=x' },
    ],
    [
      'n,a=boss=2Cinc,n=a=3Db=2Cc,r=!~,x=ext=1,Q=é',
      {
        gs2Header: 'n,a=boss=2Cinc,',
        authzid: 'boss,inc',
        username: 'a=b,c',
        nonce: '!~',
        bare: 'n=a=3Db=2Cc,r=!~,x=ext=1,Q=é',
      },
    ],
  ];
  for (const [message, parts] of rows) assert.deepEqual(parseClientFirst(fromUtf8(message)), parts);
});

test('a malformed client-first-message is refused', () => {
  const spoilt = [
    '',
    'n,,',
    'n=user,r=x',
    'N,,n=user,r=x',
    'z,,n=user,r=x',
    'n,n=user,r=x',
    'n,a=,n=user,r=x',
    'n,,n=,r=x',
    'n,,n=user,r=',
    'n,,n=user,r=a b',
    'n,,n=user,r=é',
    'n,,r=x,n=user',
    'n,,n=us=er,r=x',
    'n,,n=us=2cer,r=x',
    'n,,n=us\0er,r=x',
    'n,,m=must,n=user,r=x',
    'n,,n=user,r=x,m=must',
    'n,,n=user,r=x,',
    'n,,n=user,r=x,1=y',
    'n,,n=user,r=x,y=',
    'p,,n=user,r=x',
  ];
  for (const message of spoilt) assert.equal(parseClientFirst(fromUtf8(message)), 'syntax', message);
  assert.equal(parseClientFirst(fromLatin1('n,,n=us\xe9r,r=x')), 'syntax');
});

test('channel binding is refused as such', () => {
  assert.equal(parseClientFirst(fromUtf8('p=tls-unique,,n=user,r=x')), 'channel-binding');
  assert.equal(parseClientFirst(fromUtf8('p=tls-exporter,a=x,n=user,r=x')), 'channel-binding');
});

test('a client-final-message with anything changed proves nothing', () => {
  const spoilt: [string, string, 'disproved' | 'syntax'][] = [
    ['c=biws', 'c=eSws', 'disproved'],
    ['c=biws', 'c=biw', 'disproved'],
    ['hNlF$k0,p', 'hNlF$k1,p', 'disproved'],
    ['r=rOpr', 'r=ROpr', 'disproved'],
    ['p=dHzb', 'p=dHzc', 'disproved'],
    ['p=dHzb', 'p=!Hzb', 'syntax'],
    ['7AndVQ=', '7AndVR=', 'syntax'],
    ['p=dHzb', 'p=', 'syntax'],
    ['c=biws,', '', 'syntax'],
    [',p=', ',m=x,p=', 'syntax'],
    ['p=', 'q=', 'syntax'],
  ];
  for (const [from, to, verdict] of spoilt) {
    const message = example.clientFinal.replace(from, () => to);
    assert.notEqual(message, example.clientFinal);
    assert.equal(checkClientFinal(exampleChallenge(), fromUtf8(message)), verdict, message);
  }
});

test('a proof made for another nonce or gs2-header proves nothing', () => {
  const client = scramClient({ username: 'user', password: 'pencil' });
  const challenge = challengeFor(client.first(), verifierOf('pencil'));
  const serverFirst = fromUtf8(challenge.serverFirst);
  const judge = (sent: { nonce?: string; gs2Header?: string }) =>
    checkClientFinal(challenge, client.final(serverFirst, sent));
  assert.equal(typeof judge({}), 'object');
  // RFC 5802 §6: "y" where "n" was sent is how an attacker in between would hide that he took away the -PLUS mechanisms.
  assert.equal(judge({ gs2Header: 'y,,' }), 'disproved');
  assert.equal(judge({ nonce: `${challenge.nonce}x` }), 'disproved');
  assert.equal(judge({ nonce: 'rOprNGfwEbeRWgbNEkqO' }), 'disproved');
});

test('an unknown extension of the client goes into the proof', () => {
  // RFC 5802 §7: unknown optional extensions are ignored, but they stand in client-final-message-without-proof.
  const extended = example.clientFinal.replace(',p=', ',x=y,p=');
  assert.equal(checkClientFinal(exampleChallenge(), fromUtf8(extended)), 'disproved');
});

test('whoever knows the password is let in, and nobody else', () => {
  const words = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => preparePassword(text) === text);
  fc.assert(
    fc.property(words, words, fc.constantFrom('n,,', 'y,,', 'n,a=me,'), (password, guess, gs2Header) => {
      const client = scramClient({ username: 'homer', password: guess, gs2Header });
      const challenge = challengeFor(client.first(), verifierOf(password, 2));
      const result = checkClientFinal(challenge, client.final(fromUtf8(challenge.serverFirst)));
      if (guess === password) assert.ok(typeof result === 'object' && client.trusts(result.serverFinal));
      else assert.equal(result, 'disproved');
    }),
    { numRuns: 50, examples: [['pencil', 'pencil', 'n,,']] },
  );
});

test('any octets are judged without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (first, final) => {
      parseClientFirst(first);
      assert.ok(typeof checkClientFinal(exampleChallengeOnce, final) === 'string');
    }),
  );
});
const exampleChallengeOnce = exampleChallenge();

test('a decoy is stable, different for each name and secret, and looks like a verifier', () => {
  const secret = fromLatin1('the secret of this server');
  const decoy = decoyScramVerifier(secret, 'nobody@springfield.test');
  assert.deepEqual(decoy, decoyScramVerifier(secret, 'nobody@springfield.test'));
  assert.notDeepEqual(decoy.salt, decoyScramVerifier(secret, 'noone@springfield.test').salt);
  assert.notDeepEqual(decoy.salt, decoyScramVerifier(fromLatin1('other'), 'nobody@springfield.test').salt);
  const real = verifierOf('pencil');
  assert.equal(decoy.iterations, scramIterations);
  assert.equal(decoy.salt.length, real.salt.length);
  assert.equal(decoy.storedKey.length, real.storedKey.length);
  assert.notDeepEqual(decoy.storedKey, decoy.serverKey);
});
