import { beforeAll, expect, test } from 'vitest';
import { answer, QUESTIONS, type QuotedAnswer } from '../agents/quoting-agent.ts';
import { callTool } from '../agents/rpc.ts';
import { call, drain, reopen } from '../newsroom.ts';
import { publish } from '../published-stories.ts';
import { sampleStories } from '../samples.ts';
import { fillIndex } from '../search/fill-index.ts';

beforeAll(async () => {
  await reopen();
  await publish(...sampleStories);
  await fillIndex();
});

test('an agent without a model answers ten questions with quotes, and learns of a correction in between', async () => {
  const answers: QuotedAnswer[] = [];
  for (const [question, right] of QUESTIONS) {
    const found = await answer(callTool, question);
    expect([question, `${found?.claim} ${found?.quote}`]).toEqual([question, expect.stringMatching(right)]);
    expect(found?.link).toContain('#:~:text=');
    expect(found?.madeBy).toContain('AI-generated');
    if (found) answers.push(found);
  }
  const check = async ({ claim, story }: QuotedAnswer) =>
    (await callTool('verify_quote', { quote: claim, story })).status;
  expect(new Set(await Promise.all(answers.map(check)))).toEqual(new Set(['found']));

  const { claim, story } = answers[1] as QuotedAnswer;
  const slug = story.split('/').at(-1) ?? '';
  const record = sampleStories.find((each) => each.slug === slug);
  const abstract = record?.abstract.replace(claim, claim.replace(/\d{4}/, '1999'));
  const corrected = {
    ...record,
    abstract,
    evidence: [],
    correction: [{ text: 'A number was wrong.', datePublished: '2026-11-30T08:00:00Z' }],
  };
  expect((await call('PUT', `/stories/${slug}`, corrected, { headers: { 'If-Match': '*' } })).status).toBe(
    200,
  );
  await drain();
  const checked = await callTool('verify_quote', { quote: claim, story });
  expect(checked).toMatchObject({
    status: 'changed',
    corrections: expect.arrayContaining([expect.objectContaining({ text: 'A number was wrong.' })]),
  });
  expect(checked.before.now).toContain('1999');
});
