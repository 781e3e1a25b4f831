import * as z from 'zod';
import { languageTag, oneLine, topicSlug, webUrl } from './story/fields.ts';

const topic = z.strictObject({
  slug: topicSlug,
  title: oneLine(100),
  finished: z.boolean().default(false).describe('No story will come any more: its feeds say so'),
});

/** A file of this site: its path, or its URL where it is kept elsewhere. */
const sitePath = z.union([webUrl, z.string().regex(/^\/[\w./-]+$/)], {
  error: 'must be a path like /logo.png or an absolute http or https URL',
});

const allowed = z.boolean({ error: 'must be true or false, or left out' }).optional();

/** What machines may do with what the site publishes. What is left out is neither granted nor refused. */
const usage = z
  .strictObject({
    search: allowed.describe('Search results: links and short excerpts'),
    aiInput: allowed.describe('Input to an AI that answers from it'),
    aiTrain: allowed.describe('Training an AI'),
  })
  .refine((stated) => Object.values(stated).some((each) => each !== undefined), {
    error: 'must state search, aiInput or aiTrain; null, or leaving it out, states nothing',
  });

/** The site's identity, as `data/site.json` has it. */
export const siteSchema = z.strictObject({
  title: oneLine(100),
  tagline: oneLine(300).describe('The description of the site and of its feeds'),
  subject: oneLine(200).describe('What the notice says that the analysis is about: "editorial context on …"'),
  subjects: z
    .record(languageTag, oneLine(200))
    .default({})
    .describe('The subject in other languages, for the notice of stories that are written in them'),
  language: languageTag,
  taggingEntity: z
    .string()
    .regex(/^[a-z0-9.-]+,\d{4}(-\d{2}){0,2}$/, {
      error: 'must be a domain and a date, like news.example,2026',
    })
    .describe('RFC 4151: a domain that was yours on a date. All ids are made from it, so it never changes'),
  authors: z.array(z.strictObject({ name: oneLine(200), url: webUrl.optional() })).min(1),
  logo: z.strictObject({
    url: sitePath,
    width: z.int().min(1),
    height: z.int().min(1),
    encodingFormat: z.string().regex(/^image\/[a-z0-9.+-]+$/),
  }),
  topics: z.array(topic).superRefine((topics, context) => {
    const first = new Map<string, number>();
    for (const [index, { slug }] of topics.entries()) {
      const before = first.get(slug);
      if (before === undefined) first.set(slug, index);
      else {
        const message = `must not be given twice (it is topics[${before}] as well)`;
        context.addIssue({ code: 'custom', path: [index, 'slug'], input: slug, message });
      }
    }
  }),
  fediverse: z
    .string()
    .regex(/^@[\w.-]+@[\w.-]+$/, { error: 'must be an account like @news@social.example' })
    .nullable()
    .default(null)
    .describe('The account that Mastodon names beside links to the stories'),
  publishingPrinciples: webUrl
    .nullable()
    .default(null)
    .describe('The page with the principles of the newsroom'),
  emitDraftSignals: z
    .boolean({ error: 'must be true or false' })
    .default(true)
    .describe('Whether pages say how they came to be in attributes that are still a draft of the W3C'),
  withdrawalNotices: z
    .boolean({ error: 'must be true or false' })
    .default(true)
    .describe('Whether feeds show a notice in place of a withdrawn story, for 30 days'),
  license: webUrl.nullable().default(null),
  copyright: oneLine(300).nullable().default(null),
  usage: usage.nullable().default(null).describe('What machines may do with the content'),
  hubs: z
    .array(webUrl)
    .max(10, { error: 'must have at most 10 hubs' })
    .default([])
    .describe('WebSub hubs beside the own one: advertised in every feed, and told of every change'),
  signature: z
    .enum(['sha1', 'sha256', 'sha384', 'sha512'], { error: 'must be sha1, sha256, sha384 or sha512' })
    .default('sha256')
    .describe('How the own hub signs what it delivers (WebSub section 7.1)'),
});

const siteUrl = webUrl
  .refine((url) => /^https?:\/\/[^/?#@]+\/?$/.test(url), {
    error: 'must be an origin like https://news.example, without a path',
  })
  .transform((url) => new URL(url).origin);

/** Reads the site's identity; throws what `data/site.json` or `SITE_URL` has wrong. */
export function parseSite(identity: unknown, url: unknown) {
  const parsed = z.object({ 'data/site.json': siteSchema, SITE_URL: siteUrl }).safeParse({
    'data/site.json': identity,
    SITE_URL: url,
  });
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const site = { ...parsed.data['data/site.json'], url: parsed.data.SITE_URL };
  const canonical = (url: string) => new URL(url, site.url).href;
  const canonicalOrNull = (url: string | null) => (url === null ? null : canonical(url));
  return {
    ...site,
    authors: site.authors.map(({ url, ...author }) => (url ? { ...author, url: canonical(url) } : author)),
    logo: { ...site.logo, url: canonical(site.logo.url) },
    publishingPrinciples: canonicalOrNull(site.publishingPrinciples),
    license: canonicalOrNull(site.license),
    hubs: site.hubs.map(canonical),
  };
}
