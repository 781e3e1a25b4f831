import { readSettings } from '../../settings.ts';
import type { Site } from '../../site.ts';
import { isStorySlug } from '../../story/slug.ts';
import { badParameter, noSuchFormat, notFound, nothingToEmbed } from '../errors.ts';
import type { EdgeContext } from '../scopes.ts';
import { answer } from './answer.ts';
import { storyDocument } from './documents.ts';
import { exportDocument, negotiatedDocument, oembedDocument, slugOfStoryUrl } from './exports.ts';
import { prefersMarkdown } from './negotiation.ts';
import type { Document } from './reading.ts';

// The handlers of what is made of one story when it is read.

/** Answers with a document of the story that has this slug; what is no slug has none. */
function answerOfStory(
  c: EdgeContext,
  name: string | undefined,
  documentOf: (slug: string, site: Site, now: number) => Document,
  otherwise?: (site: Site) => Promise<Response>,
) {
  const isStory = name !== undefined && isStorySlug(name);
  const document = isStory ? documentOf(name, readSettings(c.env).site, Date.now()) : undefined;
  return answer(c, document, otherwise && { otherwise });
}

/**
 * A story: its page, or its Markdown for a client that would rather have that; and as a file for programs where the slug has
 * an ending, as in `/stories/a-story.md`.
 */
export const story = (c: EdgeContext) => {
  const [name, ending, ...more] = (c.req.param('file') ?? '').split('.');
  if (ending === undefined) {
    const isForPrograms = prefersMarkdown(c.req.header('Accept') ?? '');
    return answerOfStory(c, name, isForPrograms ? negotiatedDocument : storyDocument);
  }
  const isKnown = (ending === 'md' || ending === 'json') && more.length === 0;
  return isKnown
    ? answerOfStory(c, name, (...story) => exportDocument(ending, 'story', ...story))
    : notFound(readSettings(c.env).site);
};

/** The reference of a story, or with `?of=sources` those of its sources. */
export const references = (format: 'bib' | 'ris' | 'csl') => (c: EdgeContext) => {
  const of = c.req.query('of') ?? 'story';
  if (of !== 'story' && of !== 'sources')
    return badParameter('of', of, 'must be story or sources', readSettings(c.env).site);
  return answerOfStory(c, c.req.param('slug'), (...story) => exportDocument(format, of, ...story));
};

/** What another site may embed of a story: oEmbed 1.0, https://oembed.com */
export const oembed = (c: EdgeContext) => {
  const { site } = readSettings(c.env);
  const { url = '', format = 'json', maxwidth, maxheight } = c.req.query();
  if (format !== 'json' && format !== 'xml') return noSuchFormat(format, site);
  for (const [name, value] of Object.entries({ maxwidth, maxheight })) {
    if (value !== undefined && !/^[1-9]\d{0,5}$/.test(value))
      return badParameter(name, value, 'must be a number of pixels', site);
  }
  const room = { width: Number(maxwidth ?? Infinity), height: Number(maxheight ?? Infinity) };
  return answerOfStory(
    c,
    slugOfStoryUrl(url, site),
    (...story) => oembedDocument(format, room, ...story),
    () => nothingToEmbed(url, site),
  );
};
