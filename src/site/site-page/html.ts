import { linkLength, parsePageMarkdown, plainCitations, tokensToHtml } from '../story/markdown.ts';

const citations = plainCitations((url) => url);

/** Renders the text of a page. A citation stays what its author wrote: a link in parentheses. */
export const pageHtml = (body: string): string => tokensToHtml(parsePageMarkdown(body), citations, 'page');

/** Counts the characters of HTML that the links of a page take: a short text can use a long URL many times. */
export const pageLinkLength = (body: string): number =>
  linkLength(parsePageMarkdown(body), citations.attributes);
