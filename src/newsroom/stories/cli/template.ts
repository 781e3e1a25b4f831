import { newAuthorFile } from '../../../site/story/parse/author-file.ts';

/** Text that the author has to replace. */
const PLACEHOLDERS = {
  headline: 'What happened, in one line',
  abstract: 'The TL;DR: what happened, in two or three sentences of plain text.',
  author: 'Your name',
  origin: '# Who wrote it?',
  articleBody: 'What it means. A citation is a link in a parenthesis of its own.',
  url: 'https://publisher.example/article',
};

/** The file of a new story, for its author to fill in. */
export const TEMPLATE = newAuthorFile(
  `# Remove this line to publish the story.
draft: true
headline: ${PLACEHOLDERS.headline}
abstract: >-
  ${PLACEHOLDERS.abstract}
# The story is dated when it is published. To schedule it, or to keep an old date, name the time:
# datePublished: 2026-03-04T09:30:00Z
inLanguage: en
author:
  - name: ${PLACEHOLDERS.author}
keywords: []
# Say how each part was made. Nothing is claimed about a part that you leave out.
# trainedAlgorithmicMedia: AI wrote it. compositeWithTrainedAlgorithmicMedia: AI helped. digitalCreation: people wrote it.
# composite: a program put it together from sentences of the sources.
provenance:
  abstract:
    digitalSourceType: ${PLACEHOLDERS.origin}
# Details of the sources. A URL that the text cites needs no entry.
citation: []
`,
  `${PLACEHOLDERS.articleBody}([publisher.example](${PLACEHOLDERS.url}))\n`,
);

/** Finds placeholders of the template that a file still has, at most one per line: `3: still has the template's text: "Your name"`. */
export function findPlaceholders(text: string): string[] {
  const isIn = (line: string, placeholder: string) =>
    placeholder === PLACEHOLDERS.author
      ? line.trim() === `- name: ${placeholder}`
      : line.includes(placeholder);
  return text.split('\n').flatMap((line, index) => {
    const found = Object.values(PLACEHOLDERS).find((placeholder) => isIn(line, placeholder));
    return found === undefined
      ? []
      : [`${index + 1}: still has the template's text: ${JSON.stringify(found)}`];
  });
}
