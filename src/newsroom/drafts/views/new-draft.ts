import { stringify } from 'yaml';
import { YAML_OPTIONS } from '../../../site/export/markdown.ts';

/** Returns the text of a new draft. */
export const newDraftText = ({
  headline,
  language,
  author,
}: {
  headline: string;
  language: string;
  author: string;
}): string =>
  `---\n${stringify({ headline, abstract: '', inLanguage: language, author: [{ name: author }] }, null, YAML_OPTIONS)}---\n\n`;
