import { env } from 'cloudflare:workers';
import { beforeEach, expect, test, vi } from 'vitest';
import { runScheduledJob } from '../../src/newsroom/desk/scheduled-job.ts';
import { wireOf } from '../../src/newsroom/wire/wire-stub.ts';
import { readSettings } from '../../src/settings/settings.ts';
import type { Story } from '../../src/site/story/story.ts';
import { identityWith } from '../identity.ts';
import { call, desk, drain, nothingChanged, problemOf, read, reopen } from '../newsroom.ts';
import { aStory } from '../samples.ts';

// A newsroom that requires evidence.
identityWith({ evidence: 'require' });

beforeEach(() => reopen());

const SOURCE = 'https://a.example/';
const CLAIM = 'Exports grew by 5.9 % in 2019.';
const AI = { digitalSourceType: 'trainedAlgorithmicMedia' };
const ANN = { reviewedBy: { name: 'Ann Lee' } };

const story = (fields: Record<string, unknown> = {}): Story =>
  aStory({
    abstract: CLAIM,
    citation: [{ url: SOURCE, inLanguage: 'en' }],
    articleBody: `We read it.([a](${SOURCE}))`,
    evidence: [{ claim: CLAIM, source: SOURCE, quote: { exact: 'In 2019, exports grew by 5.9 percent.' } }],
    provenance: { abstract: { ...AI, ...ANN } },
    ...fields,
  });

/** A TL;DR with a claim that its quotes contradict, a sentence without evidence, and no reviewer. */
const contradicted = (fields: Record<string, unknown> = {}): Story =>
  story({
    abstract: `${CLAIM} Ports closed.`,
    evidence: [{ claim: CLAIM, source: SOURCE, quote: { exact: 'In 2019, exports grew by 5.8 percent.' } }],
    provenance: { abstract: AI },
    ...fields,
  });

const put = (record: Story, headers: Record<string, string> = {}) =>
  call('PUT', `/stories/${record.slug}`, record, { headers });

/** Brings a contradicted story in as an export has it: the newsroom had another policy when it published the story. */
async function importContradicted(): Promise<Story> {
  const { site } = readSettings(env);
  site.evidence = 'warn';
  await put(contradicted());
  site.evidence = 'require';
  const exported = await (await call('GET', '/export')).text();
  await reopen();
  const [result] = (await (await call('POST', '/stories', exported)).text()).trim().split('\n');
  expect(JSON.parse(result ?? '')).toMatchObject({ ok: true, slug: 'a-story' });
  return ((await (await call('GET', '/stories/a-story')).json()) as { record: Story }).record;
}

test('a TL;DR that is found in its quotes and reviewed is published', async () => {
  const saved = await put(story());
  expect(saved.status).toBe(201);
  expect(((await saved.json()) as { grounding: { verdict: string }[] }).grounding).toMatchObject([
    { claim: CLAIM, verdict: 'found' },
  ]);
});

test('one that is not is refused, with each claim, sentence and finding, and what to do', async () => {
  const refused = await put(contradicted());
  expect(refused.status).toBe(422);
  const { detail, faults } = await problemOf(refused);
  expect(detail).toContain('somebody has reviewed it. Fix what is listed');
  expect(faults?.map(({ field }) => field)).toEqual([
    'evidence[0].claim',
    'abstract',
    'provenance.abstract.reviewedBy',
  ]);
  expect(faults?.[0]).toMatchObject({
    value: JSON.stringify(CLAIM),
    rule: expect.stringMatching(
      /the number "5\.9 ?%" stands where the quote has "5\.8 percent"\. Correct the claim/,
    ),
  });
  expect(faults?.[1]).toMatchObject({ value: '"Ports closed."' });
  await nothingChanged();
});

test('a Markdown file is refused with the lines of what is wrong', async () => {
  const file = `---
headline: A headline
abstract: ${CLAIM}
datePublished: 2026-03-04T09:30:00Z
inLanguage: en
evidence:
  - claim: ${CLAIM}
    source: ${SOURCE}
    quote: { exact: "Exports grew." }
provenance:
  abstract: { digitalSourceType: trainedAlgorithmicMedia }
---

We read it.([a](${SOURCE}))
`;
  const { faults } = await problemOf(await call('PUT', '/stories/a-story', file));
  expect(faults).toMatchObject([
    { field: 'evidence[0].claim', line: 7 },
    { field: 'provenance.abstract.reviewedBy', line: 11 },
  ]);
});

test('so is a hand-written story in KV, which the operator is told', async () => {
  for (const each of [contradicted(), story({ slug: 'b' })])
    await env.STORIES.put(`story:${each.slug}`, JSON.stringify(each));
  const log = vi.spyOn(console, 'error').mockReturnValue(undefined);
  await runScheduledJob(env, wireOf(env).feeds);
  log.mockRestore();
  expect((await call('GET', '/stories/b')).status).toBe(200);
  expect((await call('GET', '/stories/a-story')).status).toBe(404);
  expect(JSON.stringify(await desk().status(Date.now()))).toContain(
    'story:a-story was not published: evidence[0].claim',
  );
});

test('so is a story that is scheduled, and a line of an import', async () => {
  expect((await put(contradicted({ datePublished: '2999-01-01T00:00:00Z' }))).status).toBe(422);
  const lines = [contradicted(), story({ slug: 'b' })].map((each) => JSON.stringify(each)).join('\n');
  const results = (await (await call('POST', '/stories', lines)).text()).trim().split('\n');
  expect(results.map((line) => JSON.parse(line))).toMatchObject([
    { ok: false, faults: [{ field: 'evidence[0].claim' }, { field: 'abstract' }, {}] },
    { ok: true, slug: 'b' },
  ]);
});

test('a draft is shown in a preview whatever its evidence is', async () => {
  const started = await call('POST', '/previews', contradicted());
  expect(started.status).toBe(201);
  expect(await started.json()).toMatchObject({ grounding: [{ verdict: 'contradicted' }, {}] });
});

test.each([
  { digitalSourceType: 'compositeWithTrainedAlgorithmicMedia' },
  { digitalSourceType: 'digitalCreation' },
  null,
])('what a human wrote is not refused: %j', async (abstract) => {
  expect((await put(contradicted({ provenance: { abstract } }))).status).toBe(201);
});

test('a story of an export is not refused; its text, names and status can change, its TL;DR only to one that is borne', async () => {
  const record = await importContradicted();
  const corrected = { ...record, articleBody: `We read it again.([a](${SOURCE}))` };
  expect((await put(corrected, { 'If-Match': '"1"' })).status).toBe(200);
  const renamed = { ...corrected, slug: 'renamed', formerSlugs: ['a-story'] };
  expect((await put(renamed, { 'If-Match': '"2"' })).status).toBe(200);
  expect((await call('DELETE', '/stories/renamed?reason=Wrong.')).status).toBe(200);
  expect((await call('POST', '/stories/renamed/restore')).status).toBe(200);
  await drain();
  expect((await read('/stories/renamed')).status).toBe(200);

  const changed = { ...renamed, abstract: `${renamed.abstract} Again.` };
  expect((await put(changed, { 'If-Match': '"5"' })).status).toBe(422);
  const unlabelled = { ...renamed, provenance: { ...renamed.provenance, abstract: { ...AI, model: 'A' } } };
  expect((await put(unlabelled as Story, { 'If-Match': '"5"' })).status).toBe(422);
  const { revision } = (await (await call('GET', '/stories/renamed')).json()) as { revision: number };
  expect(revision).toBe(5);
  const mended = story({ slug: 'renamed', formerSlugs: ['a-story'] });
  expect((await put(mended, { 'If-Match': '"5"' })).status).toBe(200);
  expect((await put(renamed, { 'If-Match': '"6"' })).status).toBe(422);
});

test('a backup or export that is imported again loses nothing', async () => {
  await importContradicted();
  const exported = await (await call('GET', '/export')).text();
  await reopen();
  await (await call('POST', '/stories', exported)).text();
  expect(await (await call('GET', '/export')).text()).toBe(exported);
  expect((await desk().status(Date.now())).stories.published).toBe(1);
});

test('with "off", nothing is refused and nothing is said about evidence', async () => {
  const { site } = readSettings(env);
  site.evidence = 'off';
  try {
    const saved = await put(contradicted());
    expect(saved.status).toBe(201);
    expect(await saved.json()).not.toHaveProperty('grounding');
    expect(await (await call('GET', '/stories/a-story')).json()).not.toHaveProperty('grounding');
  } finally {
    site.evidence = 'require';
  }
});
