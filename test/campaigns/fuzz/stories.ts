import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Parsed } from '../../../src/site/story/parse/fault.ts';
import type { WrittenStory } from '../../../src/site/story/story.ts';
import { fuzz } from './campaign.ts';
import { aRecord, checkArticle, checkFault, checkRoundTrip, program } from './documents.ts';
import { analysis, line } from './hostile.ts';
import { assertDeterministic } from './oracles.ts';
import { files, records } from './records.ts';

// Fuzzes what authors write, in Markdown and JSON. The program refuses it with a reason, or publishes the whole of it.

function checkParsed(parsed: Parsed<WrittenStory>): boolean {
  if (!parsed.ok) {
    assert.ok(parsed.faults.length > 0, 'a refusal gives a reason');
    for (const fault of parsed.faults) checkFault(fault);
    return false;
  }
  const story = program.withDate(parsed.value, 0);
  const article = assertDeterministic(() =>
    program.makeArticle(story, 'tag:edgewire.example,2026:stories/a-story'),
  );
  checkArticle(article);
  checkRoundTrip(story);
  return true;
}

fuzz({
  name: 'Markdown',
  share: 0.12,
  inputs: analysis,
  check: (articleBody) =>
    checkParsed(assertDeterministic(() => program.parseStoryJson(JSON.stringify(aRecord({ articleBody }))))),
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

/** Files with arbitrary front matter, most of it invalid YAML. */
const looseFrontMatter = fc
  .tuple(yaml, fc.boolean(), analysis)
  .map(([parts, isWhole, body]) => `---\n${isWhole ? FIELDS : ''}${parts.join('')}\n---\n\n${body}`);

/** Parses a story file, without the functions that locate lines, which cannot be compared. */
function parseFile(text: string): Parsed<WrittenStory> {
  const parsed = program.parseStoryFile(text, 'a-story');
  return parsed.ok ? { ok: true, value: parsed.value } : { ok: false, faults: parsed.faults };
}

fuzz({
  name: 'Front matter',
  share: 0.12,
  inputs: fc.oneof({ arbitrary: looseFrontMatter, weight: 4 }, { arbitrary: files, weight: 1 }),
  check: (file) => checkParsed(assertDeterministic(() => parseFile(file))),
});

fuzz({
  name: 'Records',
  share: 0.07,
  inputs: records,
  check: (json) => checkParsed(assertDeterministic(() => program.parseStoryJson(json))),
});
