import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Parsed } from '../../../src/story/parse/fault.ts';
import type { Story } from '../../../src/story/story.ts';
import { campaign } from './campaign.ts';
import { aRecord, checkArticle, checkReturn, isClear, program } from './documents.ts';
import { analysis, line } from './hostile.ts';
import { isSteady } from './oracles.ts';
import { files, records } from './records.ts';

// Stories: what authors write, as Markdown and as JSON. It is refused for what it is, or published whole.

function check(parsed: Parsed<Story>): boolean {
  if (!parsed.ok) {
    assert.ok(parsed.faults.length > 0, 'what is refused is refused for something');
    for (const fault of parsed.faults) isClear(fault);
    return false;
  }
  const article = isSteady(() =>
    program.makeArticle(parsed.value, 'tag:edgewire.example,2026:stories/a-story'),
  );
  checkArticle(article);
  checkReturn(parsed.value);
  return true;
}

campaign({
  name: 'Markdown',
  share: 0.12,
  inputs: analysis,
  check: (articleBody) =>
    check(isSteady(() => program.parseStoryJson(JSON.stringify(aRecord({ articleBody }))))),
});

const FIELDS =
  'headline: A headline\nabstract: What happened.\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z\n';

const yaml = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...[
        '\n',
        '\n  ',
        ': ',
        '- ',
        '? ',
        '|\n',
        '>-\n',
        '&a ',
        '*a',
        '!!js ',
        '!<x> ',
        '{',
        '}',
        '[',
        ']',
        ',',
      ],
      ...[
        '"',
        "'",
        '# ',
        '%YAML 1.1',
        '---',
        '...',
        '<<: ',
        'null',
        '~',
        '.inf',
        '0x1F',
        '0o7',
        '2026-03-04',
        'yes',
      ],
      ...[
        'headline',
        'keywords',
        'author',
        'name',
        'citation',
        'url',
        'https://a.example/',
        'slug',
        '\t',
        '\u0000',
      ],
    ),
    line,
  ),
  { maxLength: 12 },
);

/** Front matter in which anything may stand, most of it not YAML. */
const loose = fc
  .tuple(yaml, fc.boolean(), analysis)
  .map(([parts, isWhole, body]) => `---\n${isWhole ? FIELDS : ''}${parts.join('')}\n---\n\n${body}`);

/** What a file says, without the functions that tell its lines. */
function parseFile(text: string): Parsed<Story> {
  const parsed = program.parseStoryFile(text, 'a-story');
  return parsed.ok ? { ok: true, value: parsed.value } : { ok: false, faults: parsed.faults };
}

campaign({
  name: 'Front matter',
  share: 0.12,
  inputs: fc.oneof({ arbitrary: loose, weight: 4 }, { arbitrary: files, weight: 1 }),
  check: (file) => check(isSteady(() => parseFile(file))),
});

campaign({
  name: 'Records',
  share: 0.07,
  inputs: records,
  check: (json) => check(isSteady(() => program.parseStoryJson(json))),
});
