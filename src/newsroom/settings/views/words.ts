import type { SavedField, SavedSettings } from '../../../settings/saved-settings.ts';
import type { Site } from '../../../settings/site.ts';
import { countOf } from '../../frame/count.ts';

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

/** What people call each setting. */
export const LABELS: Record<SavedField, string> = {
  title: 'Name',
  tagline: 'Description',
  topics: 'Topics',
  'brand.accent': 'Colour of links',
  'brand.paper': 'Paper',
  'brand.masthead': 'Masthead',
  'brand.density': 'Lists of stories',
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

const titleIn = (choices: readonly (readonly [string, string])[], value: unknown): string =>
  choices.find(([name]) => name === value)?.[1] ?? String(value);

const topicWords = ({ title, finished, names = {} }: Site['topics'][number]) =>
  [title, ...Object.values(names)].join(' / ') + (finished ? ' (closed)' : '');

const WORDS: { [Field in SavedField]?: (value: never) => string } = {
  topics: (topics: Site['topics']) => (topics.length === 0 ? 'none' : topics.map(topicWords).join(', ')),
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
