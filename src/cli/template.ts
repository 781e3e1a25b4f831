/** A new story's file, to be filled in. */
export const storyTemplate = (now: Date) => `---
headline: What happened, in one line
abstract: >-
  The TL;DR: what happened, in two or three sentences of plain text.
datePublished: ${now.toISOString().replace(/\.\d{3}Z$/, 'Z')}
inLanguage: en
author:
  - name: Your name
keywords: []
# Say how each part came to be; what is left out is not claimed.
provenance:
  abstract:
    digitalSourceType: trainedAlgorithmicMedia
# What is known of the sources. A URL that the text cites needs no entry here.
citation: []
---

What it means. A citation is a link in a parenthesis of its own.([publisher.example](https://publisher.example/article))
`;
