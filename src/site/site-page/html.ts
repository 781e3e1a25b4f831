import { LATE } from '../story/body-picture.ts';
import { linkLength, parsePageMarkdown, plainCitations, tokensToHtml } from '../story/markdown.ts';

const citations = plainCitations((url) => url);

/** Renders the text of a page. A citation stays what its author wrote: a link in parentheses. */
export function pageHtml(body: string): string {
  const html = tokensToHtml(parsePageMarkdown(body), citations, LATE);
  // A wide table scrolls, so readers without a mouse must be able to focus it. Text contains `<` only as `&lt;`.
  return html.replaceAll('<table>', '<table tabindex="0">');
}

/** Counts the characters of HTML that the links of a page take: a short text can use a long URL many times. */
export const pageLinkLength = (body: string): number =>
  linkLength(parsePageMarkdown(body), citations.attributes);
