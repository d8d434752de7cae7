/** The entry of a worker: verifies the mails that it is given, several at a time, and asks the server what it wants of the DNS. */
import { parentPort } from 'node:worker_threads';
import type { Signatures, SignedMail } from '../../authentication/authenticate.ts';
import { invariant } from '../../base/invariant.ts';
import { asNodeWould, type NodeAnswer } from './node-answers.ts';
import { verifySignatures } from './verify-signatures.ts';

/** What the server says to a worker, and what it hears. */
export type ToWorker =
  | { readonly kind: 'verify'; readonly job: number; readonly mail: SignedMail }
  | { readonly kind: 'answer'; readonly question: number; readonly answer: NodeAnswer };

export type FromWorker =
  | {
      readonly kind: 'question';
      readonly job: number;
      readonly question: number;
      readonly name: string;
      readonly type: string;
    }
  | { readonly kind: 'verified'; readonly job: number; readonly signatures: Signatures };

const port = parentPort;
invariant(port, 'this is the entry of a worker');

const questions = new Map<number, (answer: NodeAnswer) => void>();
let lastQuestion = 0;

port.on('message', (message: ToWorker) => {
  if (message.kind === 'verify') void verify(message.job, message.mail);
  else {
    questions.get(message.question)?.(message.answer);
    questions.delete(message.question);
  }
});

const say = (message: FromWorker): void => port.postMessage(message);

async function verify(job: number, mail: SignedMail): Promise<void> {
  let signatures: Signatures;
  try {
    signatures = await verifySignatures(mail, async (name, type) =>
      asNodeWould(await ask(job, name, type), name),
    );
  } catch {
    // What cannot even be read vouches for nothing.
    signatures = { dkim: [{ result: 'permerror', domain: '', selector: '' }], arc: 'fail' };
  }
  say({ kind: 'verified', job, signatures });
}

function ask(job: number, name: string, type: string): Promise<NodeAnswer> {
  const question = ++lastQuestion;
  const { promise, resolve } = Promise.withResolvers<NodeAnswer>();
  questions.set(question, resolve);
  say({ kind: 'question', job, question, name, type });
  return promise;
}
