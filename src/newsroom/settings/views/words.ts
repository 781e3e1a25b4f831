import type { SavedField, SavedSettings } from '../../../settings/saved-settings.ts';
import type { Site } from '../../../settings/site.ts';
import { nameLanguage } from '../../frame/language-field.tsx';
import { sentence, writeValue } from '../../words/translate.ts';
import type { Translate } from '../../words/words.ts';

export const REVIEW = [
  ['none', sentence('Nobody: whoever may publish does')],
  ['one', sentence('One person other than its authors')],
  ['two', sentence('Two people other than its authors')],
] as const;

export const EVIDENCE = [
  ['off', sentence('Nothing: a TL;DR is not compared with its quotes')],
  ['warn', sentence('Editors are told, and may publish nevertheless')],
  [
    'require',
    sentence('A TL;DR that AI wrote is not published until this is mended and a person has reviewed it'),
  ],
] as const;

export const MODEL_EVIDENCE = [
  ['off', sentence('The same as for other stories')],
  ['warn', sentence('Editors are told at least')],
  ['require', sentence('It is not published until this is mended and a person has reviewed it')],
] as const;

export const DRAFTERS = [
  ['extractive', sentence('Quotations alone: no model writes')],
  ['workers-ai', sentence('A model of Cloudflare Workers AI')],
  ['openai', sentence('A model at another server')],
] as const;

export const MASTHEADS = [
  ['left', sentence('The name at the left, small')],
  ['centre', sentence('The name in the middle, large, with the topics between rules')],
  ['wide', sentence('A band in the colour of links, as wide as the window')],
] as const;

export const DENSITIES = [
  ['dense', sentence('Close: more stories on a screen')],
  ['normal', sentence('Even')],
  ['airy', sentence('Apart: larger headlines, and room around each story')],
] as const;

/** The licences to choose from, by their addresses. */
export const LICENCES = [
  [
    'https://creativecommons.org/licenses/by/4.0/',
    sentence('CC BY 4.0: anybody may use them, and names you'),
  ],
  [
    'https://creativecommons.org/licenses/by-sa/4.0/',
    sentence('CC BY-SA 4.0: the same, and what is made of them has this licence too'),
  ],
  [
    'https://creativecommons.org/licenses/by-nd/4.0/',
    sentence('CC BY-ND 4.0: anybody may use them unchanged, and names you'),
  ],
  [
    'https://creativecommons.org/licenses/by-nc/4.0/',
    sentence('CC BY-NC 4.0: anybody may use them, but not commercially, and names you'),
  ],
  ['https://creativecommons.org/publicdomain/zero/1.0/', sentence('CC0: anybody may do anything with them')],
] as const;

/** What machines may be allowed to do, each as the question that the form asks. */
export const USES = [
  ['search', sentence('May search engines show links and short excerpts?')],
  ['aiInput', sentence('May an AI read them to answer somebody’s question?')],
  ['aiTrain', sentence('May an AI be trained with them?')],
] as const;

export const ANSWERS = [
  ['yes', sentence('Yes')],
  ['no', sentence('No')],
  ['nothing', sentence('Say nothing about it')],
] as const;

/** What people call each setting. */
export const LABELS: Record<SavedField, string> = {
  title: sentence('Name'),
  tagline: sentence('Description'),
  subject: sentence('What you write about'),
  topics: sentence('Topics'),
  people: sentence('Authors'),
  languages: sentence('Languages with a front page'),
  logo: sentence('Mark'),
  'brand.logo': sentence('Logo at the head of pages'),
  'brand.accent': sentence('Colour of links'),
  'brand.paper': sentence('Paper'),
  'brand.masthead': sentence('Masthead'),
  'brand.density': sentence('Lists of stories'),
  nav: sentence('Links at the head of every page'),
  footer: sentence('Links at the end of every page'),
  license: sentence('Licence'),
  copyright: sentence('Copyright'),
  usage: sentence('What machines may do'),
  responsible: sentence('Who answers for what is published'),
  publishingPrinciples: sentence('Principles'),
  publicHistory: sentence('Earlier versions'),
  historyNames: sentence('Names in the history'),
  withdrawalNotices: sentence('Withdrawn stories in feeds'),
  withdrawnHeadlines: sentence('Headlines of withdrawn stories'),
  timeZone: sentence('Time zone'),
  evidence: sentence('Quotes that do not bear a TL;DR'),
  review: sentence('Who must approve'),
  'wire.drafter': sentence('Who writes drafts'),
  'wire.model': sentence('Model'),
  'wire.server': sentence('Server of the model'),
  'wire.evidence': sentence('Quotes that do not bear a TL;DR of a model'),
  'wire.looksPerDay': sentence('Looks a day'),
  'grounding.model': sentence('Second opinions'),
};

/** Says of which screens a setting is. */
export const onScreens = (t: Translate, scheme: 'light' | 'dark', setting: string): string =>
  t(scheme === 'light' ? '{setting} on light screens' : '{setting} on dark screens', { setting });

/** The first part of the names of time zones. */
const REGIONS: Readonly<Record<string, string>> = {
  Africa: sentence('Africa'),
  America: sentence('America'),
  Antarctica: sentence('Antarctica'),
  Arctic: sentence('Arctic'),
  Asia: sentence('Asia'),
  Atlantic: sentence('Atlantic'),
  Australia: sentence('Australia'),
  Europe: sentence('Europe'),
  Indian: sentence('Indian Ocean'),
  Pacific: sentence('Pacific'),
  World: sentence('World'),
};

export const nameOfRegion = (t: Translate, region: string): string => t(REGIONS[region] ?? region);

/** Returns a time zone as people say it: “Berlin (Europe)”. */
export function nameOfZone(t: Translate, zone: string): string {
  const [region = '', ...places] = zone.replaceAll('_', ' ').split('/');
  const [place, ...within] = places.toReversed();
  return place === undefined ? region : `${[place, ...within].join(', ')} (${nameOfRegion(t, region)})`;
}

const titleIn = (t: Translate, choices: readonly (readonly [string, string])[], value: unknown): string =>
  t(choices.find(([name]) => name === value)?.[1] ?? String(value));

const listed = (t: Translate, names: readonly string[]): string =>
  names.length === 0
    ? t('none')
    : new Intl.ListFormat(t.tag, { type: 'conjunction', style: 'narrow' }).format(
        names.map((name) => writeValue(t, name)),
      );

function topicWords(t: Translate, { title, finished, names = {} }: Site['topics'][number]): string {
  const topic = [title, ...Object.values(names)].join(' / ');
  return finished ? t('{topic} (closed)', { topic }) : topic;
}

/** Says how large a picture is, and what its file is called; of an uploaded one, whose name is long and says nothing, only that it is one. */
function pictureWords(t: Translate, url: string, size: { width: number; height: number }): string {
  const values = { width: String(size.width), height: String(size.height) };
  if (url.startsWith('/media/')) return t('{width} × {height} pixels, uploaded here', values);
  return t('{width} × {height} pixels, {file}', { ...values, file: url.split('/').at(-1) ?? url });
}

const shownOrNot = (t: Translate, isShown: boolean) => t(isShown ? 'shown' : 'not shown');
const labels = (t: Translate, links: Site['nav']) =>
  listed(
    t,
    links.map(({ label }) => label),
  );

/** What is said of each use of machines, if it is allowed, and if not. */
const SAID_OF_USES = {
  search: [sentence('search engines: yes'), sentence('search engines: no')],
  aiInput: [sentence('answers of an AI: yes'), sentence('answers of an AI: no')],
  aiTrain: [sentence('training an AI: yes'), sentence('training an AI: no')],
} as const;

function usageWords(t: Translate, usage: Site['usage']): string {
  const stated = USES.flatMap(([use]) => {
    const allowed = usage?.[use];
    return allowed === undefined ? [] : [t(SAID_OF_USES[use][allowed ? 0 : 1])];
  });
  return stated.length > 0 ? listed(t, stated) : t('nothing is said');
}

const WORDS: { [Field in SavedField]?: (t: Translate, value: never) => string } = {
  topics: (t, topics: Site['topics']) =>
    listed(
      t,
      topics.map((topic) => topicWords(t, topic)),
    ),
  people: (t, people: Site['people']) =>
    listed(
      t,
      people.map(({ name }) => name),
    ),
  languages: (t, tags: Site['languages']) =>
    listed(
      t,
      tags.map((tag) => nameLanguage(tag, t.tag)),
    ),
  logo: (t, logo: Site['logo']) => pictureWords(t, logo.url, logo),
  'brand.logo': (t, logo: Site['brand']['logo']) =>
    logo ? pictureWords(t, logo.light, logo) : t('none: the name stands there'),
  nav: labels,
  footer: (t, columns: Site['footer']) =>
    listed(
      t,
      columns.map(({ heading, links }) => `${heading} (${labels(t, links)})`),
    ),
  license: (t, license: Site['license']) =>
    LICENCES.find(([url]) => url === license)?.[1].split(':')[0] ?? license ?? t('none'),
  usage: usageWords,
  responsible: (t, person: Site['responsible']) =>
    person
      ? listed(
          t,
          [person.name, person.role, person.email ?? ''].filter((text) => text !== ''),
        )
      : t('nobody is named'),
  publicHistory: shownOrNot,
  historyNames: shownOrNot,
  withdrawalNotices: shownOrNot,
  withdrawnHeadlines: shownOrNot,
  'brand.accent': (t, accent: Site['brand']['accent']) =>
    accent ? t('{light} on light screens, {dark} on dark ones', accent) : t('blue, as the program has it'),
  'brand.paper': (t, paper: Site['brand']['paper']) =>
    paper ? t('{light} on light screens, {dark} on dark ones', paper) : t('white, and black on dark screens'),
  'brand.masthead': (t, value: string) => titleIn(t, MASTHEADS, value),
  'brand.density': (t, value: string) => titleIn(t, DENSITIES, value),
  timeZone: nameOfZone,
  evidence: (t, value: string) => titleIn(t, EVIDENCE, value),
  review: (t, value: string) => titleIn(t, REVIEW, value),
  'wire.drafter': (t, value: string) => titleIn(t, DRAFTERS, value),
  'wire.evidence': (t, value: string) => titleIn(t, MODEL_EVIDENCE, value),
  'wire.looksPerDay': (t, count: number) =>
    count === 0 ? t('none') : t(['{count} source', '{count} sources'], { count }),
  'grounding.model': (t, value: boolean) => t(value ? 'a model may be asked' : 'no model is asked'),
};

/** Says a setting in words. */
export const saySetting = (t: Translate, settings: SavedSettings, field: SavedField): string => {
  const value = settings[field];
  if (WORDS[field]) return WORDS[field](t, value as never);
  return value === null || value === undefined ? t('none') : String(value);
};
