import type { DraftOrigin } from '../../desk/drafts/draft-origin.ts';
import { countOf } from '../count.ts';
import { formatTime } from '../times.ts';

/** Says what drafted a text: a model and who provides it, or the method that picks sentences. */
function describeDrafter({ drafter, model, provider }: DraftOrigin): string {
  if (model === null)
    return drafter === 'extractive' ? 'a method that picks sentences of the sources' : drafter;
  return provider === null ? model : `${model} (${provider})`;
}

/** Says when the sources were read: the first and the last time, to the minute. */
function describeTimes(origin: DraftOrigin, zone: string): string {
  const times = origin.inputs.map(({ readAt }) => Date.parse(readAt));
  const [first, last] = [Math.min(...times), Math.max(...times)].map((time) => formatTime(time, zone));
  return first === last ? `read on ${first}` : `read between ${first} and ${last}`;
}

/** Tells how a draft came to be, if a program made its first version: what drafted it, from which sources, and what was left out. */
export function Origin({ origin, path, zone }: { origin: DraftOrigin | null; path: string; zone: string }) {
  if (!origin) return '';
  const { inputs, dropped, promptVersion } = origin;
  return (
    <section aria-labelledby="origin">
      <h2 id="origin">How it was drafted</h2>
      <p>
        Version 1 was drafted by {describeDrafter(origin)}, prompt version {promptVersion}, from{' '}
        {countOf(inputs.length, 'source', 'sources')}
        {inputs.length === 0 ? '' : `, ${describeTimes(origin, zone)}`}.{' '}
        <a href={`${path}/sources`}>What was read of {inputs.length === 1 ? 'it' : 'them'}</a>
      </p>
      {dropped.length === 0 ? (
        ''
      ) : (
        <details>
          <summary>{countOf(dropped.length, 'sentence was', 'sentences were')} left out</summary>
          <ul>
            {dropped.map(({ text, why }) => (
              <li>
                <q dir="auto">{text}</q> <span class="quiet">{why}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Says in a line what made a draft, and leads to the rest. */
export function OriginLine({ origin, path }: { origin: DraftOrigin | null; path: string }) {
  if (!origin) return '';
  const { inputs, model } = origin;
  return (
    <p class="quiet">
      {model === null
        ? 'A program took the first TL;DR, word for word, from'
        : `The model ${model} drafted the first TL;DR from`}{' '}
      <a href={`${path}/sources`}>
        {inputs.length === 1 ? 'one source' : `${inputs.length} sources`}: how, and what was read
      </a>
    </p>
  );
}
