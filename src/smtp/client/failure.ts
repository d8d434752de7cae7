import { isPermanent, type Reply } from '../../envelope/reply.ts';
import { classOf, type StatusCode, withClass } from '../../envelope/status-code.ts';

/** Where in the session it happened. */
export type ClientStage = 'greeting' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'content';

/** Why something was not done. Its status says whether another attempt may help: 4.y.z or 5.y.z. */
export interface Failure {
  readonly stage: ClientStage;
  readonly status: StatusCode;
  /** One sentence for people, ours. */
  readonly text: string;
  /**
   * `host`: about this host or connection, so that another host of the same destination may do better.
   * `message`: about the message or recipient, so that it is final for this attempt.
   */
  readonly scope: 'host' | 'message';
  /** What the host said, if it said it. Untrusted. */
  readonly reply?: Reply;
  /** The host takes no more recipients in this transaction, but may in another (RFC 5321 §4.5.3.1.10). */
  readonly isOverRecipientLimit?: true;
}

export const isPermanentFailure = (failure: Failure): boolean => classOf(failure.status) === 5;

type Severity = 'transient' | 'permanent';

const refusals: Readonly<Record<ClientStage, Readonly<Record<Severity, string>>>> = {
  greeting: {
    transient: 'The host does not take mail at the moment.',
    permanent: 'The host does not take mail from us.',
  },
  ehlo: {
    transient: 'The host does not talk to us at the moment.',
    permanent: 'The host does not accept the name by which we greet it.',
  },
  starttls: {
    transient: 'The host offers encryption but cannot provide it at the moment.',
    permanent: 'The host offers encryption but refuses to begin with it.',
  },
  auth: {
    transient: 'The host cannot check our user name and password at the moment.',
    permanent: 'The host does not accept our user name and password.',
  },
  mail: {
    transient: 'The host does not take mail from this sender at the moment.',
    permanent: 'The host does not take mail from this sender.',
  },
  rcpt: {
    transient: 'The host does not take mail for this recipient at the moment.',
    permanent: 'The host does not take mail for this recipient.',
  },
  data: {
    transient: 'The host does not take the message at the moment.',
    permanent: 'The host does not take the message.',
  },
  content: {
    transient: 'The host has read the message but does not take it at the moment.',
    permanent: 'The host has read the message and does not take it.',
  },
};

/** The host said no: `reply` is a 4yz or 5yz. Without a status of its own, X.0.0 stands for it (RFC 3463 §3.1). */
export function refusal(stage: ClientStage, reply: Reply, scope: Failure['scope']): Failure {
  const severity = isPermanent(reply) ? 'permanent' : 'transient';
  const status = reply.status ?? (severity === 'permanent' ? '5.0.0' : '4.0.0');
  return { stage, status, text: refusals[stage][severity], scope, reply };
}

/**
 * RFC 5321 §3.8: 421 ends the session, whatever was asked. Nobody whose fate is open is refused by it; once the content has been
 * sent, it is the answer to that.
 */
export function serviceClosing(stage: ClientStage, reply: Reply): Failure {
  const text = 'The host ended the session.';
  return {
    stage,
    status: reply.status ?? '4.3.2',
    text,
    scope: stage === 'content' ? 'message' : 'host',
    reply,
  };
}

/** The host spoke, but not as SMTP allows at this point. Status 4.5.0: other or undefined protocol status. */
export function protocolError(stage: ClientStage, why: string, reply?: Reply): Failure {
  const text = `The host does not keep to the protocol. ${why}`;
  return { stage, status: '4.5.0', text, scope: 'host', ...(reply && { reply }) };
}

/** The reply is not of the class that the command asks for, nor negative. */
export const unexpectedReply = (stage: ClientStage, reply: Reply): Failure =>
  protocolError(stage, 'Its answer does not fit what it was asked.', reply);

export function connectionLost(stage: ClientStage, why: string | undefined): Failure {
  const detail = why === undefined ? '' : ` (${why})`;
  return { stage, status: '4.4.2', text: `The connection was lost${detail}.`, scope: 'host' };
}

/** We ourselves gave up waiting. */
export const abandoned = (stage: ClientStage, why: string): Failure => ({
  stage,
  status: '4.4.0',
  text: why,
  scope: 'message',
});

export const tlsFailed = (why: string): Failure => ({
  stage: 'starttls',
  status: '4.7.5',
  text: `The encryption could not be set up (${why}).`,
  scope: 'host',
});

/** The content broke off on our side. Its end is not sent, so that nobody takes half a message for a whole one. */
export const contentFailed: Failure = {
  stage: 'content',
  status: '4.3.0',
  text: 'The message could not be read from our own queue.',
  scope: 'message',
};

export const timedOut = (stage: ClientStage): Failure => ({
  stage,
  status: '4.4.2',
  text: 'The host did not answer in time.',
  scope: 'host',
});

/**
 * What a failure is that came after the whole message was sent and before its answer. RFC 5321 §6.1: the host may have it or not,
 * so another attempt can make a second copy; none at all can lose it.
 */
export function unknownFate(failure: Failure): Failure {
  const text = `${failure.text} By then the whole message had been sent: if the host took it, a second copy may follow.`;
  return { ...failure, text, scope: 'message' };
}

/**
 * True if the host says that a transaction takes no more recipients, not that something is wrong with this one.
 * RFC 5321 §4.5.3.1.10: that is code 452; 552 may mean the same once 100 were accepted. Both codes have other meanings, so without
 * X.5.3 (too many recipients) it counts only where some were accepted before.
 */
export function isTooManyRecipients(reply: Reply, acceptedBefore: number): boolean {
  if (reply.code !== 452 && reply.code !== 552) return false;
  if (reply.status !== undefined) return withClass(reply.status, 4) === '4.5.3';
  return acceptedBefore >= (reply.code === 452 ? 1 : recipientsAlwaysTaken);
}

/** RFC 5321 §4.5.3.1.8: every host takes as many. */
export const recipientsAlwaysTaken = 100;

export function overRecipientLimit(reply: Reply): Failure {
  const text = 'The host takes no more recipients together with the others.';
  return { stage: 'rcpt', status: '4.5.3', text, scope: 'message', reply, isOverRecipientLimit: true };
}
