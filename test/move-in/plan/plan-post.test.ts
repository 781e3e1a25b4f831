import { expect, test } from 'vitest';
import type { OldPost } from '../../../src/move/in/old-site.ts';
import type { PlanContext } from '../../../src/move/in/plan/context.ts';
import { planPage } from '../../../src/move/in/plan/plan-page.ts';
import { planPost } from '../../../src/move/in/plan/plan-post.ts';
import type { Site } from '../../../src/settings/site.ts';
import { parseStoryFile } from '../../../src/site/story/parse/parse.ts';
import type { Story } from '../../../src/site/story/story.ts';

const PICTURE = `/media/${'a'.repeat(64)}.jpg`;

const context = (fields: Partial<PlanContext> = {}): PlanContext => ({
  site: { language: 'en', topics: [{ slug: 'closed', title: 'Closed', finished: true }] } as Site,
  language: 'en',
  oldUrl: 'https://old.example',
  now: Date.parse('2026-11-26T12:00:00Z'),
  pictureAt: (url) => (url.includes('there') ? { path: PICTURE, width: 1200, height: 800 } : null),
  convert: ({ text }) => ({ markdown: text, citations: [], losses: [], reported: [] }),
  chooseSlug: (wanted) => wanted,
  ...fields,
});

const post = (
  fields: Partial<OldPost> = {},
  text = 'The bank cut its rate today. It is the third cut.',
): OldPost => ({
  type: 'post',
  key: 'wordpress:7',
  place: { entry: 'post 7' },
  identifier: 'tag:old.example,2019:7',
  unpublished: null,
  slug: 'rates-fall',
  title: 'Rates fall',
  content: { format: 'markdown', text, base: 'https://old.example/rates-fall/' },
  excerpt: null,
  published: '2019-05-04T09:30:00+02:00',
  modified: null,
  authors: [{ name: 'Ann Lee', url: null }],
  terms: [],
  language: null,
  canonical: null,
  picture: null,
  addresses: ['https://old.example/2019/05/rates-fall/'],
  ...fields,
});

const storyOf = (fields: Partial<OldPost>, text?: string, given: Partial<PlanContext> = {}) => {
  const { plan, losses } = planPost(post(fields, text), context(given));
  expect(plan.kind).toBe('story');
  return { story: JSON.parse(plan.body ?? '') as Story, plan, losses };
};

test('a public post becomes a story with its dates, zone, author and identifier', () => {
  const { story, losses } = storyOf({ modified: '2019-05-05T08:00:00+02:00' });
  expect(story).toMatchObject({
    slug: 'rates-fall',
    headline: 'Rates fall',
    identifier: 'tag:old.example,2019:7',
    datePublished: '2019-05-04T09:30:00+02:00',
    dateModified: '2019-05-05T08:00:00+02:00',
    inLanguage: 'en',
    author: [{ name: 'Ann Lee', url: null }],
    abstract: 'The bank cut its rate today. It is the third cut.',
  });
  expect(story.provenance).toBeUndefined();
  expect(losses).toEqual([]);
});

test('a post without a date becomes a draft that says so', () => {
  const { plan, losses } = planPost(post({ published: null }), context());
  expect(plan.kind).toBe('draft');
  expect(plan.body).toContain('it has no date');
  expect(losses).toContainEqual(expect.objectContaining({ kind: 'date', was: 'no date', now: 'a draft' }));
});

test.each([
  ['public class FormUtils {\n\nForms are hard. This is why.', 'Forms are hard. This is why.'],
  ['A bold line\n\n$ npm install forms\n\nForms are hard. This is why.', 'Forms are hard. This is why.'],
  ['<?php echo form(); ?>\n\nForms are hard.', 'Forms are hard.'],
  ['$40 million is missing. Who has it?', '$40 million is missing. Who has it?'],
  ['@handle said it first. We say why.', '@handle said it first. We say why.'],
  ['#MeToo reached the harbour. This is how.', '#MeToo reached the harbour. This is how.'],
  ['第一章\n\n央行今天降低了利率。', '央行今天降低了利率。'],
  ['ธนาคารกลางลดอัตราดอกเบี้ยในวันนี้ เป็นครั้งที่สามของปี และอาจลดลงอีกครั้งในเดือนหน้าตามที่นักเศรษฐศาสตร์คาดไว้', /^ธนาคาร/],
  ['Rates fell', 'Rates fell'],
])('the TL;DR begins with the first sentence of prose: %j', (text, abstract) => {
  const { story } = storyOf({}, text);
  if (typeof abstract === 'string') expect(story.abstract).toBe(abstract);
  else expect(story.abstract).toMatch(abstract);
});

test.each([
  ['an excerpt is the TL;DR', { excerpt: 'In short.' }, 'In short.', 'excerpt'],
  ['whole sentences stand in for one', {}, `${'A sentence of words. '.repeat(14)}`.trim(), 'first sentences'],
] as const)('%s', (_what, fields, abstract, source) => {
  const { story, plan } = storyOf(fields, 'A sentence of words. '.repeat(40));
  expect(story.abstract).toBe(abstract);
  expect(plan.abstract).toBe(source);
});

test('first sentences have no citations, pictures and headings, in any script', () => {
  const cited = storyOf(
    {},
    '## A heading\n\n![A picture](https://a.example/b.png)\n\nRates fell ([a.example](https://a.example/)). **Again** [it](https://b.example/) is so.',
  );
  expect(cited.story.abstract).toBe('Rates fell. Again it is so.');
  const chinese = storyOf({ language: 'zh' }, `${'央行今天降低了利率。'.repeat(50)}`);
  expect(chinese.story.abstract).toBe('央行今天降低了利率。'.repeat(30));
});

test('first sentences skip lines that stand for a picture or a video, and captions', () => {
  const { story } = storyOf(
    {},
    'Rates fell.\n\n[hut.jpg](https://a.example/hut.jpg)\n\nBoth in April\n\nThey may rise again.',
  );
  expect(story.abstract).toBe('Rates fell. They may rise again.');
});

test('first sentences do not end at an abbreviation', () => {
  const first = `The ministry answered${' and answered'.repeat(15)}.`;
  const second = `So did Dr. Weber${', who asked once more'.repeat(15)}.`;
  expect(storyOf({ language: 'en' }, `${first} ${second}`).story.abstract).toBe(first);
});

test('an excerpt that is too long ends with a whole sentence, and the rest is in the report', () => {
  const { story, losses } = storyOf({ excerpt: `${'Words of a sentence. '.repeat(70)}The end.` });
  expect(story.abstract.length).toBeLessThanOrEqual(1200);
  expect(story.abstract.endsWith('sentence.')).toBe(true);
  expect(losses).toMatchObject([{ kind: 'excerpt', was: expect.stringContaining('The end.') }]);
});

test('a title that is too long is cut at a word, and the whole is in the report', () => {
  const title = `${'Word '.repeat(60)}end`;
  const { story, losses } = storyOf({ title });
  expect(story.headline.length).toBeLessThanOrEqual(200);
  expect(story.headline).toMatch(/^(Word )+Word…$/);
  expect(losses).toMatchObject([{ kind: 'headline', was: expect.stringContaining(title) }]);
});

test('without a title, the first words of the text are the headline', () => {
  expect(storyOf({ title: ' ' }).story.headline).toBe('The bank cut its rate today. It is the third cut.');
});

test('terms become topics, each once, at most 30', () => {
  const terms = [
    { name: 'Économie', slug: 'economie' },
    { name: 'economie', slug: 'economie' },
    { name: 'Банки', slug: '%d0%b1' },
    { name: '★', slug: '' },
    { name: 'Closed', slug: 'closed' },
    ...Array.from({ length: 40 }, (_, at) => ({ name: `Term ${at}`, slug: `term-${at}` })),
  ];
  const { story, losses } = storyOf({ terms });
  expect(story.keywords).toHaveLength(30);
  expect(story.keywords.slice(0, 3)).toEqual(['economie', 'banki', 'term-0']);
  expect(losses.map(({ kind, was }) => `${kind} ${was}`)).toEqual([
    'topic the term "★"',
    'topic the term "Closed"',
    expect.stringContaining('topic 12 more terms: Term 28, Term 29'),
  ]);
});

test.each([
  ['before the publication', '2018-01-01T00:00:00Z'],
  ['in the future', '2030-01-01T00:00:00Z'],
  ['that is no time', '0000-00-00T00:00:00Z'],
])('a change %s is left out and reported', (_what, modified) => {
  const { story, losses } = storyOf({ modified });
  expect(story.dateModified).toBeNull();
  expect(losses).toMatchObject([{ kind: 'date' }]);
});

test.each([['0000-11-30T00:00:00Z'], ['20222-01-01T00:00:00Z'], [null]])(
  'a post published at %s becomes a draft',
  (published) => {
    const { plan, losses } = planPost(post({ published }), context());
    expect(plan.kind).toBe('draft');
    expect(losses).toMatchObject([{ kind: 'date' }]);
  },
);

test('what was not public becomes a draft that says why, with its fields', () => {
  const { plan } = planPost(post({ unpublished: 'private' }), context());
  expect(plan.kind).toBe('draft');
  expect(plan.body).toContain('# From the old site (wordpress:7): private.');
  expect(parseStoryFile(plan.body ?? '', 'rates-fall')).toMatchObject({
    ok: true,
    value: { headline: 'Rates fall', identifier: 'tag:old.example,2019:7' },
  });
});

test.each([
  ['without words', ' ', 'must not be empty'],
  ['that is too long', 'Words. '.repeat(20_000), 'at most 100,000 characters'],
])('a text %s becomes a draft, and the rule is in the report', (_what, text, rule) => {
  const { plan, losses } = planPost(post({}, text), context());
  expect(plan.kind).toBe('draft');
  expect(losses).toMatchObject([{ kind: 'refused', was: expect.stringContaining(rule) }]);
  expect(plan.body).toContain(text.trim());
});

test('a featured picture that moved in is the picture of the story; one that did not is a link before the text', () => {
  const picture = {
    url: 'https://old.example/there.jpg',
    alt: 'A bank',
    caption: 'The bank.',
    credit: 'Ann',
  };
  expect(storyOf({ picture }).story.image).toEqual({
    url: PICTURE,
    alt: 'A bank',
    caption: 'The bank.',
    credit: 'Ann',
    width: 1200,
    height: 800,
    encodingFormat: 'image/jpeg',
  });
  const { story } = storyOf({
    picture: { ...picture, url: 'https://old.example/lost (1).jpg', caption: 'A [b]' },
  });
  expect(story.image).toBeNull();
  expect(story.articleBody).toMatch(
    /^\[A \\\[b\\\]\]\(<https:\/\/old\.example\/lost%20\(1\)\.jpg>\)\n\nThe bank/,
  );
});

test('the place of a first publication is cited after the text', () => {
  const { story, losses } = storyOf({ canonical: 'https://first.example/a' });
  expect(story.articleBody).toMatch(/\n\n\(\[first\.example\]\(<https:\/\/first\.example\/a>\)\)\n$/);
  expect(losses).toMatchObject([{ kind: 'canonical' }]);
  expect(storyOf({ canonical: 'https://www.old.example/rates-fall/' }).losses).toEqual([]);
});

test('an old address in another script gets an address in Latin letters', () => {
  expect(storyOf({ slug: '利率下降' }).story.slug).toBe('li-lu-xia-jiang');
  expect(storyOf({ slug: null, title: 'Ставки падают!' }).story.slug).toBe('stavki-padayut');
  expect(storyOf({ slug: '→', title: '⟴' }).story.slug).toBe('wordpress-7');
});

test('an id that a record cannot have is left out and reported', () => {
  const { story, losses } = storyOf({ identifier: 'no id\n' });
  expect(story.identifier).toBeNull();
  expect(losses).toMatchObject([{ kind: 'identifier' }]);
});

test('a page becomes one of the newsroom, never at an address of the site itself', () => {
  const page = (fields: Partial<OldPost>, taken: string[] = []) =>
    planPage(post({ type: 'page', authors: [], published: null, ...fields }), context(), (slug) =>
      taken.includes(slug),
    );
  expect(page({ slug: 'about', title: 'About us' }).plan).toMatchObject({ kind: 'page', slug: 'about' });
  expect(page({ slug: 'search' }).plan.slug).toBe('search-page');
  const second = page({ slug: 'team' }, ['team']);
  expect(second.plan.slug).toBe('team-2');
  expect(second.losses).toMatchObject([{ kind: 'slug' }]);
});
