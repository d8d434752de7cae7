/** RFC 6838 §4.2, and parameters as they come in mail: printable ASCII, so that it can stand in a field. */
export const isMediaType = (text: string): boolean =>
  /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}(?:\s{0,5};[\x20-\x7e]{0,300})?$/.test(
    text,
  );
