import { describe, expect, test } from 'vitest';
import { notice } from '../../src/story/notice.ts';
import { aStory, publish, sampleStories } from '../samples.ts';

const site = {
  title: 'Race to AGI',
  subject: 'implications for AGI development',
  subjects: {},
  language: 'en',
};
const ai = { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } };
const noticeOf = (fields: Record<string, unknown>) => notice(publish(aStory(fields)), site);
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

  test('counts what the story is based on, where the record says it', () => {
    const fields = {
      articleBody: '([a](https://a.example/)) ([b](https://b.example/))',
      isBasedOn: [{ url: 'https://c.example/' }],
    };
    expect(noticeOf(fields)).toBe(`This article aggregates reporting from 1 news source. ${analysis}`);
  });

  test('claims no reporting where there is none', () => {
    expect(noticeOf({})).toBe(analysis);
    expect(noticeOf({ articleBody: '([a](https://a.example/))', isBasedOn: [] })).toBe(analysis);
  });

  test.each([
    ['nothing is stated', undefined],
    ['a person wrote it', { abstract: { digitalSourceType: 'digitalCreation' } }],
    ['AI had a share in it', { abstract: { digitalSourceType: 'compositeWithTrainedAlgorithmicMedia' } }],
    ['AI wrote the analysis', { articleBody: { digitalSourceType: 'trainedAlgorithmicMedia' } }],
  ])('does not say that the TL;DR is AI-generated where %s', (_what, provenance) => {
    expect(noticeOf({ provenance })).toBe(analysis);
  });
});

describe('the analysis', () => {
  const page = (articleBody: string) => publish(aStory({ articleBody })).rendering.page;

  test('makes a link of nothing but what was written as one', () => {
    const bare = 'www.example.org, https://example.org/, ann@example.org';
    expect(page(bare)).toBe(`<p>${bare}</p>\n`);
    expect(page('<https://example.org/>')).toContain('<a href="https://example.org/">');
  });

  test.each([
    [
      'raw HTML is text',
      '<script>alert(1)</script> <b onclick="x">b</b>',
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;b onclick=&quot;x&quot;&gt;b&lt;/b&gt;</p>\n',
    ],
    [
      'a link that would run is text',
      '[x](javascript:alert(1)) [y](data:text/html,z)',
      '<p>[x](javascript:alert(1)) [y](data:text/html,z)</p>\n',
    ],
    [
      'a picture is a link to it',
      '![A chart](https://a.example/c.png)',
      '<p><a href="https://a.example/c.png">A chart</a></p>\n',
    ],
    [
      'a picture in a link is its text',
      '[![A chart](https://a.example/c.png)](https://a.example/)',
      '<p><a href="https://a.example/">A chart</a></p>\n',
    ],
    [
      'headings stand below the page’s own, without a gap',
      '# One\n\n##### Five',
      '<h3>One</h3>\n<h4>Five</h4>\n',
    ],
    [
      'quotes in a label are escaped',
      '["](https://a.example/?q=")',
      '<p><a href="https://a.example/?q=%22">&quot;</a></p>\n',
    ],
  ])('%s', (_what, body, expected) => {
    expect(page(body)).toBe(expected);
  });
});

test('the same story gives the same article', () => {
  const story = aStory({ articleBody: '([a](https://a.example/))' });
  expect(publish(story)).toEqual(publish(structuredClone(story)));
});

test('an identifier holds no address, and a URL parser leaves it as it is', () => {
  const { identifier } = publish(aStory());
  expect(identifier).toBe('tag:edgewire.example,2026:stories/a-story');
  expect(new URL(identifier).href).toBe(identifier);
});

test('every sample story cites two sources or more, and says that AI wrote its TL;DR', () => {
  expect(sampleStories.length).toBeGreaterThanOrEqual(12);
  for (const story of sampleStories) {
    const { sources } = publish(story).rendering;
    expect(sources.filter(({ uses }) => uses > 0).length, story.slug).toBeGreaterThanOrEqual(2);
    expect(notice(publish(story), site)).toContain('The TL;DR is AI-generated');
  }
});

test('what the URL standard would leave out of a link’s address stays in it', () => {
  const { rendering } = publish(
    aStory({ articleBody: 'See [a](https://a.example/x&#12;) [b](https://a.example/c&#9;d&#10;e).' }),
  );
  expect(rendering.page).toContain('href="https://a.example/x%0C"');
  expect(rendering.page).toContain('href="https://a.example/c%09d%0Ae"');
});
