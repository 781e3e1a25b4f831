import { stringify } from 'yaml';
import { YAML_OPTIONS } from '../../../site/export/markdown.ts';
import { newAuthorFile } from '../../../site/story/parse/author-file.ts';

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
  newAuthorFile(
    stringify(
      { headline, abstract: '', inLanguage: language, author: [{ name: author }] },
      null,
      YAML_OPTIONS,
    ),
  );
