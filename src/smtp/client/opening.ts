import { isCompletion, isIntermediate, type Reply } from '../../envelope/reply.ts';
import { type Failure, refusal } from './failure.ts';
import { NOTHING_OFFERED, type Offer, readOffer } from './offer.ts';
import { type Credential, cancelResponse, saslExchange } from './sasl.ts';
import { type Step, stageOf } from './step.ts';

export interface OpeningRules {
  /** Our argument of EHLO: our host name or an address literal (RFC 5321 §4.1.4). ASCII. */
  readonly greetingName: string;
  /**
   * `implicit`: TLS comes before the greeting (RFC 8314 §3). `opportunistic`: STARTTLS where it is offered. `required`: STARTTLS,
   * or no mail. `none`: STARTTLS is not used.
   */
  readonly tls: 'implicit' | 'opportunistic' | 'required' | 'none';
  /** If given, no mail without AUTH, and no AUTH without TLS. */
  readonly credential?: Credential;
}

/** What to do after a reply. */
export type OpeningMove =
  | { readonly kind: 'ask'; readonly step: Step }
  | { readonly kind: 'start-tls' }
  | { readonly kind: 'ready'; readonly offer: Offer }
  /** Say QUIT: the host is well, but we shall not do business. */
  | { readonly kind: 'give-up'; readonly failure: Failure };

/** The way from the greeting to a session that takes mail: EHLO, STARTTLS, EHLO again, AUTH. */
export class Opening {
  readonly #rules: OpeningRules;
  #offer: Offer = NOTHING_OFFERED;
  #isUnderTls = false;
  #isTlsRefused = false;
  #saslResponses: readonly string[] = [];

  constructor(rules: OpeningRules) {
    this.#rules = rules;
  }

  begin(): OpeningMove {
    return this.#rules.tls === 'implicit' ? { kind: 'start-tls' } : ask({ kind: 'greeting' });
  }

  /** RFC 3207 §4.2: all that the host said before is forgotten; EHLO comes first. */
  tlsEstablished(): OpeningMove {
    this.#isUnderTls = true;
    this.#offer = NOTHING_OFFERED;
    return ask(this.#rules.tls === 'implicit' ? { kind: 'greeting' } : this.#ehlo());
  }

  /** @param reply one that is positive for `step`, or negative */
  answer(step: Step, reply: Reply): OpeningMove {
    switch (step.kind) {
      case 'greeting':
        return isCompletion(reply) ? ask(this.#ehlo()) : refused(step, reply);
      case 'ehlo':
        return this.#answerEhlo(step, reply);
      case 'helo':
        return isCompletion(reply) ? this.#afterHello() : refused(step, reply);
      case 'starttls':
        return this.#answerStartTls(step, reply);
      default:
        return this.#answerAuth(step, reply);
    }
  }

  #ehlo(): Step {
    return { kind: 'ehlo', line: `EHLO ${this.#rules.greetingName}` };
  }

  #answerEhlo(step: Step, reply: Reply): OpeningMove {
    if (isCompletion(reply)) {
      this.#offer = readOffer(reply);
      return this.#afterHello();
    }
    // RFC 5321 §3.2: a host that does not know EHLO is asked with HELO. 50z: it did not understand (§4.2.1); anything else is a no.
    if (Math.floor(reply.code / 10) !== 50) return refused(step, reply);
    return ask({ kind: 'helo', line: `HELO ${this.#rules.greetingName}` });
  }

  #afterHello(): OpeningMove {
    const { tls, credential } = this.#rules;
    if (!this.#isUnderTls && !this.#isTlsRefused && this.#offer.startTls && tls !== 'none') {
      return ask({ kind: 'starttls', line: 'STARTTLS' });
    }
    if (!this.#isUnderTls && tls === 'required') return giveUp(tlsNotOffered);
    if (!credential) return this.#ready();
    if (!this.#isUnderTls) return giveUp(noPasswordInClear);
    const exchange = saslExchange(this.#offer.authMechanisms, credential);
    if (!exchange) return giveUp(noCommonMechanism);
    this.#saslResponses = exchange.responses;
    return ask({ kind: 'auth', line: exchange.command });
  }

  #answerStartTls(step: Step, reply: Reply): OpeningMove {
    if (isCompletion(reply)) return { kind: 'start-tls' };
    // RFC 3207 §4: whether to go on without is for us to decide; the policy has.
    if (this.#rules.tls === 'required') return refused(step, reply);
    this.#isTlsRefused = true;
    return this.#afterHello();
  }

  #answerAuth(step: Step, reply: Reply): OpeningMove {
    if (isCompletion(reply)) return this.#ready();
    if (!isIntermediate(reply)) return giveUp(credentialRefused(step, reply));
    const [line = cancelResponse, ...rest] = this.#saslResponses;
    this.#saslResponses = rest;
    return ask({ kind: 'auth', line });
  }

  #ready(): OpeningMove {
    return { kind: 'ready', offer: this.#offer };
  }
}

const ask = (step: Step): OpeningMove => ({ kind: 'ask', step });
const giveUp = (failure: Failure): OpeningMove => ({ kind: 'give-up', failure });
const refused = (step: Step, reply: Reply): OpeningMove => giveUp(refusal(stageOf(step), reply, 'host'));

/** A wrong password is the operator's fault and is soon corrected: messages wait for that, whatever the host's code says. */
const credentialRefused = (step: Step, reply: Reply): Failure => ({
  ...refusal(stageOf(step), reply, 'host'),
  status: '4.7.8',
});

const tlsNotOffered: Failure = {
  stage: 'starttls',
  status: '4.7.4',
  text: 'The host does not offer encryption, without which no mail goes there.',
  scope: 'host',
};

const noPasswordInClear: Failure = {
  stage: 'auth',
  status: '4.7.4',
  text: 'The host does not offer encryption, without which our password is not sent.',
  scope: 'host',
};

const noCommonMechanism: Failure = {
  stage: 'auth',
  status: '4.7.4',
  text: 'The host offers no way of logging in that is known here.',
  scope: 'host',
};
