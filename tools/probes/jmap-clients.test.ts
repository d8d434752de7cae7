// JMAP clients that others wrote.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import { missing, mustRun } from '../testbed/programs.ts';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';

/** What we use of jmap-jam. Its own types come as sources that our compiler options do not let pass. */
interface Jam {
  readonly session: Promise<{
    readonly username: string;
    readonly apiUrl: string;
    readonly primaryAccounts: Readonly<Record<string, string>>;
  }>;
  request(call: readonly [string, object], options: object): Promise<readonly [unknown, unknown]>;
  uploadBlob(account: string, body: Blob): Promise<{ readonly blobId: string; readonly size: number }>;
  downloadBlob(options: object): Promise<Response>;
}
const jam: string = 'jmap-jam';
const { default: JamClient } = (await import(jam)) as {
  default: new (options: { readonly sessionUrl: string; readonly bearerToken: string }) => Jam;
};

let testbed: Testbed;
before(async () => {
  testbed = await Testbed.start({ hasWeb: true });
});
after(() => testbed.stop());

const url = () => `http://127.0.0.1:${testbed.ports.http}`;

describe('jmap-jam', () => {
  it('signs in with a token, and finds its way by the session', async () => {
    const { secret } = (await testbed.operate('token.add', { address: homer, name: 'jam' })) as {
      secret: string;
    };
    const client = new JamClient({ sessionUrl: `${url()}/.well-known/jmap`, bearerToken: secret });
    const session = await client.session;
    assert.equal(session.username, homer);
    assert.equal(session.apiUrl, `${url()}/jmap/api`);
    const [echo] = await client.request(['Core/echo', { hello: 'world' }], {
      using: ['urn:ietf:params:jmap:core'],
    });
    assert.deepEqual(echo, { hello: 'world' });
    const [identities] = await client.request(
      ['Identity/get', { accountId: session.primaryAccounts['urn:ietf:params:jmap:submission'] }],
      { using: ['urn:ietf:params:jmap:submission'] },
    );
    assert.equal((identities as { list: readonly { email: string }[] }).list[0]?.email, homer);
  });

  it('brings octets, and gets them back', async () => {
    const { secret } = (await testbed.operate('token.add', { address: homer, name: 'jam' })) as {
      secret: string;
    };
    const client = new JamClient({ sessionUrl: `${url()}/.well-known/jmap`, bearerToken: secret });
    const session = await client.session;
    const accountId = session.primaryAccounts['urn:ietf:params:jmap:blob'] ?? '';
    const octets = crypto.getRandomValues(new Uint8Array(60_000));
    const { blobId, size } = await client.uploadBlob(accountId, new Blob([octets]));
    assert.equal(size, octets.length);
    const file = { accountId, blobId, fileName: 'a.bin', mimeType: 'application/octet-stream' };
    const response = await client.downloadBlob(file);
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), octets);
    const [digest] = await client.request(
      ['Blob/get', { accountId, ids: [blobId], properties: ['digest:sha-256', 'size'] }],
      { using: ['urn:ietf:params:jmap:blob'] },
    );
    const sha = Buffer.from(await crypto.subtle.digest('SHA-256', octets)).toString('base64');
    assert.deepEqual((digest as { list: unknown }).list, [{ id: blobId, 'digest:sha-256': sha, size }]);
  });
});

describe('a mail with an attachment', () => {
  it('is found, read and saved by jmap-jam', async () => {
    const picture = Buffer.from(crypto.getRandomValues(new Uint8Array(5_000)));
    await createTransport({
      ...{ host: '127.0.0.1', port: testbed.ports.submission, tls: { rejectUnauthorized: false } },
      auth: { user: homer, pass: password },
    }).sendMail({
      ...{ from: homer, to: marge, subject: 'Wedding', text: 'Remember?' },
      attachments: [{ filename: 'Photo Ü.png', contentType: 'image/png', content: picture }],
    });
    const { secret } = (await testbed.operate('token.add', { address: marge, name: 'jam' })) as {
      secret: string;
    };
    const client = new JamClient({ sessionUrl: `${url()}/.well-known/jmap`, bearerToken: secret });
    const mail = 'urn:ietf:params:jmap:mail';
    const accountId = (await client.session).primaryAccounts[mail] ?? '';
    const ask = async (name: string, args: object) =>
      (await client.request([name, { accountId, ...args }], { using: [mail] }))[0];
    const { ids } = (await ask('Email/query', { filter: { subject: 'wedding' } })) as {
      ids: readonly string[];
    };
    const { list } = (await ask('Email/get', { ids, properties: ['blobId', 'subject', 'attachments'] })) as {
      list: readonly {
        blobId: string;
        attachments: readonly { blobId: string; name: string; type: string }[];
      }[];
    };
    const attachment = list[0]?.attachments[0] ?? assert.fail();
    assert.deepEqual([attachment.name, attachment.type], ['Photo Ü.png', 'image/png']);
    const { blobId, name: fileName, type: mimeType } = attachment;
    const saved = await client.downloadBlob({ accountId, blobId, fileName, mimeType });
    assert.deepEqual(Buffer.from(await saved.arrayBuffer()), picture);
    assert.match(saved.headers.get('content-disposition') ?? '', /filename\*=UTF-8''Photo%20%C3%9C\.png$/);
    const whole = {
      accountId,
      blobId: list[0]?.blobId ?? '',
      fileName: 'mail.eml',
      mimeType: 'message/rfc822',
    };
    const text = await (await client.downloadBlob(whole)).text();
    assert.match(text, /^Return-Path: <homer@.*Subject: Wedding/s);
  });
});

describe('a client that listens', () => {
  it('hears of new mail within a second', async () => {
    const { secret } = (await testbed.operate('token.add', { address: homer, name: 'x' })) as {
      secret: string;
    };
    const abort = new AbortController();
    const response = await fetch(`${url()}/jmap/events?types=Email,Quota&closeafter=state&ping=0`, {
      headers: { authorization: `Bearer ${secret}` },
      signal: abort.signal,
    });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    assert.match(new TextDecoder().decode(first?.value), /^id: /);
    const start = performance.now();
    await createTransport({
      ...{ host: '127.0.0.1', port: testbed.ports.submission, tls: { rejectUnauthorized: false } },
      auth: { user: homer, pass: password },
    }).sendMail({ from: homer, to: homer, subject: 'news', text: 'Hello' });
    const event = new TextDecoder().decode((await reader?.read())?.value);
    assert.match(event, /^event: state\nid: .+\ndata: .*"(?:Email|Quota)":"/);
    assert.ok(performance.now() - start < 1_000);
    assert.equal((await reader?.read())?.done, true, 'and the answer ends, as was asked for');
  });
});

describe('curl', { skip: missing('curl') }, () => {
  const curl = (...args: string[]) =>
    mustRun('curl', ['--silent', '--show-error', '--fail-with-body', ...args]);

  it('signs in with the password, over TLS', async () => {
    const session = await curl(
      '--insecure',
      '--user',
      `${homer}:${password}`,
      `https://127.0.0.1:${testbed.ports.https}/.well-known/jmap`,
    );
    const { username, apiUrl } = JSON.parse(session) as Record<string, string>;
    assert.equal(username, homer);
    assert.equal(apiUrl, `https://127.0.0.1:${testbed.ports.https}/jmap/api`);
  });

  it('keeps the cookie of a session, and is signed out by a new password', async () => {
    const jar = `${testbed.folder}/cookies`;
    const base = `https://127.0.0.1:${testbed.ports.https}`;
    const page = ['--insecure', '--cookie', jar, '--cookie-jar', jar, '--header', 'X-Requested-With: curl'];
    const json = ['--header', 'Content-Type: application/json', '--data'];
    await curl(...page, ...json, JSON.stringify({ username: homer, password }), `${base}/auth/sign-in`);
    assert.match(await curl(...page, `${base}/.well-known/jmap`), /"username":"homer@/);
    const echo = { using: ['urn:ietf:params:jmap:core'], methodCalls: [['Core/echo', { a: 1 }, 'c']] };
    assert.match(
      await curl(...page, ...json, JSON.stringify(echo), `${base}/jmap/api`),
      /\["Core\/echo",\{"a":1\},"c"\]/,
    );
    await testbed.operate('account.passwd', { address: homer, password });
    await assert.rejects(curl(...page, `${base}/.well-known/jmap`), /401/);
  });
});
