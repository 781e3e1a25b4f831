import { describe, expect, test } from 'vitest';
import { numberSentences } from '../../../../src/newsroom/drafting/wire/sentences.ts';
import { EVENTS, FAULT_KINDS, LANGUAGES } from '../../../campaigns/drafting/events.ts';
import { measureDrafting } from '../../../campaigns/drafting/measure.ts';
import { makeReport } from '../../../campaigns/drafting/report.ts';

const reports = import.meta.glob<string>('../../../campaigns/drafting/report.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('the set has at least 40 articles in six languages, and every kind of fault in each', () => {
  expect(EVENTS.flatMap(({ sources }) => sources).length).toBeGreaterThanOrEqual(40);
  for (const language of LANGUAGES) {
    const kinds = EVENTS.filter((event) => event.language === language).flatMap(({ faults }) => faults);
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  }
});

test.each(EVENTS)('the sentences of $id are numbered as they were written', ({ sources, sentences }) => {
  const numbered = sources.map(({ text, inLanguage }) =>
    numberSentences(text, inLanguage).map(({ start, end }) => text.slice(start, end)),
  );
  expect(numbered).toEqual(sentences);
});

describe('of recorded answers of models', async () => {
  const results = await measureDrafting(EVENTS);

  test('no passage with a planted fault gets into a draft', () => {
    expect(results.faults.filter(({ isIn }) => isIn).map(({ fault }) => fault)).toEqual([]);
  });

  test('at least 85 % of the true passages survive, which use other words than their sources here and there', () => {
    expect(results.good.filter(({ isIn }) => isIn).length / results.good.length).toBeGreaterThanOrEqual(0.85);
  });

  test('the report says what was measured', () => {
    expect(Object.values(reports)).toEqual([makeReport(results)]);
  });
});
