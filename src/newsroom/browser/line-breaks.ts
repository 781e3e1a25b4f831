// Line breaks, which forms and editors change without asking. Pure.

const LINE_BREAK = /\r\n?|\n/g;

/**
 * Returns the line break that an editor should split the text at and insert: the only one that the text has, or a line feed. If a text
 * has several kinds, the carriage returns stay as characters within lines.
 */
export function chooseLineBreak(text: string): string {
  const kinds = new Set(text.match(LINE_BREAK));
  const [only = '\n'] = kinds;
  return kinds.size === 1 ? only : '\n';
}

/** Returns the text with `lineBreak` in place of each of its line breaks. */
export const withLineBreaks = (text: string, lineBreak: string): string =>
  text.replace(LINE_BREAK, lineBreak);

/**
 * Returns the text of a `<textarea>` with the line breaks of what the page was loaded with. A `<textarea>` itself has line feeds alone,
 * whatever it was given; only its default value has them as they were.
 */
export const exactText = ({ value, defaultValue }: { value: string; defaultValue: string }): string =>
  withLineBreaks(defaultValue, '\n') === value
    ? defaultValue
    : withLineBreaks(value, chooseLineBreak(defaultValue));
