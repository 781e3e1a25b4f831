import { accountsIn } from '../../fediverse/documents/accounts.ts';
import { tombstoneObject } from '../../fediverse/documents/activities.ts';
import { ACTIVITY_JSON, printActivity } from '../../fediverse/documents/activity-streams.ts';
import { articleObject, objectId } from '../../fediverse/documents/article.ts';
import { storyKey } from '../../platform/kv.ts';
import { readSettings } from '../../settings/settings.ts';
import { type Site, slugOfStoryUrl, storyUrl } from '../../settings/site.ts';
import { CORS, STORY_VARY } from '../../site/document/caching.ts';
import { dataHeaders, exportHeaders } from '../../site/document/headers.ts';
import { toEntry } from '../../site/edition/edition.ts';
import {
  type ExportFormat,
  exportUrl,
  type OembedFormat,
  oembedUrl,
  type ReferenceSubject,
} from '../../site/export/addresses.ts';
import { renderBibtex } from '../../site/export/bibtex.ts';
import { renderCsl } from '../../site/export/csl.ts';
import { renderJson } from '../../site/export/json.ts';
import { articleToMarkdown } from '../../site/export/markdown.ts';
import { renderNinjs } from '../../site/export/ninjs.ts';
import { type EmbedLimits, renderOembed } from '../../site/export/oembed.ts';
import { sourceReferences, storyReference } from '../../site/export/reference.ts';
import { renderRis } from '../../site/export/ris.ts';
import type { Article, ArticleWithRelated } from '../../site/story/article.ts';
import { isStorySlug } from '../../site/story/slug.ts';
import type { EdgeContext } from '../context.ts';
import {
  badParameterResponse,
  handleNotFound,
  noSuchFormatResponse,
  nothingToEmbedResponse,
} from '../errors.ts';
import { siteOf } from '../site.ts';
import type { LazyDocument } from './lazy-document.ts';
import { prefersActivity, prefersMarkdown } from './negotiation.ts';
import { respondRendered } from './respond.ts';
import { storyPage, storyVariant } from './story.ts';

/** Responds with a document of the story that has this slug, or with `otherwise` if there is none. */
function respondOfStory(
  c: EdgeContext,
  slug: string | undefined,
  documentOf: (slug: string) => LazyDocument,
  otherwise?: (site: Site) => Promise<Response>,
) {
  const document = slug !== undefined && isStorySlug(slug) ? documentOf(slug) : undefined;
  return respondRendered(c, document, otherwise && { otherwise });
}

/** Handles a story's address: its page, or for a client that prefers it Markdown or an object of the fediverse; and the exports `/stories/a-story.md`, `.json` and `.ninjs`. */
export const handleStoryVariant = (c: EdgeContext) => {
  const [slug, suffix, ...more] = (c.req.param('file') ?? '').split('.');
  if (suffix === undefined) {
    const accept = c.req.header('Accept') ?? '';
    if (accountsIn(readSettings(c.env).site) && prefersActivity(accept))
      return respondOfStory(c, slug, activityDocument);
    return respondOfStory(c, slug, prefersMarkdown(accept) ? negotiatedDocument : storyPage);
  }
  const isThere =
    suffix === 'md' || suffix === 'json' || (suffix === 'ninjs' && readSettings(c.env).site.ninjs);
  return isThere && more.length === 0
    ? respondOfStory(c, slug, exportDocument(suffix as ExportFormat, 'story'))
    : handleNotFound(c);
};

/** Returns the handler of a story's reference, or with `?of=sources` of the references of its sources. */
export const referencesHandler = (format: 'bib' | 'ris' | 'csl') => async (c: EdgeContext) => {
  const of = c.req.query('of') ?? 'story';
  if (of !== 'story' && of !== 'sources')
    return badParameterResponse('of', of, 'must be story or sources', await siteOf(c));
  return respondOfStory(c, c.req.param('slug'), exportDocument(format, of));
};

/** Handles oEmbed 1.0 (https://oembed.com), by which other sites embed a story. */
export const handleOembed = async (c: EdgeContext) => {
  const { url = '', format = 'json', maxwidth, maxheight } = c.req.query();
  if (format !== 'json' && format !== 'xml') return noSuchFormatResponse(format, await siteOf(c));
  for (const [name, value] of Object.entries({ maxwidth, maxheight })) {
    if (value !== undefined && !/^[1-9]\d{0,5}$/.test(value))
      return badParameterResponse(name, value, 'must be a number of pixels', await siteOf(c));
  }
  const limits = { width: Number(maxwidth ?? Infinity), height: Number(maxheight ?? Infinity) };
  const slug = slugOfStoryUrl(url, readSettings(c.env).site);
  return respondOfStory(c, slug, oembedDocument(format, limits), (site) => nothingToEmbedResponse(url, site));
};

const REFERENCES = { bib: renderBibtex, ris: renderRis, csl: renderCsl };

/** Renders an export. Only JSON says what later looks at the sources found: the others are the record. */
function renderExport(
  { observations, ...article }: Article & Pick<ArticleWithRelated, 'observations'>,
  site: Site,
  format: ExportFormat,
  of: ReferenceSubject,
): string {
  if (format === 'json') return renderJson(article, site, observations);
  if (format === 'md') return articleToMarkdown(article, site);
  if (format === 'ninjs') return renderNinjs(article, site);
  const references = of === 'sources' ? sourceReferences(article) : [storyReference(article, site)];
  return REFERENCES[format](references);
}

/** A story, its reference, or the references of its sources, in a format for programs. */
const exportDocument = (format: ExportFormat, of: ReferenceSubject) => (slug: string) =>
  storyVariant(slug, {
    variant: `${format} of ${of}`,
    urlOf: (site, current) => exportUrl(site, current, format, of),
    render: async ({ related, later, ...article }, site) => ({
      text: renderExport(article, site, format, of),
      headers: exportHeaders(article, site, format, of),
    }),
    headers: CORS,
  });

/** A story as Markdown, at the address of its page. */
const negotiatedDocument = (slug: string) =>
  storyVariant(slug, {
    variant: 'negotiated md',
    urlOf: storyUrl,
    render: async ({ related, later, observations, ...article }, site) => ({
      text: articleToMarkdown(article, site),
      headers: {
        ...exportHeaders(article, site, 'md', 'story'),
        'Content-Location': exportUrl(site, slug, 'md'),
      },
    }),
    headers: { ...CORS, Vary: STORY_VARY },
  });

/** A story as an object of the fediverse, at the address of its page; a tombstone (410) if it was withdrawn. */
const activityDocument = (slug: string) =>
  storyVariant(slug, {
    variant: 'activity',
    urlOf: storyUrl,
    render: async ({ related, later, observations, ...article }, site) => ({
      text: printActivity(articleObject(toEntry(article), site)),
      headers: dataHeaders(ACTIVITY_JSON, 60, [storyKey(slug)]),
    }),
    renderWithdrawn: async ({ withdrawn: { identifier, restored, at } }, site) => ({
      status: 410,
      text: printActivity(tombstoneObject(objectId({ identifier, slug, restored }, site), new Date(at))),
      headers: dataHeaders(ACTIVITY_JSON, 60, [storyKey(slug)]),
    }),
    headers: { ...CORS, Vary: STORY_VARY },
  });

/** A story's oEmbed response. A withdrawn story has none, because oEmbed has the status 404 but not 410 (section 2.3.4.2). */
const oembedDocument = (format: OembedFormat, limits: EmbedLimits) => (slug: string) => {
  const { width, height } = limits;
  const query = `${Number.isFinite(width) ? `&maxwidth=${width}` : ''}${Number.isFinite(height) ? `&maxheight=${height}` : ''}`;
  const document = storyVariant(slug, {
    variant: `oembed ${format}${query}`,
    urlOf: (site, current) => oembedUrl(site, current, format, query),
    render: async ({ related, later, observations, ...article }, site) => ({
      text: renderOembed(article, site, format, limits),
      headers: dataHeaders(format === 'json' ? 'application/json' : 'text/xml; charset=utf-8', 60, [
        storyKey(slug),
      ]),
    }),
    headers: CORS,
  });
  return {
    ...document,
    render: async (input: Parameters<typeof document.render>[0]) => {
      const rendered = await document.render(input);
      return rendered?.status === 410 ? undefined : rendered;
    },
  };
};
