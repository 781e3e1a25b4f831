import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LogEvent } from '../../../src/lib/log.ts';
import type { ImportResult } from '../../../src/newsroom/transfer/api/schemas.ts';
import { streamInParts } from './borders.ts';
import { fuzz } from './campaign.ts';
import { desk, EDITOR, STORAGE, WIRE_ENV } from './desk.ts';
import { aRecord, checkFault, program } from './documents.ts';
import { line, text, validText } from './hostile.ts';
import { anything, records } from './records.ts';

// Fuzzes imports of stories, one per line, as exported or hand-written. Each line is accepted or refused on its own, and only
// valid data may reach the Desk.

const action = fc.constantFrom('publish', 'change', 'rename', 'withdraw', 'restore');
const time = fc.constantFrom('2026-03-04T09:30:00Z', '2026-03-04T09:30:00.000+01:00', '2999-12-31T23:59:59Z');

/** A record as in an export: already parsed once. */
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

/** An exported story with all its revisions. */
const exported = fc
  .record({
    status: fc.constantFrom('scheduled', 'published', 'withdrawn'),
    changed: time,
    reason: validText.map((each) => each.slice(0, 100)),
    revisions: fc
      .array(revision, { minLength: 1, maxLength: 2 })
      .map((all) => all.map((each, index) => ({ ...each, revision: index + 1, reason: null }))),
    places: fc.array(place, { maxLength: 2 }),
  })
  .map((story) => ({ ...story, reason: story.reason.toWellFormed() }));

/** An exported story in which one field, or one of its first revision, is replaced. */
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

/** Lines of an import: exported stories and records. */
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

fuzz({
  name: 'Imports',
  share: 0.06,
  inputs: fc.tuple(
    fc.array(importLine, { minLength: 1, maxLength: 3 }),
    fc.array(fc.integer({ min: 1, max: 999 })),
  ),
  check: async ([lines, sizes]) => {
    const body = streamInParts(new TextEncoder().encode(lines.join('\n')), sizes);
    const options = {
      storage: STORAGE,
      env: WIRE_ENV,
      actor: EDITOR.actor,
      isReplacing: sizes.length % 2 === 0,
      policy: sizes.length % 3 === 0 ? ('require' as const) : ('warn' as const),
      log: ({ error }: LogEvent) => assert.fail(String(error)),
    };
    const answer = await new Response(program.importStories(body, desk as never, options)).text();
    const results = answer
      .split('\n')
      .filter(Boolean)
      .map((each): ImportResult => JSON.parse(each));
    // A byte order mark at the start of a line is dropped, so such a line may be empty. Empty lines have no result.
    const sent = lines.flatMap((each, index) =>
      each.replace(/^\uFEFF/, '').trim() === '' ? [] : [index + 1],
    );
    assert.deepEqual(
      results.map((each) => each.line),
      sent,
      'one result per line, in order',
    );
    for (const result of results) {
      if (result.ok) assert.match('slug' in result ? result.slug : '', /^[a-z0-9]+(-[a-z0-9]+)*$/);
      else {
        assert.ok(result.detail, 'a refusal gives a reason');
        for (const fault of result.faults ?? []) checkFault(fault as Parameters<typeof checkFault>[0]);
      }
    }
    return results.some(({ ok }) => ok);
  },
});
