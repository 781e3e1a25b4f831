import { expect, test } from 'vitest';
import { parse } from 'yaml';
import workflow from '../.github/workflows/campaigns.yml?raw';
import contributing from '../CONTRIBUTING.md?raw';
import { scripts } from '../package.json' with { type: 'json' };

/** The scripts that run a campaign, or that let readers subscribe. */
const campaigns = Object.entries(scripts)
  .filter(([, command]) => /^node (?!.* tsc ).*(test\/campaigns\/|test\/feed-readers\/matrix)/.test(command))
  .map(([name]) => name)
  .sort();

test('every campaign runs whole each night', () => {
  const { on, jobs } = parse(workflow);
  expect(on.schedule).toHaveLength(1);
  expect(jobs.campaign.strategy.matrix.script.toSorted()).toEqual(campaigns);
  // Nothing that makes a slice of it.
  expect(workflow).not.toMatch(/\b(SECONDS|MINUTES|INPUTS|LENGTH|POSTS)\b|--smoke/);
});

test('CONTRIBUTING.md lists every campaign', () => {
  const listed = Array.from(contributing.matchAll(/^\| `npm run ([\w:-]+)` \|/gm), ([, name = '']) => name);
  expect(campaigns.filter((name) => !listed.includes(name))).toEqual([]);
});
