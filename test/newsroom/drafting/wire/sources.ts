import type { ReadSource } from '../../../../src/newsroom/drafts/desk/read-source.ts';

/** Makes a source as it was read. */
export const source = (fields: Partial<ReadSource> & { url: string; text: string }): ReadSource => ({
  finalUrl: fields.url,
  readAt: '2026-11-26T10:00:00.000Z',
  hash: '0'.repeat(64),
  name: null,
  publisher: null,
  author: [],
  datePublished: null,
  inLanguage: 'en',
  isAccessibleForFree: null,
  whyNoText: fields.text === '' ? 'The page has no text.' : null,
  ...fields,
});

export const HARBOUR = source({
  url: 'https://harbour.example/bridge',
  name: 'Old Bridge to close in March',
  publisher: { name: 'Harbour Times', url: null },
  author: [{ name: 'Ann Lee', url: null }],
  datePublished: '2026-11-24',
  isAccessibleForFree: false,
  text: `The city council voted 7 to 2 on Tuesday to close the Old Bridge to cars from 1 March 2027.

The bridge, which opened in 1931, carries about 18,000 vehicles a day. Repairs will cost 42 million euros and take three years, according to the city’s engineers.

“We cannot wait for another winter,” said Mayor Ruth Okafor. Subscribe to our newsletter for more news like this.`,
});

export const VALLEY = source({
  url: 'https://valley.example/bridge',
  name: 'Corrosion in the cables',
  publisher: { name: 'Valley Post', url: null },
  text: `Engineers found corrosion in 14 of the 22 main cables of the Old Bridge in an inspection last summer.

Shop owners on the east bank fear that they will lose customers during the repairs. By Jane Doe`,
});
