import * as z from 'zod';
import { toUri } from '../lib/uri.ts';
import { brandSchema } from '../site/brand/brand-schema.ts';
import { footerSchema, navSchema } from '../site/brand/links-schema.ts';
import { languageTag, oneLine, shownLine, topicSlug, webUrl } from '../site/story/fields.ts';
import { fediverseSchema } from './fediverse-schema.ts';
import { peopleSchema } from './people-schema.ts';

const topic = z.strictObject({
  slug: topicSlug,
  title: shownLine(100),
  names: z
    .record(languageTag, oneLine(100))
    .optional()
    .describe('The title in other languages, for the pages of stories in them'),
  finished: z
    .boolean()
    .default(false)
    .describe('Whether the topic is closed: its feeds say that no more stories will come'),
});

/** The path of a file of this site, or the URL of a file elsewhere. */
const sitePath = z.union([webUrl, z.string().regex(/^\/[\w./-]+$/)], {
  error: 'must be a path like /logo.png or an absolute http or https URL',
});

const allowed = z.boolean({ error: 'must be true or false, or left out' }).optional();

/** An address as feeds and `mailto:` links can carry it: ASCII, without comments, quotes or white space. */
const email = z.email({ error: 'must be an e-mail address like editor@news.example' }).max(254);

/** The uses that machines may make of the content. The policy says nothing about a use that is left out. */
const usage = z
  .strictObject({
    search: allowed.describe('Search results: links and short excerpts'),
    aiInput: allowed.describe('Input to an AI that answers from it'),
    aiTrain: allowed.describe('Training an AI'),
  })
  .refine((stated) => Object.values(stated).some((each) => each !== undefined), {
    error: 'must state search, aiInput or aiTrain; to state nothing, write null or leave it out',
  });

/** Whether the runtime knows a time zone of this name. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

/** The site's identity: the content of data/site.json. */
export const siteSchema = z.strictObject({
  title: shownLine(100),
  tagline: shownLine(300).describe('The description of the site and of its feeds'),
  subject: oneLine(200).describe(
    'What the analysis is about, as the notice says it: "editorial context on …"',
  ),
  subjects: z
    .record(languageTag, oneLine(200))
    .default({})
    .describe('The subject in other languages, for the notice of stories in them'),
  language: languageTag,
  taggingEntity: z
    .string()
    .regex(/^[a-z0-9.-]+,\d{4}(-\d{2}){0,2}$/, {
      error: 'must be a domain and a date, like news.example,2026',
    })
    .describe('RFC 4151: a domain that was yours on a date. All ids contain it, so it must never change'),
  authors: z.array(z.strictObject({ name: oneLine(200), url: webUrl.optional() })).min(1),
  logo: z.strictObject({
    url: sitePath,
    width: z.int().min(1),
    height: z.int().min(1),
    encodingFormat: z.string().regex(/^image\/[a-z0-9.+-]+$/),
  }),
  brand: brandSchema.prefault({}).describe("The newsroom's own look"),
  nav: navSchema.describe('Links in the masthead'),
  footer: footerSchema.describe('Columns of links at the end of every page'),
  topics: z.array(topic).superRefine((topics, context) => {
    const first = new Map<string, number>();
    for (const [index, { slug }] of topics.entries()) {
      const before = first.get(slug);
      if (before === undefined) first.set(slug, index);
      else {
        const message = `must not be given twice (topics[${before}] has it already)`;
        context.addIssue({ code: 'custom', path: [index, 'slug'], input: slug, message });
      }
    }
  }),
  people: peopleSchema,
  languages: z
    .array(languageTag)
    .max(50, { error: 'must have at most 50 languages' })
    .refine((tags) => new Set(tags.map((tag) => tag.toLowerCase())).size === tags.length, {
      error: 'must not list a language twice',
    })
    .default([])
    .describe('The languages whose stories have a front page and feeds of their own'),
  summaries: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .describe('Whether there are summary feeds: TL;DRs with their sources, for mail services'),
  newsletter: webUrl
    .nullable()
    .default(null)
    .describe('Where readers sign up for mails, which another service sends'),
  ninjs: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .describe('Whether each story can be had as ninjs, which news agencies take'),
  fediverse: fediverseSchema,
  responsible: z
    .strictObject(
      { name: oneLine(200), role: oneLine(200), url: webUrl.optional(), email: email.optional() },
      { error: 'must have name and role, and may have url and email' },
    )
    .nullable()
    .default(null)
    .describe('Who answers for what the newsroom publishes'),
  evidence: z
    .enum(['off', 'warn', 'require'], { error: 'must be "off", "warn" or "require"' })
    .default('warn')
    .describe('What happens if the quotes of a TL;DR contradict it, or do not bear all that it states'),
  review: z
    .enum(['none', 'one', 'two'], { error: 'must be "none", "one" or "two"' })
    .default('none')
    .describe('How many people other than its author must approve a story before it is published'),
  timeZone: z
    .string()
    .refine(isTimeZone, { error: 'must be a time zone like Europe/Berlin or UTC' })
    .default('UTC')
    .describe("The newsroom's time zone, in which editors read and write times, and readers see dates"),
  // What the newsroom reads of others, and who gives second opinions: wire-schema.ts has their rules, which readers never load.
  wire: z.unknown().optional(),
  grounding: z.unknown().optional(),
  publishingPrinciples: webUrl.nullable().default(null).describe("The page with the newsroom's principles"),
  emitDraftSignals: z
    .boolean({ error: 'must be true or false' })
    .default(true)
    .describe('Whether pages state how they were made in attributes that are still a W3C draft'),
  withdrawalNotices: z
    .boolean({ error: 'must be true or false' })
    .default(true)
    .describe('Whether feeds show a notice in place of a withdrawn story, for 30 days'),
  withdrawnHeadlines: z
    .boolean({ error: 'must be true or false' })
    .default(true)
    .describe('Whether the page of a withdrawn story says which story it was'),
  publicHistory: z
    .boolean({ error: 'must be true or false' })
    .default(true)
    .describe('Whether readers can see the earlier revisions of a story'),
  historyNames: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .describe('Whether the history of a story says who made each revision, by the name of the token'),
  license: webUrl.nullable().default(null),
  copyright: oneLine(300).nullable().default(null),
  usage: usage.nullable().default(null).describe('What machines may do with the content'),
  agents: z
    .boolean({ error: 'must be true or false' })
    .default(true)
    .describe(
      'Whether agents can ask for stories and check quotes, unless the usage policy refuses AI input',
    ),
  hubs: z
    .array(webUrl)
    .max(10, { error: 'must have at most 10 hubs' })
    .default([])
    .describe("WebSub hubs besides the site's own: every feed names them, and they are told of every change"),
  signature: z
    .enum(['sha1', 'sha256', 'sha384', 'sha512'], { error: 'must be sha1, sha256, sha384 or sha512' })
    .default('sha256')
    .describe("How the site's own hub signs its deliveries (WebSub section 7.1)"),
});

const siteUrl = webUrl
  .refine((url) => /^https?:\/\/[^/?#@]+\/?$/.test(url), {
    error: 'must be an origin like https://news.example, without a path',
  })
  .transform((url) => new URL(url).origin);

/** What data/site.json says to the newsroom. No document depends on `review`. */
export interface NewsroomSettings {
  /** How many people other than its author must approve a story before it is published. */
  review: 'none' | 'one' | 'two';
  /** An IANA time zone. */
  timeZone: string;
}

/** Returns what data/site.json says to the newsroom. Takes an identity that `parseSite` accepts. */
export function parseNewsroom(identity: unknown): NewsroomSettings {
  const { review, timeZone } = siteSchema.parse(identity);
  return { review, timeZone };
}

/** Parses the site's identity and its origin. Throws an error that lists the faults of data/site.json and SITE_URL, if any. */
export function parseSite(identity: unknown, url: unknown) {
  const parsed = z.object({ 'data/site.json': siteSchema, SITE_URL: siteUrl }).safeParse({
    'data/site.json': identity,
    SITE_URL: url,
  });
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { review: _review, wire: _wire, grounding: _grounding, ...own } = parsed.data['data/site.json'];
  const site = { ...own, url: parsed.data.SITE_URL };
  const uri = (url: string) => toUri(new URL(url, site.url));
  const uriOrNull = (url: string | null) => (url === null ? null : uri(url));
  return {
    ...site,
    authors: site.authors.map(({ url, ...author }) => (url ? { ...author, url: uri(url) } : author)),
    people: site.people.map(({ url, ...person }) => (url ? { ...person, url: uri(url) } : person)),
    logo: { ...site.logo, url: uri(site.logo.url) },
    responsible: site.responsible && {
      ...site.responsible,
      ...(site.responsible.url ? { url: uri(site.responsible.url) } : {}),
    },
    publishingPrinciples: uriOrNull(site.publishingPrinciples),
    license: uriOrNull(site.license),
    hubs: site.hubs.map(uri),
  };
}
