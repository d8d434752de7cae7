import { type Signal, signal } from '@preact/signals';
import { JmapClient, pageHeaders } from '../jmap/client.ts';
import { OfflineError, SignedOutError } from '../jmap/failures.ts';
import type { Session } from '../jmap/protocol.ts';

/** `unknown` until the server has said whether the cookie is still good. */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'signed-in'; readonly jmap: JmapClient };

export const sessionState: Signal<SessionState> = signal({ kind: 'unknown' });

/** Why a sign-in was refused. */
export type Refusal = { readonly kind: 'wrong' } | { readonly kind: 'too-often'; readonly seconds: number };

/** Looks whether there is a session. A server that does not answer shows the sign-in, which says what is wrong. */
export async function resume(): Promise<void> {
  try {
    sessionState.value = { kind: 'signed-in', jmap: new JmapClient(await readSession()) };
  } catch (error) {
    sessionState.value = { kind: 'signed-out' };
    if (!(error instanceof SignedOutError)) throw error;
  }
}

/** @throws SignedOutError @throws OfflineError */
async function readSession(): Promise<Session> {
  const response = await ask('/.well-known/jmap', {
    headers: { accept: 'application/json', ...pageHeaders },
  });
  if (response.status === 401) throw new SignedOutError();
  if (!response.ok) throw new OfflineError(`the server answered ${response.status}`);
  return (await response.json()) as Session;
}

/** @throws OfflineError */
export async function signIn(username: string, password: string): Promise<Refusal | undefined> {
  const response = await ask('/auth/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...pageHeaders },
    body: JSON.stringify({ username, password }),
  });
  if (response.status === 429)
    return { kind: 'too-often', seconds: Number(response.headers.get('retry-after') ?? 60) };
  if (response.status === 401 || response.status === 400) return { kind: 'wrong' };
  if (!response.ok) throw new OfflineError(`the server answered ${response.status}`);
  await resume();
  return undefined;
}

export async function signOut(): Promise<void> {
  await ask('/auth/sign-out', { method: 'POST', headers: pageHeaders });
  sessionState.value = { kind: 'signed-out' };
}

/** What an action came to that the person waits for; a session that is over leads to the sign-in. */
export function endSessionIfOver(error: unknown): void {
  if (error instanceof SignedOutError) sessionState.value = { kind: 'signed-out' };
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch (cause) {
    throw new OfflineError('the server does not answer', { cause });
  }
}
