import { foreignDomain } from './foreign-host.ts';
import { homer } from './running-server.ts';

/** A notice of failure as the foreign host would write it. @param returned the header section that it brings back */
export const failureNotice = (returned: string, recipient = `krusty@${foreignDomain}`): string =>
  `From: MAILER-DAEMON@${foreignDomain}
To: ${homer}
Subject: Undeliverable
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x

Your mail could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.${foreignDomain}

Final-Recipient: rfc822; ${recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such clown
--x
Content-Type: text/rfc822-headers

${returned}
--x--
`.replace(/\r?\n/g, '\r\n');

/** The header section of a message, each line with its end. */
export const headerSection = (content: string): string => content.slice(0, content.indexOf('\r\n\r\n') + 2);
