import type { Bare } from '../bare.ts';
import { DOCUMENTS } from '../documents.ts';
import { author, newsroomOf } from '../newsroom.ts';
import { type Program, VERSIONS, type Version, type Versions } from '../programs.ts';
import { interleave } from '../rounds.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Scale } from '../scale.ts';
import { makeStory } from '../stories.ts';
import { ask, bodyOf } from '../wire.ts';

/** How long an author waits, in milliseconds: for the answer, and from the request until the feed has the story. */
export interface Waited {
  acknowledged: number;
  inFeed: number;
}

/** Those of one Desk, round by round. */
export interface Latency {
  version: Version;
  stories: number;
  waited: Waited[];
}

/** Scopes that a story is in. */
const SCOPES = 4;
/** A pause that is longer than what has to lie between two writes of a key. */
const PAUSE = 1500;
/** Milliseconds between two looks at the feed. */
const LOOK = 5;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function publish(runtime: Runtime, number: number): Promise<Waited> {
  await pause(PAUSE);
  const story = makeStory(number, SCOPES);
  const newsroom = runtime.urlOf('newsroom');
  const began = performance.now();
  await author(`${newsroom}/api/stories/${story.slug}`, {
    method: 'PUT',
    body: JSON.stringify(story),
    headers: { 'Content-Type': 'application/json', 'If-None-Match': '*' },
  });
  const acknowledged = performance.now() - began;
  for (let etag = ''; ; await pause(LOOK)) {
    const answer = await ask(`${newsroom}${DOCUMENTS.json}`, { 'If-None-Match': etag });
    const inFeed = performance.now() - began;
    const feed = new TextDecoder().decode(bodyOf(answer));
    if (feed.includes(`/stories/${story.slug}"`)) return { acknowledged, inFeed };
    etag = answer.headers.etag ?? '';
  }
}

/** Publishes stories as an author does, at the smallest and the largest Desk of each version. */
export async function measureLatency(
  programs: Versions<Program>,
  { metered }: Bare,
  folderOf: (name: string) => string,
  { desks, rounds, awaited }: Scale,
  advance: () => void,
): Promise<Latency[]> {
  const sizes = [Math.min(...desks), Math.max(...desks)];
  const subjects = new Map<string, Omit<Latency, 'waited'> & { runtime: Runtime }>();
  try {
    for (const version of VERSIONS) {
      const program = programs[version];
      if (!program) continue;
      for (const stories of sizes) {
        const name = `${version} ${stories}`;
        const newsroom = newsroomOf([metered, ...program.modules], { REUSE_SECONDS: '0' });
        const runtime = await openRuntime([newsroom], { state: folderOf(`latency ${name}`) });
        subjects.set(name, { version, stories, runtime });
        const query = new URLSearchParams({ desk: 'main', count: String(stories), scopes: String(SCOPES) });
        await author(`${runtime.urlOf('newsroom')}/seed?${query}`, { method: 'POST' });
        // The first story is for the compiler.
        await publish(runtime, 1);
        advance();
      }
    }
    const waited = await interleave([...subjects.keys()], rounds, async (name, round) => {
      const { runtime } = subjects.get(name) as { runtime: Runtime };
      const times: Waited[] = [];
      for (let index = 0; index < awaited; index++)
        times.push(await publish(runtime, 2 + round * awaited + index));
      advance();
      const mean = (of: keyof Waited) => times.reduce((sum, each) => sum + each[of], 0) / awaited;
      return { acknowledged: mean('acknowledged'), inFeed: mean('inFeed') };
    });
    return Array.from(subjects, ([name, { version, stories }]) => ({
      version,
      stories,
      waited: waited[name] as Waited[],
    }));
  } finally {
    for (const { runtime } of subjects.values()) await runtime.stop();
  }
}
