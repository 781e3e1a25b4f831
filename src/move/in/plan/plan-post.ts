import { cutAtWord } from '../../../cli/cut-at-word.ts';
import { toPrintable } from '../../../lib/characters.ts';
import { makeStorableArticle } from '../../../site/edition/storable-article.ts';
import { renderStoryFile } from '../../../site/export/markdown.ts';
import type { Article } from '../../../site/story/article.ts';
import { timestamp, webUrl } from '../../../site/story/fields.ts';
import { sentencesOf } from '../../../site/story/grounding/text/sentences.ts';
import { formatFault, type Parsed } from '../../../site/story/parse/fault.ts';
import { parseNewRecord } from '../../../site/story/parse/parse.ts';
import { isStorySlug, MAX_STORY_SLUG } from '../../../site/story/slug.ts';
import { MAX_RECORD_CHARACTERS, MAX_SOURCES, type Story } from '../../../site/story/story.ts';
import { onOneLine } from '../line.ts';
import type { Loss, OldPost } from '../old-site.ts';
import type { AbstractSource, Plan } from '../work/plans.ts';
import type { ConvertedCitation, PlanContext } from './context.ts';
import { authorsOf, identifierOf, imageOf, languageOf } from './fields.ts';
import { makeHeadline } from './headline.ts';
import { topicsOf } from './keywords.ts';
import { type Note, notesInto } from './note.ts';
import { addSources, type ConvertedText, convertPost } from './post-text.ts';
import { asciiSlug } from './slug.ts';
import { paragraphsOf } from './text.ts';

/** The most characters of a TL;DR. */
const MAX_ABSTRACT = 1200;
/** About how many characters of a text its first sentences take. */
const FIRST_SENTENCES = 300;

/** What ends without a full stop is a caption or a line of its own. */
const ENDS_A_SENTENCE = /[.!?…。！？؟۔।][\p{Pe}\p{Pf}"'”’)]*$/u;

/** A sentence that ends within a paragraph, or with it. */
const HAS_A_SENTENCE = /[.!?…؟۔।][\p{Pe}\p{Pf}"'”’)]*(?:\s|$)|[。！？]/u;
/** What lines of programs look like, for code that an old system did not mark. */
const CODE =
  /[{};]\s*$|^\s*(?:[<{}]|\$(?!\d)|#(?:[!\s]|include\b|define\b|if(?:n?def)?\b)|@\w+(?:\(|\s*$)|\/[/*])|=>|\w\([^()]*\)\s*[{;=]|^(?:public|private|protected|static|class|function|def|import|package|using|namespace|const|let|var|int|void|return|if|for|while|echo|print|sudo|npm|git|SELECT|INSERT|UPDATE|CREATE)\b[^.!?]*[({;=:<>][^.!?]*$/;
/** What is longer is a text, whether or not its script has full stops. */
const LONG = 80;

/** Whether a paragraph is prose: not code, and no heading that is marked as none. */
const isProse = (text: string) => !CODE.test(text) && (HAS_A_SENTENCE.test(text) || text.length >= LONG);

/** The paragraphs from the first one of prose on; without any, from the first that is no code. */
function fromProse(paragraphs: readonly string[]): readonly string[] {
  const prose = paragraphs.findIndex(isProse);
  const first = prose >= 0 ? prose : paragraphs.findIndex((text) => !CODE.test(text));
  return paragraphs.slice(Math.max(first, 0));
}

/** Returns as many whole sentences as fit into `max` characters; at least one, cut at a word if it is longer. */
function firstSentences(text: string, language: string, max: number): string {
  // A sentence that ends further on does not fit. What follows decides whether a full stop ends one.
  const sentences = sentencesOf(text.slice(0, max + 100), language);
  const end = sentences.findLast((sentence) => sentence.end <= max)?.end ?? 0;
  return end > 0 ? text.slice(0, end).trim() : cutAtWord(text, max);
}

/** Makes the TL;DR of a story: its excerpt, else the first sentences of its text, else its headline. */
function makeAbstract(
  excerpt: string | null,
  markdown: string,
  headline: string,
  language: string,
  note: Note,
): { abstract: string; source: AbstractSource } {
  const given = (excerpt ?? '').replace(/[ \t]+/g, ' ').trim();
  if (/[\p{L}\p{N}]/u.test(given)) {
    if (given.length <= MAX_ABSTRACT) return { abstract: given, source: 'excerpt' };
    const abstract = firstSentences(given, language, MAX_ABSTRACT);
    note(
      'excerpt',
      `an excerpt of ${given.length.toLocaleString('en')} characters, which goes on: "${given.slice(abstract.length).trim()}"`,
      `its first ${abstract.length.toLocaleString('en')} characters`,
    );
    return { abstract, source: 'excerpt' };
  }
  const [first = '', ...others] = fromProse(paragraphsOf(markdown));
  let text = first;
  for (const next of others) {
    if (text.length >= FIRST_SENTENCES / 2) break;
    if (ENDS_A_SENTENCE.test(text) && ENDS_A_SENTENCE.test(next) && isProse(next)) text = `${text} ${next}`;
  }
  if (text === '') return { abstract: headline, source: 'headline' };
  return { abstract: firstSentences(text, language, FIRST_SENTENCES), source: 'first sentences' };
}

/** Returns the slug that a story should have: its old one in letters that an address may have, else its headline, else its key. */
function wantedSlug({ slug, key }: Pick<OldPost, 'slug' | 'key'>, headline: string): string {
  if (slug !== null && isStorySlug(slug)) return slug;
  return (
    asciiSlug(slug ?? '', MAX_STORY_SLUG) ||
    asciiSlug(headline, MAX_STORY_SLUG) ||
    asciiSlug(key, MAX_STORY_SLUG) ||
    'story'
  );
}

/** When a story was published and last changed, RFC 3339 with a zone. `published` is null if that is not known. */
interface Dates {
  published: string | null;
  modified: string | null;
}

const isTime = (text: string): boolean => timestamp.safeParse(text).success;

/** Checks the dates of a post. `now` is the present time, in milliseconds. */
function checkDates({ published, modified }: Dates, now: number, note: Note): Dates {
  const begun = published !== null && isTime(published) ? published : null;
  if (published !== null && begun === null)
    note('date', `published: ${published}`, 'no date, so it is a draft');
  if (modified === null || begun === null) return { published: begun, modified: null };
  const dropped = (why: string): Dates => {
    note('date', `changed: ${modified}`, `no date of a change: ${why}`);
    return { published: begun, modified: null };
  };
  if (!isTime(modified)) return dropped('it is not a time');
  if (Date.parse(modified) < Date.parse(begun)) return dropped(`it is before the publication, ${begun}`);
  if (Date.parse(modified) > Math.max(now, Date.parse(begun))) return dropped('it is in the future');
  // The same second is no change.
  return { published: begun, modified: Date.parse(modified) === Date.parse(begun) ? null : modified };
}

/** The most characters of a source's title. */
const MAX_TITLE = 500;

/** What becomes of a post, the topics of its story with the names that they had, and what could not move in as it was. */
export interface PlannedPost {
  plan: Plan;
  topics: Map<string, string>;
  losses: Loss[];
}

/** The fields of a story as far as its post has them. */
type Fields = Partial<Story> & Pick<Story, 'slug' | 'headline' | 'articleBody'>;

/** Returns what is known of the sources that the text cites: their titles. A source without one needs no entry. */
function citationsOf(citations: readonly ConvertedCitation[], note: Note): { url: string; name: string }[] {
  const found = new Map<string, { url: string; name: string }>();
  for (const { url, name } of citations) {
    const title = onOneLine(toPrintable(name ?? ''));
    if (title === '' || !webUrl.safeParse(url).success) continue;
    const { href } = new URL(url);
    if (found.has(href)) continue;
    if (found.size < MAX_SOURCES) found.set(href, { url: href, name: cutAtWord(title, MAX_TITLE) });
    else
      note(
        'citation',
        `"${title}", ${url}`,
        `a citation without this title: a story lists ${MAX_SOURCES} sources`,
      );
  }
  return [...found.values()];
}

/** Checks a story by all the rules of the program. */
function checkStory(fields: Fields, datePublished: string): Parsed<Article> {
  const parsed = parseNewRecord(fields);
  return parsed.ok ? makeStorableArticle({ ...parsed.value, datePublished }, '') : parsed;
}

/** Makes the text of a draft: the fields that it has, whether or not they are a story yet, and where it comes from as a comment. */
const draftText = ({ articleBody, slug: _slug, ...fields }: Fields, comment: string): string =>
  renderStoryFile({ provenance: { abstract: null, articleBody: null }, ...fields, articleBody } as Story, [
    comment,
  ]);

/** Plans a post as a draft. Its text may break the rules of the record; only what no draft can hold is left out. */
function planDraft(post: OldPost, fields: Fields, why: string, note: Note): Plan {
  const text = draftText(fields, `From the old site (${post.key}): ${why}.`);
  if (text.length <= MAX_RECORD_CHARACTERS)
    return { key: post.key, kind: 'draft', slug: fields.slug, abstract: null, body: text };
  note(
    'refused',
    `the text, ${text.length.toLocaleString('en')} characters`,
    `left out: a draft has at most ${MAX_RECORD_CHARACTERS.toLocaleString('en')} characters`,
  );
  return { key: post.key, kind: 'none', slug: null, abstract: null, body: null };
}

/** Makes the fields of a story of a post, as far as it has them. */
function fieldsOf(post: OldPost, converted: ConvertedText, context: PlanContext, note: Note) {
  const { published, modified } = checkDates(post, context.now, note);
  const language = languageOf(post.language, context.language, note);
  const headline = makeHeadline(post.title, converted.markdown, note);
  const identifier = identifierOf(post, note);
  const slug = context.chooseSlug(wantedSlug(post, headline), { identifier, published }, note);
  const { abstract, source } = makeAbstract(
    post.excerpt && toPrintable(post.excerpt),
    converted.markdown,
    headline,
    language,
    note,
  );
  const topics = topicsOf(post.terms, context.site, note);
  const image = post.picture && imageOf(post.picture, context.pictureAt, note);
  const articleBody = addSources(post, converted.markdown, { hasImage: image !== null, context, note });
  const fields: Fields = {
    slug,
    identifier,
    headline,
    ...(abstract === '' ? {} : { abstract }),
    ...(published === null ? {} : { datePublished: published }),
    dateModified: modified,
    inLanguage: language,
    author: authorsOf(post.authors, note),
    keywords: [...topics.keys()],
    image,
    citation: citationsOf(converted.citations, note) as Story['citation'],
    articleBody,
  };
  return { fields, topics, source };
}

/** Plans what becomes of a post: a story, or a draft. It becomes a draft if there is a reason why it must not be published. */
export function planPost(
  post: OldPost,
  context: PlanContext,
  whyUnpublished: string | null = post.unpublished,
): PlannedPost {
  const losses: Loss[] = [];
  const note = notesInto(losses, post.place);
  const converted = convertPost(post, context, losses);
  const { fields, topics, source } = fieldsOf(post, converted, context, note);
  const asDraft = (why: string): PlannedPost => ({
    plan: planDraft(post, fields, why, note),
    topics: new Map(),
    losses,
  });
  if (post.unpublished !== null)
    note('draft', post.why ?? `on the old site: ${post.unpublished}`, 'a draft in the newsroom, not public');
  if (whyUnpublished !== null) return asDraft(post.why ?? whyUnpublished);
  if (fields.datePublished === undefined) {
    if (post.published === null) note('date', 'no date', 'a draft');
    return asDraft('it has no date');
  }
  const checked = checkStory(fields, fields.datePublished);
  if (checked.ok) {
    const plan: Plan = {
      key: post.key,
      kind: 'story',
      slug: fields.slug,
      abstract: source,
      body: JSON.stringify(fields),
    };
    return { plan, topics, losses };
  }
  const rules = checked.faults.map((fault) => formatFault(fault));
  const refused = asDraft('it breaks a rule of stories');
  if (refused.plan.kind === 'draft')
    note('refused', rules.join('; '), 'a draft, to be fixed in the newsroom');
  return refused;
}
