import type { SavedField, SavedSettings } from '../../../settings/saved-settings.ts';
import type { Site } from '../../../settings/site.ts';
import { countOf } from '../../frame/count.ts';
import { nameLanguage } from '../../frame/language-field.tsx';

export const REVIEW = [
  ['none', 'Nobody: whoever may publish does'],
  ['one', 'One person other than its authors'],
  ['two', 'Two people other than its authors'],
] as const;

export const EVIDENCE = [
  ['off', 'Nothing: a TL;DR is not compared with its quotes'],
  ['warn', 'Editors are told, and may publish nevertheless'],
  ['require', 'A TL;DR that AI wrote is not published until this is mended and a person has reviewed it'],
] as const;

export const MODEL_EVIDENCE = [
  ['off', 'The same as for other stories'],
  ['warn', 'Editors are told at least'],
  ['require', 'It is not published until this is mended and a person has reviewed it'],
] as const;

export const DRAFTERS = [
  ['extractive', 'Quotations alone: no model writes'],
  ['workers-ai', 'A model of Cloudflare Workers AI'],
  ['openai', 'A model at another server'],
] as const;

export const MASTHEADS = [
  ['left', 'The name at the left, small'],
  ['centre', 'The name in the middle, large, with the topics between rules'],
  ['wide', 'A band in the colour of links, as wide as the window'],
] as const;

export const DENSITIES = [
  ['dense', 'Close: more stories on a screen'],
  ['normal', 'Even'],
  ['airy', 'Apart: larger headlines, and room around each story'],
] as const;

/** The licences to choose from, by their addresses. */
export const LICENCES = [
  ['https://creativecommons.org/licenses/by/4.0/', 'CC BY 4.0: anybody may use them, and names you'],
  [
    'https://creativecommons.org/licenses/by-sa/4.0/',
    'CC BY-SA 4.0: the same, and what is made of them has this licence too',
  ],
  [
    'https://creativecommons.org/licenses/by-nd/4.0/',
    'CC BY-ND 4.0: anybody may use them unchanged, and names you',
  ],
  [
    'https://creativecommons.org/licenses/by-nc/4.0/',
    'CC BY-NC 4.0: anybody may use them, but not commercially, and names you',
  ],
  ['https://creativecommons.org/publicdomain/zero/1.0/', 'CC0: anybody may do anything with them'],
] as const;

/** What machines may be allowed to do, each as the question that the form asks. */
export const USES = [
  ['search', 'May search engines show links and short excerpts?'],
  ['aiInput', 'May an AI read them to answer somebody’s question?'],
  ['aiTrain', 'May an AI be trained with them?'],
] as const;

export const ANSWERS = [
  ['yes', 'Yes'],
  ['no', 'No'],
  ['nothing', 'Say nothing about it'],
] as const;

/** What people call each setting. */
export const LABELS: Record<SavedField, string> = {
  title: 'Name',
  tagline: 'Description',
  subject: 'What you write about',
  topics: 'Topics',
  people: 'Authors',
  languages: 'Languages with a front page',
  logo: 'Mark',
  'brand.logo': 'Logo at the head of pages',
  'brand.accent': 'Colour of links',
  'brand.paper': 'Paper',
  'brand.masthead': 'Masthead',
  'brand.density': 'Lists of stories',
  nav: 'Links at the head of every page',
  footer: 'Links at the end of every page',
  license: 'Licence',
  copyright: 'Copyright',
  usage: 'What machines may do',
  responsible: 'Who answers for what is published',
  publishingPrinciples: 'Principles',
  publicHistory: 'Earlier versions',
  historyNames: 'Names in the history',
  withdrawalNotices: 'Withdrawn stories in feeds',
  withdrawnHeadlines: 'Headlines of withdrawn stories',
  timeZone: 'Time zone',
  evidence: 'Quotes that do not bear a TL;DR',
  review: 'Who must approve',
  'wire.drafter': 'Who writes drafts',
  'wire.model': 'Model',
  'wire.server': 'Server of the model',
  'wire.evidence': 'Quotes that do not bear a TL;DR of a model',
  'wire.looksPerDay': 'Looks a day',
  'grounding.model': 'Second opinions',
};

/** Returns a time zone as people say it: “Berlin (Europe)”. */
export function nameOfZone(zone: string): string {
  const [region = '', ...places] = zone.replaceAll('_', ' ').split('/');
  const [place, ...within] = places.toReversed();
  return place === undefined ? region : `${[place, ...within].join(', ')} (${region})`;
}

/** The name of a file; of an uploaded picture, whose name is long and says nothing, only that it is one. */
const fileOf = (url: string) =>
  url.startsWith('/media/') ? 'uploaded here' : (url.split('/').at(-1) ?? url);

const titleIn = (choices: readonly (readonly [string, string])[], value: unknown): string =>
  choices.find(([name]) => name === value)?.[1] ?? String(value);

const topicWords = ({ title, finished, names = {} }: Site['topics'][number]) =>
  [title, ...Object.values(names)].join(' / ') + (finished ? ' (closed)' : '');

const shownOrNot = (isShown: boolean) => (isShown ? 'shown' : 'not shown');
const labels = (links: Site['nav']) => links.map(({ label }) => label).join(', ');

/** Says what machines may do: “search: yes, answers of an AI: no”. */
const usageWords = (usage: Site['usage']): string => {
  const names = { search: 'search engines', aiInput: 'answers of an AI', aiTrain: 'training an AI' };
  const stated = Object.entries(names).flatMap(([use, name]) => {
    const allowed = usage?.[use as keyof typeof names];
    return allowed === undefined ? [] : [`${name} ${allowed ? 'yes' : 'no'}`];
  });
  return stated.join(', ') || 'nothing is said';
};

const WORDS: { [Field in SavedField]?: (value: never) => string } = {
  topics: (topics: Site['topics']) => (topics.length === 0 ? 'none' : topics.map(topicWords).join(', ')),
  people: (people: Site['people']) => people.map(({ name }) => name).join(', ') || 'none',
  languages: (tags: Site['languages']) => tags.map((tag) => nameLanguage(tag)).join(', ') || 'none',
  logo: ({ url, width, height }: Site['logo']) => `${width} × ${height} pixels, ${fileOf(url)}`,
  'brand.logo': (logo: Site['brand']['logo']) =>
    logo ? `${logo.width} × ${logo.height} pixels, ${fileOf(logo.light)}` : 'none: the name stands there',
  nav: (links: Site['nav']) => labels(links) || 'none',
  footer: (columns: Site['footer']) =>
    columns.map(({ heading, links }) => `${heading} (${labels(links)})`).join(', ') || 'none',
  license: (license: Site['license']) =>
    LICENCES.find(([url]) => url === license)?.[1].split(':')[0] ?? license ?? 'none',
  usage: usageWords,
  responsible: (person: Site['responsible']) =>
    person ? [person.name, person.role, person.email].filter(Boolean).join(', ') : 'nobody is named',
  publicHistory: shownOrNot,
  historyNames: shownOrNot,
  withdrawalNotices: shownOrNot,
  withdrawnHeadlines: shownOrNot,
  'brand.accent': (accent: Site['brand']['accent']) =>
    accent ? `${accent.light} on light screens, ${accent.dark} on dark ones` : 'blue, as the program has it',
  'brand.paper': (paper: Site['brand']['paper']) =>
    paper
      ? `${paper.light} on light screens, ${paper.dark} on dark ones`
      : 'white, and black on dark screens',
  'brand.masthead': (value: string) => titleIn(MASTHEADS, value),
  'brand.density': (value: string) => titleIn(DENSITIES, value),
  timeZone: nameOfZone,
  evidence: (value: string) => titleIn(EVIDENCE, value),
  review: (value: string) => titleIn(REVIEW, value),
  'wire.drafter': (value: string) => titleIn(DRAFTERS, value),
  'wire.evidence': (value: string) => titleIn(MODEL_EVIDENCE, value),
  'wire.looksPerDay': (value: number) => (value === 0 ? 'none' : countOf(value, 'source', 'sources')),
  'grounding.model': (value: boolean) => (value ? 'a model may be asked' : 'no model is asked'),
};

/** Says a setting in words. */
export const saySetting = (settings: SavedSettings, field: SavedField): string => {
  const value = settings[field];
  if (WORDS[field]) return WORDS[field](value as never);
  return value === null || value === undefined ? 'none' : String(value);
};

/** What the rules of settings say to whoever writes data/site.json, and what they say here. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/^must be an absolute http or https URL$/, 'must be a whole address, like https://news.example/about'],
  [
    /^must be a path on this site, like \/about, or an absolute http or https URL$/,
    'must be one of your pages, like /about, or a whole address, like https://news.example',
  ],
  [/^must not be given twice\b.*/, 'is there twice. Each must be different'],
  [/^must have a link$/, 'has no link yet. Add one, or empty its heading'],
  [/^must have at most 6 links; .*/, 'has more than 6 links. Put some at the end of pages'],
  [/^must not be empty$/, 'is empty'],
  [
    /^must be at most 10 times, and at least half, the height$/,
    'must be at most ten times as wide as high, and at most twice as high as wide',
  ],
];

/** Says a rule to somebody who has never seen the file. */
export const sayRule = (rule: string): string => PLAIN.find(([pattern]) => pattern.test(rule))?.[1] ?? rule;
