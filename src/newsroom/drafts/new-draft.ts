import { stringify } from 'yaml';
import { YAML_OPTIONS } from '../../export/markdown.ts';

/** Returns the text of a new draft. */
export const newDraftText = ({
  headline,
  language,
  published,
  author,
}: {
  headline: string;
  language: string;
  published: string;
  author: string;
}): string =>
  `---\n${stringify({ headline, abstract: '', inLanguage: language, datePublished: published, author: [{ name: author }] }, null, YAML_OPTIONS)}---\n\n`;
