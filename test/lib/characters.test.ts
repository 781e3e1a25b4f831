import { describe, expect, test } from 'vitest';
import { describeDifference } from '../../src/newsroom/stories/cli/difference.ts';
import { renderAtom } from '../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../src/site/edition/formats/rss.ts';
import { renderBibtex } from '../../src/site/export/bibtex.ts';
import { renderCsl } from '../../src/site/export/csl.ts';
import { renderJson } from '../../src/site/export/json.ts';
import { renderOembed } from '../../src/site/export/oembed.ts';
import { sourceReferences, storyReference } from '../../src/site/export/reference.ts';
import { renderRis } from '../../src/site/export/ris.ts';
import { renderDraftPage } from '../../src/site/page/draft-preview.tsx';
import { renderListingPage } from '../../src/site/page/listing.tsx';
import { renderStoryPage } from '../../src/site/page/story/story.tsx';
import { formatFault } from '../../src/site/story/parse/fault.ts';
import { parseStoryFile, parseStoryJson, parseStoryRecord } from '../../src/site/story/parse/parse.ts';
import { anEdition, aStory, publish, site } from '../samples.ts';

// Characters that XML can carry but HTML forbids: DEL, the C1 controls, noncharacters.

const FORBIDDEN = [
  '\u007f',
  '\u0080',
  '\u0085',
  '\u009b',
  '\u009f',
  '\ufdd0',
  '\ufdef',
  '\u{1fffe}',
  '\u{10ffff}',
];
/** A document without forbidden characters: no controls but these, and no noncharacters. */
const UNFIT = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;

const record = { ...aStory(), identifier: undefined };
const linesOf = (parsed: ReturnType<typeof parseStoryJson>) =>
  parsed.ok ? [] : parsed.faults.map((fault) => formatFault(fault, 'a.md'));

describe('new input', () => {
  const source = { url: 'https://a.example/' };
  const fields: [string, (text: string) => object][] = [
    ['headline', (headline) => ({ headline })],
    ['abstract', (abstract) => ({ abstract })],
    ['articleBody', (articleBody) => ({ articleBody })],
    ['author[0].name', (name) => ({ author: [{ name }] })],
    ['citation[0].quote.exact', (exact) => ({ citation: [{ ...source, quote: { exact } }] })],
    ['citation[0].author[0].name', (name) => ({ citation: [{ ...source, author: [{ name }] }] })],
    ['citation[0].url', (text) => ({ citation: [{ url: `https://a.example/${text}` }] })],
    ['isBasedOn[0].publisher.name', (name) => ({ isBasedOn: [{ ...source, publisher: { name } }] })],
    ['correction[0].text', (text) => ({ correction: [{ text, datePublished: '2026-03-05T00:00:00Z' }] })],
    ['provenance.abstract.model', (model) => ({ provenance: { abstract: { model } } })],
  ];

  test.each(fields)(
    'is refused with such a character in %s, once, with the character and its place',
    (field, fieldsWith) => {
      for (const character of FORBIDDEN) {
        const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
        const faults = linesOf(
          parseStoryJson(JSON.stringify({ ...record, ...fieldsWith(`ab${character}c`) })),
        );
        const named = faults.filter((each) => each.includes(`U+${code}`));
        expect(named).toHaveLength(1);
        expect(named[0]).toMatch(
          new RegExp(
            `${field.replace(/[[\].]/g, '\\$&')}: must not contain U\\+${code}, .* \\((line \\d+, )?character \\d+\\)`,
          ),
        );
        expect(named[0]).not.toMatch(UNFIT);
      }
    },
  );

  test('gets faults with the line of the file and the position in that line', () => {
    const text = `---\nheadline: A head\u009bline\nabstract: x\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z\n---\n\nOne.\n\nTwo \ufdd0.\n`;
    expect(linesOf(parseStoryFile(text, 'a'))).toEqual([
      'a.md:2: headline: must not contain U+009B, an invisible control character: delete it (character 7) (is "A head\\u009bline")',
      'a.md:10: articleBody: must not contain U+FDD0, which Unicode reserves for internal use: delete it (character 5) (is "One.\\n\\nTwo \\ufdd0.\\n")',
    ]);
  });

  test('gets advice to replace U+0085, which ends a line on some systems, with a line break', () => {
    const [fault] = linesOf(parseStoryJson(JSON.stringify({ ...record, abstract: 'One.\nTwo\u0085Three.' })));
    expect(fault).toContain(
      'U+0085, a control character: end the line with a line break instead (line 2, character 4)',
    );
  });

  test('may contain every other character', () => {
    const text = 'tab\there, line\r\nbreak, \u00a0, \u200d, \u202e\u202c, \ufffd, \u{1f4f0}';
    expect(linesOf(parseStoryJson(JSON.stringify({ ...record, abstract: text })))).toEqual([]);
  });
});

const dirty = FORBIDDEN.map((each) => `<${each}>`).join('');
const kept = {
  ...record,
  headline: `Head ${dirty.replace('\u0085', '')}`,
  abstract: `Abs ${dirty}`,
  articleBody: `Body ${dirty} ([a${dirty}](https://a.example/))\n\n## More ${dirty}\n`,
  author: [{ name: `Ann ${dirty.replace('\u0085', '')}` }],
  citation: [{ url: 'https://a.example/', name: 'N \u009b[31m', quote: { exact: `Q ${dirty}` } }],
  correction: [{ text: `C ${dirty}`, datePublished: '2026-03-05T00:00:00Z' }],
};

describe('stored text with forbidden characters', () => {
  const parsed = parseStoryRecord(kept);
  if (!parsed.ok) throw new Error(parsed.faults.map((fault) => formatFault(fault)).join('\n'));
  const article = publish(parsed.value);
  const edition = anEdition([article]);
  const room = { width: 600, height: 600 };
  const references = [storyReference(article, site), ...sourceReferences(article)];

  test.each<[string, string]>([
    ['RSS', renderRss(edition, site)],
    ['Atom', renderAtom(edition, site)],
    ['JSON Feed', renderJsonFeed(edition, site)],
    ['the story’s page', renderStoryPage(article, site)],
    ['a listing', renderListingPage(edition, site)],
    ['a preview', renderDraftPage(article, site)],
    ['oEmbed as JSON', renderOembed(article, site, 'json', room)],
    ['oEmbed as XML', renderOembed(article, site, 'xml', room)],
    ['BibTeX', renderBibtex(references)],
    ['RIS', renderRis(references)],
    ['CSL-JSON', renderCsl(references)],
    ['the story as JSON', renderJson(article, site)],
  ])('is rendered without them in %s', (_where, document) => {
    expect(document).toContain('Head ');
    expect(document.match(UNFIT)).toBeNull();
  });

  test('shows readers that a character is missing', () => {
    expect(renderStoryPage(article, site)).toContain('Head &lt;\ufffd&gt;&lt;\ufffd&gt;');
    // U+0085 ends a line on some systems.
    expect(renderRss(edition, site)).toContain('Abs &lt;\ufffd&gt;&lt;\ufffd&gt;&lt; &gt;');
  });

  test('is unchanged in the story as JSON', () => {
    expect(JSON.parse(renderJson(article, site)).record).toMatchObject({
      headline: kept.headline,
      abstract: kept.abstract,
      articleBody: kept.articleBody,
    });
  });

  test('is escaped when the command line compares it', () => {
    const patch = describeDifference({ ...article, abstract: 'Other \u009b2J\u001b[31m\u202e' }, article);
    expect(patch).toContain('\\u009b');
    expect(patch).toContain('\\u202e');
    expect(patch.match(UNFIT)).toBeNull();
    expect(patch.split('\n').length).toBeGreaterThan(5);
  });
});
