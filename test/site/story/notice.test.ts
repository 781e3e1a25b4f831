import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../../src/language/words.ts';
import { originLabel, storyNotice } from '../../../src/site/story/notice.ts';
import { aStory, publish, sampleStories } from '../../samples.ts';

const site = {
  title: 'Race to AGI',
  subject: 'implications for AGI development',
  subjects: {},
  language: 'en',
};
const ai = { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } };
const noticeOf = (fields: Record<string, unknown>) => storyNotice(publish(aStory(fields)), site);
const analysis = "Race to AGI's analysis provides editorial context on implications for AGI development.";

describe('the notice', () => {
  test('of the seed story, word for word', () => {
    expect(
      noticeOf({
        provenance: ai,
        articleBody: 'It shows.([globaltimes.cn](https://www.globaltimes.cn/page/202512/1351611.shtml))',
      }),
    ).toBe(
      "This article aggregates reporting from 1 news source. The TL;DR is AI-generated from original reporting. Race to AGI's analysis provides editorial context on implications for AGI development.",
    );
  });

  test('counts publishers, not links', () => {
    const body =
      '([a](https://www.a.example/1)) ([a](https://a.example/2)) ([b](https://b.example/)) ([b](https://b.example/))';
    expect(noticeOf({ articleBody: body })).toBe(
      `This article aggregates reporting from 2 news sources. ${analysis}`,
    );
  });

  test('counts the reporting in isBasedOn, if the record has it', () => {
    const fields = {
      articleBody: '([a](https://a.example/)) ([b](https://b.example/))',
      isBasedOn: [{ url: 'https://c.example/' }],
    };
    expect(noticeOf(fields)).toBe(`This article aggregates reporting from 1 news source. ${analysis}`);
  });

  test('does not call a source news if the record says that it is something else', () => {
    const notice = (kinds: (string | null)[]) =>
      noticeOf({
        articleBody: 'Text.',
        isBasedOn: kinds.map((kind, index) => ({ url: `https://${index}.example/`, kind })),
      });
    const news = 'This article aggregates reporting from 2 news sources.';
    const sources = 'This article aggregates reporting from 2 sources.';
    expect(notice([null, null])).toBe(`${news} ${analysis}`);
    expect(notice(['reporting', null])).toBe(`${news} ${analysis}`);
    for (const kind of ['document', 'data', 'opinion']) {
      expect(notice(['reporting', kind])).toBe(`${sources} ${analysis}`);
      expect(notice([null, kind])).toBe(`${sources} ${analysis}`);
    }
    expect(notice(['document'])).toBe(`This article aggregates reporting from 1 source. ${analysis}`);
  });

  test('counts what the story is based on, whatever else it cites', () => {
    const fields = {
      articleBody: '([a](https://a.example/)) ([b](https://b.example/))',
      isBasedOn: [{ url: 'https://a.example/' }],
      citation: [
        { url: 'https://a.example/', kind: 'reporting' },
        { url: 'https://b.example/', kind: 'document' },
      ],
    };
    expect(noticeOf(fields)).toBe(`This article aggregates reporting from 1 news source. ${analysis}`);
  });

  test('claims no reporting if there is none', () => {
    expect(noticeOf({})).toBe(analysis);
    expect(noticeOf({ articleBody: '([a](https://a.example/))', isBasedOn: [] })).toBe(analysis);
  });

  test.each([
    ['nothing is stated', undefined],
    ['a person wrote it', { abstract: { digitalSourceType: 'digitalCreation' } }],
    ['AI had a share in it', { abstract: { digitalSourceType: 'compositeWithTrainedAlgorithmicMedia' } }],
    ['a program quoted the analysis', { articleBody: { digitalSourceType: 'composite' } }],
    ['AI wrote the analysis', { articleBody: { digitalSourceType: 'trainedAlgorithmicMedia' } }],
  ])('does not say that the TL;DR is AI-generated if %s', (_what, provenance) => {
    expect(noticeOf({ provenance })).toBe(analysis);
  });
});

test.each([
  ['ar', 'يتألف الملخّص من جمل من المصادر اختارها برنامج.', 'اقتبسه برنامج من المصادر'],
  [
    'de',
    'Die Kurzfassung besteht aus Sätzen der Quellen, die ein Programm ausgewählt hat.',
    'von einem Programm aus den Quellen zitiert',
  ],
  [
    'en',
    'The TL;DR consists of sentences of the sources, which a program chose.',
    'quoted from the sources by a program',
  ],
  [
    'es',
    'El resumen se compone de frases de las fuentes, elegidas por un programa.',
    'citado de las fuentes por un programa',
  ],
  [
    'fr',
    'Le résumé « En bref » se compose de phrases des sources, choisies par un programme.',
    'cité des sources par un programme',
  ],
  ['zh', '内容提要由程序从来源中选取的语句组成。', '由程序摘自来源'],
])(
  'a TL;DR that a program quoted from the sources says so in %s, and names no AI',
  (inLanguage, notice, label) => {
    const abstract = { digitalSourceType: 'composite' };
    const story = publish(aStory({ inLanguage, provenance: { abstract } }));
    expect(storyNotice(story, site)).toContain(notice);
    const words = wordsOf(inLanguage, 'en');
    expect(originLabel(story.provenance.abstract, words)).toBe(label);
    for (const text of [storyNotice(story, site), label]) {
      expect(text).not.toMatch(/\b(AI|KI|IA)\b|الذكاء/);
    }
  },
);

test('every sample story cites two sources or more, and says that AI wrote its TL;DR', () => {
  expect(sampleStories.length).toBeGreaterThanOrEqual(12);
  for (const story of sampleStories) {
    const { sources } = publish(story).rendering;
    expect(sources.filter(({ uses }) => uses > 0).length, story.slug).toBeGreaterThanOrEqual(2);
    expect(storyNotice(publish(story), site)).toContain('The TL;DR is AI-generated');
  }
});
