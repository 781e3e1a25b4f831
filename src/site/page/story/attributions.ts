// Who said what is quoted: the last line of a quote, if it is the only one that begins with a dash, as in "— Ann Lee, minister". It stays
// where its author wrote it; the stylesheet sets it smaller than the quote.

/** Matches each quote that has no other within it. */
const QUOTE = /<blockquote>\n((?:(?!<\/?blockquote>).)*)<\/blockquote>/gs;
/** Matches each line that begins with a dash. */
const DASHED = /(?<=<p>|\n)(?:[—–―]|--) ?[^\s—–―-].*?(?=<\/p>|<br>|\n)/g;

/** Marks the attributions of the quotes in the HTML of the analysis. Authors cannot write this HTML themselves. */
export const withAttributions = (html: string): string =>
  html.replaceAll(QUOTE, (quote, content: string) => {
    const [line, ...others] = content.matchAll(DASHED);
    if (!line || others.length > 0) return quote;
    const [before, after] = [content.slice(0, line.index), content.slice(line.index + line[0].length)];
    if (before === '<p>' || after !== '</p>\n') return quote;
    const marked = before.endsWith('<p>')
      ? `${before.slice(0, -'>'.length)} class="by">${line[0]}`
      : `${before}<span class="by">${line[0]}</span>`;
    return `<blockquote>\n${marked}${after}</blockquote>`;
  });
