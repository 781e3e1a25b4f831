import { expect, test } from 'vitest';
import {
  MARKED,
  showSources,
  writeSources,
} from '../../../../../../src/newsroom/drafts/views/editor/form/source-list.ts';

const [a, b, c] = ['https://a.example/', 'https://b.example/', 'https://c.example/'];
const write = (record: object, change: Record<string, string>, analysis = '') =>
  writeSources({ ...record }, { ...showSources({ ...record }), ...change }, analysis).record;

test('what a story is based on is at first what its analysis cites', () => {
  const record = { citation: [{ url: a }, { url: b }] };
  const chosen = write(record, { isBasedOn: 'chosen' }, `So it is.([b](${b}))`);
  expect(chosen).toMatchObject({ citation: [{ url: a }, { url: b }], isBasedOn: [{ url: b }] });
  expect(write(chosen, { 'source.0.isBasedOn': MARKED, 'source.1.isBasedOn': '' })).toMatchObject({
    isBasedOn: [{ url: a }],
  });
  expect(write(chosen, { 'source.1.isBasedOn': '' })).toMatchObject({ isBasedOn: [] });
  expect(write(chosen, { isBasedOn: 'cited' })).toMatchObject({ citation: record.citation, isBasedOn: null });
});

test('a source that is no longer summed up keeps what is known of it', () => {
  const record = {
    citation: [{ url: a, name: 'A' }],
    isBasedOn: [
      { url: a, name: 'Other', kind: 'data' },
      { url: c, name: 'C' },
    ],
  };
  expect(write(record, { 'source.0.isBasedOn': '', 'source.1.isBasedOn': '' })).toEqual({
    citation: [
      { url: a, name: 'A', kind: 'data' },
      { url: c, name: 'C' },
    ],
    isBasedOn: [],
  });
});

test('evidence follows the address of its source', () => {
  const record = { citation: [{ url: a }] };
  const typed = { ...showSources(record), 'source.0.url': b };
  expect([...writeSources(record, typed, '').moved]).toEqual([[a, b]]);
});

test('words quoted from a source that is only summed up make it a citation too', () => {
  const record = { isBasedOn: [{ url: a, name: 'A' }] };
  expect(write(record, { 'source.0.quote.exact': 'It is.', 'source.0.name': 'B' })).toEqual({
    citation: [{ url: a, quote: { exact: 'It is.' } }],
    isBasedOn: [{ url: a, name: 'B' }],
  });
});
