import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Draft } from '../../../../src/newsroom/drafts/desk/draft.ts';
import type { DraftOrigin } from '../../../../src/newsroom/drafts/desk/draft-origin.ts';
import type { Actor } from '../../../../src/newsroom/people/desk/roles.ts';
import type { WireSettings } from '../../../../src/settings/wire-schema.ts';
import {
  call,
  desk,
  drain,
  nothingChanged,
  problemOf,
  read,
  reopen,
  saveSettings,
} from '../../../newsroom.ts';
import { type Browser, signIn } from '../../frame/browser.ts';
import { approve, begin, find, member, publish, save } from './newsroom.ts';

// The newsroom's own policy is "warn"; that of the wire is "require".

const SOURCE = 'https://a.example/';
const [FIRST, SECOND] = ['Exports grew by 5.9 % in 2019.', 'Imports grew by 3 %.'];
const AI = '{ digitalSourceType: trainedAlgorithmicMedia, model: M1, provider: P }';

const ORIGIN: DraftOrigin = {
  drafter: 'openai',
  model: 'M1',
  provider: 'P',
  promptVersion: '1',
  inputs: [],
  dropped: [],
};

/** The text of a draft, with what is said of how its TL;DR was made. */
function textOf(made: string | null, abstract = `${FIRST} ${SECOND}`, imports = SECOND): string {
  const evidence = [
    { claim: FIRST, source: SOURCE, quote: { exact: 'In 2019, exports grew by 5.9 percent.' } },
    { claim: SECOND, source: SOURCE, quote: { exact: imports } },
  ].filter(({ claim }) => abstract.includes(claim));
  return `---
headline: Exports grow
abstract: ${abstract}
inLanguage: en
datePublished: 2026-11-20T09:00:00Z
evidence: ${JSON.stringify(evidence)}
citation: ${JSON.stringify([{ url: SOURCE, inLanguage: 'en' }])}
${made === null ? '' : `provenance: { abstract: ${made} }\n`}---

We read it.([a](${SOURCE}))
`;
}

let writer: Actor;
let editor: Actor;

beforeEach(async () => {
  await reopen();
  writer = await member('Wanda Writer', 'writer');
  editor = await member('Ed Itor', 'editor');
});

async function beginByModel(text = textOf(AI), origin: Partial<DraftOrigin> = {}): Promise<Draft> {
  const draft = await begin(writer, 'exports-grow', text);
  await deskOf(env).draftSources.setOrigin(draft.id, { ...ORIGIN, ...origin });
  return draft;
}

/** Sets the policy on evidence for drafts of models. */
const setWirePolicy = (evidence: WireSettings['evidence']) => saveSettings({ 'wire.evidence': evidence });

const fieldsIn = (done: Awaited<ReturnType<typeof publish>>) =>
  done.ok ? [] : (done.faults ?? []).map(({ field }) => field);

test('a draft of a model is published once a person has approved it, and readers are told who', async () => {
  const draft = await beginByModel();
  const refused = await publish(draft, editor);
  expect(refused).toMatchObject({
    ok: false,
    why: 'evidence',
    detail: expect.stringMatching(/^M1 drafted this TL;DR\. .* let somebody approve the draft\./),
  });
  expect(fieldsIn(refused)).toEqual(['provenance.abstract.reviewedBy']);
  await nothingChanged();
  expect(await find(draft, writer)).toMatchObject({ state: 'draft', version: 1 });

  expect(await approve(draft, editor)).toMatchObject({ ok: true });
  expect(await publish(draft, editor)).toMatchObject({ ok: true, status: 'published' });
  await drain();
  const html = await (await read('/stories/exports-grow')).text();
  expect(html).toContain('AI-generated<span> · </span>reviewed by Ed Itor</span>');
  expect(html).toContain('model: M1');
});

test('so is one whose text names who read it, where nobody else is there to approve it', async () => {
  const draft = await beginByModel(textOf(AI.replace(' }', ', reviewedBy: { name: Wanda Writer } }')));
  expect(await publish(draft, editor)).toMatchObject({ ok: true });
});

test('a sentence that its quotes contradict is refused, approved or not', async () => {
  const draft = await beginByModel(textOf(AI, `${FIRST} ${SECOND}`, 'Imports grew by 4 %.'));
  await approve(draft, editor);
  expect(fieldsIn(await publish(draft, editor))).toEqual(['evidence[1].claim']);
});

test('a program with a token publishes it by the same rules', async () => {
  const { id } = await beginByModel();
  const refused = await call('POST', `/drafts/${id}/publish`, {}, { headers: { 'If-Match': '"1"' } });
  expect(refused.status).toBe(422);
  expect((await problemOf(refused)).faults).toMatchObject([{ field: 'provenance.abstract.reviewedBy' }]);
});

test.each([
  ['no model drafted it', { drafter: 'extractive', model: null, provider: null }, 'require'],
  ['the wire’s policy is off', {}, 'off'],
] as const)('the newsroom’s own policy holds if %s', async (_what, origin, policy) => {
  await setWirePolicy(policy);
  const draft = await beginByModel(textOf(AI), origin);
  expect(await publish(draft, editor)).toMatchObject({ ok: true });
});

describe('as long as a sentence is the model’s,', () => {
  test.each([
    ['nothing', null],
    ['that people wrote it', '{ digitalSourceType: digitalCreation }'],
    ['that it quotes its sources', '{ digitalSourceType: composite }'],
  ])('its provenance must not say %s, whoever approves it', async (_what, made) => {
    const draft = await beginByModel();
    await save(draft, textOf(made, `We rewrote this. ${SECOND}`), writer);
    await approve(draft, editor);
    const refused = await publish(draft, editor);
    expect(fieldsIn(refused)).toContain('provenance.abstract.digitalSourceType');
    const rule = refused.ok ? '' : refused.faults?.[0]?.rule;
    expect(rule).toContain('M1');
    expect(rule).toContain(`"${SECOND}"`);
  });

  test('a TL;DR that people have rewritten in part is published once its quotes do not contradict it and it is approved', async () => {
    const draft = await beginByModel();
    const mixed = '{ digitalSourceType: compositeWithTrainedAlgorithmicMedia }';
    await save(draft, textOf(mixed, `Ports closed. ${SECOND}`), writer);
    expect(fieldsIn(await publish(draft, editor))).toEqual(['abstract', 'provenance.abstract.reviewedBy']);
    await save(draft, textOf(mixed, SECOND), writer);
    await approve(draft, editor);
    expect(await publish(draft, editor)).toMatchObject({ ok: true });
  });

  test('other white space makes no difference', async () => {
    const draft = await beginByModel();
    await save(draft, textOf(null, `|-\n  ${FIRST.replace(' by', '\n   by')}`), writer);
    expect(fieldsIn(await publish(draft, editor))).toContain('provenance.abstract.digitalSourceType');
  });
});

test('once a person has rewritten every sentence, the record says how it was made, as in any other draft', async () => {
  const draft = await beginByModel();
  await save(draft, textOf(null, 'Trade grew, and we say by how much.'), writer);
  expect(await publish(draft, editor)).toMatchObject({ ok: true });
});

test('a published story can be corrected though its TL;DR stays the model’s', async () => {
  const draft = await beginByModel();
  await approve(draft, editor);
  await publish(draft, editor);
  await save(draft, `${textOf(AI)}\nWe read it again.\n`, writer);
  await approve(draft, editor);
  expect(await publish(draft, editor)).toMatchObject({ ok: true, revision: 2 });
});

test('its text, sent as a story of its own, is held to the newsroom’s own policy', async () => {
  await beginByModel();
  expect((await call('PUT', '/stories/exports-grow', textOf(AI))).status).toBe(201);
  expect(await desk().findStory('exports-grow')).toMatchObject({ record: { slug: 'exports-grow' } });
});

describe('the editor’s pages say so beforehand', () => {
  let ed: Browser;
  const pageOf = async (draft: Draft) => (await ed.get(`/newsroom/drafts/${draft.id}/publish`)).text();

  beforeEach(async () => {
    ed = await signIn('Edda Itor', 'editor');
  });

  test('and let it be published once somebody has approved it', async () => {
    const draft = await beginByModel();
    const before = await pageOf(draft);
    expect(before).toContain('is AI, so that somebody has to review the TL;DR');
    expect(before).toMatch(/<button class="main" type="submit" disabled/);
    await approve(draft, editor);
    const after = await pageOf(draft);
    expect(after).not.toContain('was written by AI');
    expect(after).toMatch(/<button class="main" type="submit">/);
  });

  test('and name what its provenance must say', async () => {
    const draft = await beginByModel();
    await save(draft, textOf(null), writer);
    expect(await pageOf(draft)).toContain('must say that AI wrote it');
  });
});
