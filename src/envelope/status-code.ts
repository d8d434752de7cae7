/** An enhanced status code, class.subject.detail (RFC 3463 §2). */
export type StatusCode = `${2 | 4 | 5}.${number}.${number}`;

/** status-code = class "." subject "." detail; the latter two of 1 to 3 digits */
const statusCode = /^[245]\.\d{1,3}\.\d{1,3}$/;

export const parseStatusCode = (text: string): StatusCode | undefined =>
  statusCode.test(text) ? (text as StatusCode) : undefined;

export type StatusClass = 2 | 4 | 5;

export const classOf = (status: StatusCode): StatusClass => Number(status[0]) as StatusClass;

/** The same subject and detail in another class: `withClass('5.7.1', 4)` is `4.7.1`. */
export const withClass = (status: StatusCode, statusClass: StatusClass): StatusCode =>
  `${statusClass}${status.slice(1)}` as StatusCode;
