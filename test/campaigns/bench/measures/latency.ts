import type { BuiltWorkers } from '../bare.ts';
import { DOCUMENTS } from '../documents.ts';
import { callApi, newsroomOf } from '../newsroom.ts';
import { type Program, VERSIONS, type Version, type Versions } from '../programs.ts';
import { interleave } from '../rounds.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Scale } from '../scale.ts';
import { makeStory } from '../stories.ts';
import { ask, bodyOf } from '../wire.ts';

/** From the request to the acknowledgement, and until the feed has the story, in milliseconds. */
export interface Delays {
  acknowledged: number;
  inFeed: number;
}

/** The delays at one Desk, round by round. */
export interface Latency {
  version: Version;
  stories: number;
  delays: Delays[];
}

/** How many scopes each story is in. */
const SCOPES = 4;
/** Longer than the minimum time between two writes of a KV key, in milliseconds. */
const PAUSE = 1500;
/** How often the feed is polled, in milliseconds. */
const POLL_INTERVAL = 5;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function publish(runtime: Runtime, number: number): Promise<Delays> {
  await pause(PAUSE);
  const story = makeStory(number, SCOPES);
  const newsroom = runtime.urlOf('newsroom');
  const began = performance.now();
  await callApi(`${newsroom}/api/stories/${story.slug}`, {
    method: 'PUT',
    body: JSON.stringify(story),
    headers: { 'Content-Type': 'application/json', 'If-None-Match': '*' },
  });
  const acknowledged = performance.now() - began;
  for (let etag = ''; ; await pause(POLL_INTERVAL)) {
    const answer = await ask(`${newsroom}${DOCUMENTS.json}`, { 'If-None-Match': etag });
    const inFeed = performance.now() - began;
    const feed = new TextDecoder().decode(bodyOf(answer));
    if (feed.includes(`/stories/${story.slug}"`)) return { acknowledged, inFeed };
    etag = answer.headers.etag ?? '';
  }
}

/** Publishes stories one after the other, as an author does, at the smallest and the largest Desk of each version. */
export async function measureLatency(
  programs: Versions<Program>,
  { metered }: BuiltWorkers,
  folderOf: (name: string) => string,
  { deskSizes, rounds, awaited }: Scale,
  advance: () => void,
): Promise<Latency[]> {
  const sizes = [Math.min(...deskSizes), Math.max(...deskSizes)];
  const subjects = new Map<string, Omit<Latency, 'delays'> & { runtime: Runtime }>();
  try {
    for (const version of VERSIONS) {
      const program = programs[version];
      if (!program) continue;
      for (const stories of sizes) {
        const name = `${version} ${stories}`;
        const newsroom = newsroomOf([metered, ...program.modules], { REUSE_SECONDS: '0' });
        const runtime = await openRuntime([newsroom], {
          state: folderOf(`latency ${name}`),
          flags: program.flags,
        });
        subjects.set(name, { version, stories, runtime });
        const query = new URLSearchParams({ desk: 'main', count: String(stories) });
        const body = JSON.stringify(makeStory(0, SCOPES));
        await callApi(`${runtime.urlOf('newsroom')}/seed?${query}`, { method: 'POST', body });
        // The first story only warms up the compiler.
        await publish(runtime, 1);
        advance();
      }
    }
    const delays = await interleave([...subjects.keys()], rounds, async (name, round) => {
      const { runtime } = subjects.get(name) as { runtime: Runtime };
      const times: Delays[] = [];
      for (let index = 0; index < awaited; index++)
        times.push(await publish(runtime, 2 + round * awaited + index));
      advance();
      const mean = (of: keyof Delays) => times.reduce((sum, each) => sum + each[of], 0) / awaited;
      return { acknowledged: mean('acknowledged'), inFeed: mean('inFeed') };
    });
    return Array.from(subjects, ([name, { version, stories }]) => ({
      version,
      stories,
      delays: delays[name] as Delays[],
    }));
  } finally {
    for (const { runtime } of subjects.values()) await runtime.stop();
  }
}
