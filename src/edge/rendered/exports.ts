import { documentHeaders, exportHeaders } from '../../document/headers.ts';
import { CORS, STORY_VARY } from '../../document/policy.ts';
import {
  type ExportFormat,
  exportUrl,
  type OembedFormat,
  oembedUrl,
  type Referenced,
} from '../../export/addresses.ts';
import { renderBibtex } from '../../export/bibtex.ts';
import { renderCsl } from '../../export/csl.ts';
import { renderJson } from '../../export/json.ts';
import { articleToMarkdown } from '../../export/markdown.ts';
import { type Room, renderOembed } from '../../export/oembed.ts';
import { sourceReferences, storyReference } from '../../export/reference.ts';
import { renderRis } from '../../export/ris.ts';
import { storyKey } from '../../kv.ts';
import { type Site, storyUrl } from '../../site.ts';
import type { Article } from '../../story/article.ts';
import { documentOfStory } from './documents.ts';
import type { Document } from './reading.ts';

const TEXTS = { md: articleToMarkdown, json: renderJson };
const REFERENCES = { bib: renderBibtex, ris: renderRis, csl: renderCsl };

function renderExport(article: Article, site: Site, format: ExportFormat, of: Referenced): string {
  if (format === 'md' || format === 'json') return TEXTS[format](article, site);
  const references = of === 'sources' ? sourceReferences(article) : [storyReference(article, site)];
  return REFERENCES[format](references);
}

/** A story, or the references of it or of its sources, in a form for programs. */
export const exportDocument = (
  format: ExportFormat,
  of: Referenced,
  slug: string,
  site: Site,
  now: number,
): Document =>
  documentOfStory(`${format} of ${of}`, slug, site, now, {
    addressOf: (current) => exportUrl(site, current, format, of),
    render: async ({ related, ...article }) => ({
      text: renderExport(article, site, format, of),
      headers: exportHeaders(article, site, format, of),
    }),
    headers: CORS,
  });

/** A story as Markdown, at the address of its page. */
export const negotiatedDocument = (slug: string, site: Site, now: number): Document =>
  documentOfStory('negotiated md', slug, site, now, {
    addressOf: (current) => storyUrl(site, current),
    render: async ({ related, ...article }) => ({
      text: articleToMarkdown(article, site),
      headers: {
        ...exportHeaders(article, site, 'md', 'story'),
        'Content-Location': exportUrl(site, slug, 'md'),
      },
    }),
    headers: { ...CORS, Vary: STORY_VARY },
  });

/** What stands for the slug in the address of a story's page here. The address is compared, and never fetched. */
export function slugOfStoryUrl(url: string, site: Site): string | undefined {
  const parsed = URL.parse(url);
  if (parsed?.origin !== site.url) return undefined;
  const [, name] = /^\/stories\/([^/]+)\/?$/.exec(parsed.pathname) ?? [];
  return name;
}

/**
 * What another site embeds of a story. A withdrawn story is "not found", which is what oEmbed (section 2.3.4.2) has for a
 * URL that the provider has no response for.
 */
export function oembedDocument(
  format: OembedFormat,
  room: Room,
  slug: string,
  site: Site,
  now: number,
): Document {
  const { width, height } = room;
  const limits = `${Number.isFinite(width) ? `&maxwidth=${width}` : ''}${Number.isFinite(height) ? `&maxheight=${height}` : ''}`;
  const document = documentOfStory(`oembed ${format}${limits}`, slug, site, now, {
    addressOf: (current) => oembedUrl(site, current, format, limits),
    render: async ({ related, ...article }) => ({
      text: renderOembed(article, site, format, room),
      headers: documentHeaders(format === 'json' ? 'application/json' : 'text/xml; charset=utf-8', 60, [
        storyKey(slug),
      ]),
    }),
    headers: CORS,
  });
  return {
    ...document,
    render: async (...stored) => {
      const rendered = await document.render(...stored);
      return rendered?.status === 410 ? undefined : rendered;
    },
  };
}
