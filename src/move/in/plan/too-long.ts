/** The most characters of an old text that is converted, without pictures in it: a story has 100,000. */
export const MAX_OLD_TEXT = 1_000_000;

/** Whether a text is too long to be converted. Pictures within it (`data:`) do not count. */
export const isTooLong = (text: string): boolean =>
  text.length > MAX_OLD_TEXT && text.replace(/\bdata:[^\s"'<>)]*/gi, '').length > MAX_OLD_TEXT;
