/** Characters of a text that are looked at: from its beginning, where a host says what matters, and from its end. */
const headMax = 3000;
const tailMax = 1000;

/**
 * A text as phrases are looked for in it: bounded, in lower case and in one line, with `@` for each address, so that no word of an
 * address is taken for one of the sentence, and without accents and the codes that begin the further lines of a reply.
 */
export function comparableText(text: string): string {
  const letters = withoutAccents(cut(text).toLowerCase());
  const line = letters.replace(blanks, ' ').replace(curlyApostrophes, "'").trim();
  const unaddressed = line.includes('@') ? line.replace(addresses, '@') : line;
  let isFirst = !/^[245]\d\d/.test(unaddressed);
  return unaddressed.replace(furtherCodes, (codes) => {
    const kept = isFirst ? codes : ' ';
    isFirst = false;
    return kept;
  });
}

/** Many programs cannot write the accents of their language, so they are left out wherever words are compared. */
export const withoutAccents = (text: string): string =>
  isAscii.test(text)
    ? text
    : text
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .replace(/[łŁ]/g, 'l')
        .normalize('NFC');

const isAscii = /^[\x00-\x7f]*$/;

const cut = (text: string): string =>
  text.length <= headMax + tailMax ? text : `${text.slice(0, headMax)} ${text.slice(-tailMax)}`;

const blanks = /[\s\u0000-\u001f\u007f]+/g;
const curlyApostrophes = /[\u2018\u2019\u00b4`]/g;
const addresses = /<?[^\s<>()[\]"',;:@]{1,64}@[^\s<>()[\]"',;:@]{1,255}>?/g;
/** `550-5.1.1 ` and `550 5.1.1 ` in the middle of the text. */
const furtherCodes = / [245]\d\d(?:-(?:[245]\.\d{1,3}\.\d{1,3}(?: |$))?| [245]\.\d{1,3}\.\d{1,3} )/g;
