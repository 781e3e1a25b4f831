import { type Schema, Validator } from '@cfworker/json-schema';
import { describe, expect, test } from 'vitest';
import { renderNinjs } from '../../../src/site/export/ninjs.ts';
import { foreignCorpus } from '../../foreign-corpus.ts';
import { aStory, foreignStories, fullStory, publish, sampleStories, site } from '../../samples.ts';

const text: Schema = { type: 'string' };
const uri: Schema = { type: 'string', format: 'uri' };
const time: Schema = { type: 'string', format: 'date-time' };
const whole: Schema = { type: 'integer' };
const list = (items: Schema): Schema => ({ type: 'array', items });
const closed = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const words = list(closed({ role: text, contentType: text, value: text }, ['value']));

/**
 * The members of ninjs that we use, as specification/ninjs-schema_3.2.json of github.com/iptc/newsinjson has them. That has more, and as here
 * no others are allowed.
 */
const members = {
  standard: closed({ name: text, version: text, schema: uri }),
  uri,
  type: {
    enum: ['text', 'audio', 'video', 'picture', 'graphic', 'composite', 'component', 'event', 'planning'],
  },
  representationType: { enum: ['full', 'partial'] },
  pubStatus: { enum: ['usable', 'withheld', 'canceled'] },
  firstCreated: time,
  versionCreated: time,
  language: text,
  slugline: text,
  by: text,
  headlines: words,
  descriptions: words,
  bodies: list(
    closed({ role: text, contentType: text, charCount: whole, wordCount: whole, value: text }, ['value']),
  ),
  subjects: list(closed({ name: text, rel: text, uri, literal: text })),
  places: list(closed({ name: text, rel: text, uri, literal: text })),
  infoSources: list(closed({ name: text, role: text, uri, literal: text })),
  renditions: list(
    closed({ name: text, href: uri, contentType: text, title: text, width: whole, height: whole }, ['name']),
  ),
  copyrightNotice: text,
  rightsInfo: closed({ linkedRights: uri }, ['linkedRights']),
  digitalSourceType: closed({ name: text, uri, literal: text }),
};
const schema = closed(
  { ...members, associations: list(closed({ ...members, name: text, rel: text }, ['name', 'uri'])) },
  ['uri'],
);

const validator = new Validator(schema, '2020-12', false);
const articles = [...sampleStories, ...foreignStories, fullStory, ...foreignCorpus].map(publish);
const ninjsOf = (slug: string) => {
  const article = articles.find((each) => each.slug === slug);
  return JSON.parse(renderNinjs(article as (typeof articles)[number], site));
};

test.each(articles.map((article) => ({ slug: article.slug, article })))('$slug is valid', ({ article }) => {
  expect(validator.validate(JSON.parse(renderNinjs(article, site))).errors).toEqual([]);
});

test('what the schema does not have is refused by it', () => {
  const document = { ...ninjsOf('a-full-story'), byline: 'Ann' };
  expect(validator.validate(document).valid).toBe(false);
});

test('the whole story, for people to read', async () => {
  await expect(renderNinjs(publish(fullStory), site)).toMatchFileSnapshot('../../golden/full-story.ninjs');
});

test('everything goes along that a reader would see: the label, the notice, corrections and every source', () => {
  const document = ninjsOf('china-core-ai-industry-one-trillion-yuan');
  const [summary, notice, correction] = document.descriptions;
  expect(summary.value).toMatch(/^TL;DR \(AI-generated\): China/);
  expect(notice.value).toContain('aggregates reporting from 1 news source.');
  expect(correction.role).toBe('correction');
  for (const said of [
    'AI-generated; reviewed by Ann Lee',
    'Correction, January 6, 2026:',
    '<h2>Sources</h2>',
  ])
    expect(document.bodies[0].value).toContain(said);
  expect(document.infoSources.map(({ role }: { role: string }) => role)).toEqual([
    'isBasedOn',
    'citation',
    'citation',
  ]);
});

describe('what the whole is', () => {
  const ai = { digitalSourceType: 'trainedAlgorithmicMedia' };
  test.each([
    ['AI wrote both parts', ai, ai, 'trainedAlgorithmicMedia'],
    ['AI wrote the TL;DR', ai, null, 'compositeWithTrainedAlgorithmicMedia'],
    [
      'AI wrote the analysis',
      { digitalSourceType: 'digitalCreation' },
      ai,
      'compositeWithTrainedAlgorithmicMedia',
    ],
    ['a program quoted the TL;DR', { digitalSourceType: 'composite' }, null, undefined],
    ['nothing is stated', null, null, undefined],
  ])('%s', (_what, abstract, articleBody, kind) => {
    const article = publish(aStory({ provenance: { abstract, articleBody } }));
    expect(JSON.parse(renderNinjs(article, site)).digitalSourceType?.name).toBe(kind);
  });
});

test('an id that is no URI becomes one', () => {
  const article = publish(aStory({ identifier: '123 at "old"' }));
  expect(JSON.parse(renderNinjs(article, site)).uri).toBe(
    'tag:edgewire.example,2026:guids/123%20at%20%22old%22',
  );
});
