import { loadModule } from '../../../browser/render.ts';
import { profileHere, type Share, sharesOf } from '../profile.ts';
import { interleave } from '../rounds.ts';
import type { Scale } from '../scale.ts';
import type * as Rendering from './rendering.ts';

/** The speed of one renderer, round by round. */
export interface RendererSpeed {
  format: string;
  renderer: string;
  entriesPerSecond: number[];
  /** The size of the document per entry, in bytes. */
  bytes: number;
}

const load = () => loadModule<typeof Rendering>(import.meta.resolve('./rendering.ts'));

/** Profiles our renderers. */
export async function profileRenderers(times: number): Promise<{ what: string; shares: Share[] }[]> {
  const { RENDERERS } = await load();
  const profiles = [];
  for (const [what, { edgewire }] of Object.entries(RENDERERS)) {
    const profiled = await profileHere(() => {
      for (let time = 0; time < times; time++) edgewire();
    });
    profiles.push({ what: `${what} rendered`, shares: sharesOf(profiled, 12) });
  }
  return profiles;
}

/** Measures each renderer with the same stories, in Node, which has the same engine as workerd. */
export async function measureRenderers(scale: Scale, advance: () => void): Promise<RendererSpeed[]> {
  const { RENDERERS, ENTRIES } = await load();
  const subjects = Object.entries(RENDERERS).flatMap(([format, renderers]) =>
    Object.entries(renderers).map(([renderer, render]) => ({ format, renderer, render })),
  );
  const renderFor = async (render: () => unknown, milliseconds: number) => {
    const began = performance.now();
    let count = 0;
    for (; performance.now() - began < milliseconds; count++) await render();
    return (count * ENTRIES * 1000) / (performance.now() - began);
  };
  const nameOf = ({ format, renderer }: (typeof subjects)[number]) => `${format} ${renderer}`;
  const byName = new Map(subjects.map((subject) => [nameOf(subject), subject]));
  // The first time only warms up the compiler.
  for (const { render } of subjects) await renderFor(render, scale.rendering);
  const series = await interleave([...byName.keys()], scale.rounds, async (name) => {
    const rate = await renderFor(byName.get(name)?.render as () => unknown, scale.rendering);
    advance();
    return rate;
  });
  return Promise.all(
    subjects.map(async (subject) => ({
      format: subject.format,
      renderer: subject.renderer,
      entriesPerSecond: series[nameOf(subject)] as number[],
      bytes: new TextEncoder().encode(await subject.render()).byteLength / ENTRIES,
    })),
  );
}
