import { cutAtWord } from '../../../cli/cut-at-word.ts';
import { parsePageRecord } from '../../../site/site-page/parse.ts';
import { isPageSlug, MAX_PAGE_SLUG } from '../../../site/site-page/slugs.ts';
import { formatFault } from '../../../site/story/parse/fault.ts';
import { onOneLine } from '../line.ts';
import type { Loss, OldPost } from '../old-site.ts';
import type { PlanContext } from './context.ts';
import { languageOf } from './fields.ts';
import { makeHeadline } from './headline.ts';
import { notesInto } from './note.ts';
import { type PlannedPost, planPost } from './plan-post.ts';
import { addSources, convertPost } from './post-text.ts';
import { asciiSlug, freeSlug } from './slug.ts';

/** The most characters of what search engines are told of a page. */
const MAX_DESCRIPTION = 500;

/** Returns the slug that a page should have: the last part of its old address, unless the site itself has something there. */
function wantedPageSlug({ slug, key }: OldPost, title: string): string {
  const wanted =
    asciiSlug(slug ?? '', MAX_PAGE_SLUG) || asciiSlug(title, MAX_PAGE_SLUG) || asciiSlug(key, MAX_PAGE_SLUG);
  if (isPageSlug(wanted)) return wanted;
  return `${(wanted || 'page').slice(0, MAX_PAGE_SLUG - '-page'.length)}-page`.replace('--', '-');
}

/** Plans a page such as "About us" as one of the newsroom's own. `isTaken` tells whether another page of the move has a slug. */
export function planPage(
  post: OldPost,
  context: PlanContext,
  isTaken: (slug: string) => boolean,
): PlannedPost {
  const losses: Loss[] = [];
  const note = notesInto(losses, post.place);
  const { markdown } = convertPost(post, context, losses);
  const title = makeHeadline(post.title, markdown, note);
  const wanted = wantedPageSlug(post, title);
  const slug = freeSlug(wanted, MAX_PAGE_SLUG, isTaken);
  if (slug !== wanted) note('slug', `another page with the address /${wanted}`, `/${slug}`);
  const language = languageOf(post.language, context.language, note);
  const description = onOneLine(post.excerpt ?? '');
  const record = {
    slug,
    title,
    inLanguage: language === context.site.language ? null : language,
    description: description === '' ? null : cutAtWord(description, MAX_DESCRIPTION),
    body: addSources(post, markdown, { hasImage: false, context, note }),
  };
  if (description.length > MAX_DESCRIPTION)
    note('excerpt', `"${description}"`, `its first ${MAX_DESCRIPTION} characters`);
  const unsaid = [
    ...post.authors.map(({ name }) => name),
    ...(post.published === null ? [] : [post.published]),
    ...post.terms.map(({ name }) => name),
  ];
  if (unsaid.length > 0)
    note('page', `of the page: ${unsaid.join(', ')}`, 'left out: pages have no authors, dates and topics');
  const parsed = parsePageRecord(record);
  if (parsed.ok) {
    const body = JSON.stringify(record);
    return { plan: { key: post.key, kind: 'page', slug, abstract: null, body }, topics: new Map(), losses };
  }
  const rules = parsed.faults.map((fault) => formatFault(fault)).join('; ');
  const planned = planPost(post, context, 'it breaks a rule of pages');
  notesInto(planned.losses, post.place)('refused', rules, 'a draft, to be fixed in the newsroom');
  return planned;
}
