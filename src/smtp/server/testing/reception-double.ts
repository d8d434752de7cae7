import { type ForwardPath, NULL_PATH, POSTMASTER } from '../../../address/path.ts';
import { fromLatin1, latin1 } from '../../../base/bytes.ts';
import { reply } from '../../../envelope/reply.ts';
import type { Answer, Question } from '../dialogue.ts';

/**
 * A reception with simple habits. Hosts may talk. Accounts: homer, whose password is "doughnut". Nobody may send as stranger@…;
 * there is no mailbox nobody@…, and moe@… is closed for a while.
 */
export class ReceptionDouble {
  /** LOGIN asks for the name first. */
  #loginName: string | undefined;

  answer(question: Question): Answer {
    switch (question.kind) {
      case 'mail': {
        const { reversePath } = question.envelope;
        const isStranger = reversePath !== NULL_PATH && reversePath.localPart === 'stranger';
        return isStranger ? refuse(550, '5.7.1', 'We do not know you') : { kind: 'accept' };
      }
      case 'rcpt':
        return judge(question.recipient.path);
      case 'auth':
        return this.#authenticate(question);
      default:
        return { kind: 'accept' };
    }
  }

  #authenticate({ mechanism, isFirst, response }: Extract<Question, { kind: 'auth' }>): Answer {
    if (isFirst) this.#loginName = undefined;
    if (mechanism === 'LOGIN') {
      if (response === undefined) return challenge('Username:');
      if (this.#loginName === undefined) {
        this.#loginName = latin1(response);
        return challenge('Password:');
      }
      return verdict(this.#loginName, latin1(response));
    }
    if (response === undefined) return challenge('');
    const [, name = '', password = ''] = latin1(response).split('\0');
    return verdict(name, password);
  }
}

const refuse = (code: number, status: `${2 | 4 | 5}.${number}.${number}`, text: string): Answer => ({
  kind: 'refuse',
  reply: reply(code, status, text),
});

const challenge = (text: string): Answer => ({ kind: 'challenge', challenge: fromLatin1(text) });

const verdict = (name: string, password: string): Answer =>
  name === 'homer' && password === 'doughnut'
    ? { kind: 'authenticated', account: name }
    : refuse(535, '5.7.8', 'Wrong user name or password');

function judge(path: ForwardPath): Answer {
  if (path === POSTMASTER) return { kind: 'accept' };
  if (path.localPart === 'nobody') return refuse(550, '5.1.1', 'No such user here');
  if (path.localPart === 'moe') return refuse(450, '4.2.1', 'The bar is closed');
  return { kind: 'accept' };
}
