import { anyPhrase } from './phrase.ts';

/** A mail has arrived, or has gone on to a host that will tell no more of it. */
export const successPhrase = anyPhrase({
  english: [
    String.raw`\bsuccessful(?:ly)? (?:\w+ )?(?:deliver|relay)|\bdelivery (?:was |has been )?successful|\b(?:notification|report|status|receipt) \((?:success|delivered|relay(?:ed)?|expanded|delivery)\)|^return receipt\b|^delivered: |\bdelivery confirmation\b|\b(?:was|were|has been|have been) (?:delivered|relayed) (?:successfully )?to (?:the following|this|these|your)`,
  ],
  others: [
    'erfolgreich (?:zugestellt|weitergeleitet)|(?:remis|délivré|distribué) avec succès|entregado correctamente|entregue com sucesso|consegnato correttamente|успешно доставлен|配信されました|投递成功|전송되었습니다',
  ],
});

export const relayPhrase = anyPhrase({
  english: [String.raw`\brelay(?:ed)?\b`],
  german: ['weitergeleitet'],
});
