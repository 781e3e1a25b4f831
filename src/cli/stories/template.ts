/** Text for the author to replace: a file that still has some of it is not finished. */
const PLACEHOLDERS = {
  headline: 'What happened, in one line',
  abstract: 'The TL;DR: what happened, in two or three sentences of plain text.',
  author: 'Your name',
  articleBody: 'What it means. A citation is a link in a parenthesis of its own.',
  url: 'https://publisher.example/article',
};

/** A new story's file, to be filled in. */
export const renderTemplate = (now: Date) => `---
# Remove this line to publish the story.
draft: true
headline: ${PLACEHOLDERS.headline}
abstract: >-
  ${PLACEHOLDERS.abstract}
datePublished: ${now.toISOString().replace(/\.\d{3}Z$/, 'Z')}
inLanguage: en
author:
  - name: ${PLACEHOLDERS.author}
keywords: []
# State how each part was made; what is left out is not claimed.
provenance:
  abstract:
    digitalSourceType: trainedAlgorithmicMedia
# What is known of the sources. A URL that the text cites needs no entry here.
citation: []
---

${PLACEHOLDERS.articleBody}([publisher.example](${PLACEHOLDERS.url}))
`;

/** Returns which of the template's texts a file still has, and on which lines; at most one for each line. */
export function findPlaceholders(text: string): { line: number; placeholder: string }[] {
  const isIn = (line: string, placeholder: string) =>
    placeholder === PLACEHOLDERS.author
      ? line.trim() === `- name: ${placeholder}`
      : line.includes(placeholder);
  return text.split('\n').flatMap((each, index) => {
    const placeholder = Object.values(PLACEHOLDERS).find((one) => isIn(each, one));
    return placeholder === undefined ? [] : [{ line: index + 1, placeholder }];
  });
}
