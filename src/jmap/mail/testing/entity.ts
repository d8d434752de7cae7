let count = 0;

/**
 * Writes a MIME entity: parts, or text, which is the Content-Description too if it is one word.
 * @param fields further fields, each with its line end
 */
export function entity(
  type: string,
  content: string | readonly string[],
  disposition?: string,
  fields = '',
): string {
  const shown = disposition === undefined ? '' : `Content-Disposition: ${disposition}\r\n`;
  if (typeof content === 'string') {
    const name = /^\w+$/.test(content) ? `Content-Description: ${content}\r\n` : '';
    return `Content-Type: ${type}\r\n${shown}${fields}${name}\r\n${content}`;
  }
  const boundary = `b${++count}`;
  const parts = content.map((part) => `--${boundary}\r\n${part}\r\n`).join('');
  return `Content-Type: ${type}; boundary=${boundary}\r\n${shown}${fields}\r\n${parts}--${boundary}--\r\n`;
}
