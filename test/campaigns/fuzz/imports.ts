import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ImportResult } from '../../../src/api/schemas.ts';
import type { LogEvent } from '../../../src/lib/log.ts';
import { parted } from './borders.ts';
import { campaign } from './campaign.ts';
import { desk, EDITOR } from './desk.ts';
import { aRecord, isClear, program } from './documents.ts';
import { fitText, line, text } from './hostile.ts';
import { anything, records } from './records.ts';

// Stories by the line, as another server has exported them, or somebody has written them: each is taken or refused for
// itself, and nothing comes to the Desk but what is right.

const action = fc.constantFrom('publish', 'change', 'rename', 'withdraw', 'restore');
const time = fc.constantFrom('2026-03-04T09:30:00Z', '2026-03-04T09:30:00.000+01:00', '2999-12-31T23:59:59Z');

/** A record as an export has it: one that the program has read before. */
const exportedRecord = records.map((json): unknown => {
  const parsed = program.parseStoryJson(json);
  return parsed.ok ? parsed.value : aRecord();
});

const revision = fc.record({
  at: time,
  who: fc.oneof(fc.constant('ann'), line),
  action,
  record: exportedRecord,
});

const place = fc.record({
  scope: fc.constantFrom('all', 'topic:web-feeds', 'source:a.example', ''),
  sequence: fc.integer({ min: 1, max: 1e6 }),
  shown: fc.boolean(),
  withdrawn: fc.boolean(),
});

/** A story with all of its revisions. */
const exported = fc
  .record({
    status: fc.constantFrom('scheduled', 'published', 'withdrawn'),
    changed: time,
    reason: fitText.map((each) => each.slice(0, 100)),
    revisions: fc
      .array(revision, { minLength: 1, maxLength: 2 })
      .map((all) => all.map((each, index) => ({ ...each, revision: index + 1, reason: null }))),
    places: fc.array(place, { maxLength: 2 }),
  })
  .map((story) => ({ ...story, reason: story.reason.toWellFormed() }));

/** One field of the export, or of its first revision, is another. */
const mistaken = fc
  .tuple(
    exported,
    fc.constantFrom('status', 'changed', 'reason', 'revisions', 'places', 'other', '__proto__'),
    fc.constantFrom('revision', 'at', 'who', 'action', 'record', 'other'),
    fc.option(anything, { freq: 4 }),
    fc.boolean(),
  )
  .map(([story, field, ofRevision, value, isDeep]) => {
    if (!isDeep) return { ...story, [field]: value };
    const [first, ...others] = story.revisions;
    return { ...story, revisions: [{ ...first, [ofRevision]: value }, ...others] };
  });

/** Lines of an import: stories with their revisions, and records. */
export const stories = fc.oneof(
  exported.map((story) => JSON.stringify({ exported: story })),
  mistaken.map((story) => JSON.stringify({ exported: story })),
  records,
);

const importLine = fc.oneof(
  { arbitrary: stories, weight: 6 },
  { arbitrary: fc.tuple(stories, fc.nat({ max: 3000 })).map(([json, end]) => json.slice(0, end)), weight: 1 },
  {
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '\r',
      '{"exported":',
      '{"exported":{}}',
      '{"exported":null}',
      'null',
      '[]',
    ),
    weight: 1,
  },
  { arbitrary: fc.constantFrom('\uFEFF', '\u0000', '{"exported" :[[', '{"slug":"a","slug":"b"}'), weight: 1 },
  { arbitrary: text.map((each) => each.replaceAll('\n', ' ')), weight: 1 },
);

campaign({
  name: 'Imports',
  share: 0.06,
  inputs: fc.tuple(
    fc.array(importLine, { minLength: 1, maxLength: 3 }),
    fc.array(fc.integer({ min: 1, max: 999 })),
  ),
  check: async ([lines, sizes]) => {
    const body = parted(new TextEncoder().encode(lines.join('\n')), sizes);
    const options = {
      who: EDITOR.name,
      isReplacing: sizes.length % 2 === 0,
      log: ({ error }: LogEvent) => assert.fail(String(error)),
    };
    const answer = await new Response(program.importStories(body, desk as never, options)).text();
    const results = answer
      .split('\n')
      .filter(Boolean)
      .map((each): ImportResult => JSON.parse(each));
    // Half of a pair is sent as U+FFFD, and a mark of the byte order at the beginning of a line not at all.
    const sent = lines.flatMap((each, index) =>
      each.replace(/^\uFEFF/, '').trim() === '' ? [] : [index + 1],
    );
    assert.deepEqual(
      results.map((each) => each.line),
      sent,
      'a result for each line, in their order',
    );
    for (const result of results) {
      if (result.ok) assert.match(result.slug, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      else {
        assert.ok(result.detail, 'what is refused is refused for something');
        for (const fault of result.faults ?? []) isClear(fault as Parameters<typeof isClear>[0]);
      }
    }
    return results.some(({ ok }) => ok);
  },
});
