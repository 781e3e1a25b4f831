import type * as z from 'zod';
import type { FieldName } from '../src/site/story/field-places.ts';
import { storyIdentifier } from '../src/site/story/fields.ts';
import { LINE_FIELD_NAMES } from '../src/site/story/line-fields.ts';
import { type Story, storyFields } from '../src/site/story/story.ts';

/** Two values for each field of a story that is no line of text. A new one does not compile without them. */
const VALUES: {
  [Name in FieldName]: [z.input<typeof storyFields>[Name], z.input<typeof storyFields>[Name]];
} = {
  slug: ['here', 'there'],
  formerSlugs: [['once'], ['once-else']],
  identifier: ['tag:news.example,2026:stories/one', 'tag:news.example,2026:stories/other'],
  headline: ['Feeds grow', 'Feeds shrink'],
  abstract: ['Ten feeds grew. Nobody knows why.', 'Ten feeds grew. Nobody asks why.'],
  evidence: [
    [{ claim: 'Ten feeds grew.', source: 'https://a.example/', quote: { exact: 'Ten grew' } }],
    [
      { claim: 'Ten feeds grew.', source: 'https://a.example/', quote: { exact: 'Ten grew' } },
      { claim: 'Ten feeds grew.', source: 'https://b.example/', quote: { exact: 'Feeds grew, all ten' } },
    ],
  ],
  articleBody: [
    'They grew.([a](https://a.example/), [b](https://b.example/))',
    'They fell.([a](https://a.example/), [b](https://b.example/))',
  ],
  isBasedOn: [
    [{ url: 'https://a.example/' }, { url: 'https://b.example/' }],
    [{ url: 'https://a.example/' }, { url: 'https://c.example/' }],
  ],
  citation: [
    [{ url: 'https://a.example/' }, { url: 'https://d.example/', name: 'Report D' }],
    [{ url: 'https://a.example/' }, { url: 'https://e.example/', name: 'Report E' }],
  ],
  inLanguage: ['de', 'pt-BR'],
  translationOfWork: ['a-story', 'another-story'],
  datePublished: ['2026-03-04T09:30:00Z', '2026-03-05T09:30:00Z'],
  dateModified: ['2026-03-10T09:30:00Z', '2026-03-11T09:30:00Z'],
  author: [[{ name: 'Ann Lee' }], [{ name: 'Bo Li' }]],
  keywords: [['web-feeds'], ['open-standards']],
  image: [
    { url: 'https://a.example/a.png', credit: 'Ann', width: 1200, height: 630, encodingFormat: 'image/png' },
    { url: 'https://a.example/b.png', credit: 'Bo', width: 1200, height: 630, encodingFormat: 'image/png' },
  ],
  license: ['https://license.example/a', 'https://license.example/b'],
  provenance: [
    { abstract: { digitalSourceType: 'digitalCreation', model: 'A', provider: 'B' } },
    { abstract: { digitalSourceType: 'trainedAlgorithmicMedia', model: 'C', provider: 'D' } },
  ],
  correction: [
    [{ text: 'It was ten.', datePublished: '2026-03-06T09:30:00Z' }],
    [{ text: 'It was nine.', datePublished: '2026-03-06T09:30:00Z' }],
  ],
};

const LINES = LINE_FIELD_NAMES.map((name) => [name, ['Vancouver', 'Burnaby']] as const);

/** Makes a story of the first values, but for one field, which has the second. */
const storyOf = (changed?: string) =>
  storyFields
    .extend({ identifier: storyIdentifier })
    .parse(
      Object.fromEntries(
        [...Object.entries(VALUES), ...LINES].map(([name, [one, other]]) => [
          name,
          name === changed ? other : one,
        ]),
      ),
    );

/** A story that states every field. */
export const statedStory = storyOf();

/** Each field of a story, and the same story with another value of it. */
export const EACH_FIELD = (Object.keys(statedStory) as (keyof Story)[]).map((field) => ({
  field,
  changed: storyOf(field),
}));
