import type { DraftOrigin } from '../../../drafts/desk/draft-origin.ts';
import { countOf } from '../../../frame/count.ts';
import { formatTime } from '../../../frame/times.ts';

/** Says what drafted a text: a model, who provides it and what it was told, or the method that picks sentences; and what it did. */
function describeDrafter({ drafter, model, provider, promptVersion }: DraftOrigin) {
  const name = [model ?? drafter, provider === null ? '' : ` (${provider})`].join('');
  const writer = {
    name: `${name}, by version ${promptVersion} of our instructions`,
    did: `The model ${model} drafted the first TL;DR from`,
  };
  switch (drafter) {
    case 'extractive':
      return {
        name: `a method that picks sentences of the sources (${promptVersion})`,
        did: 'A program took the first TL;DR, word for word, from',
      };
    case 'workers-ai':
    case 'openai':
      return writer;
    default:
      // A draft may come from the drafter of another version. The type makes a new drafter impossible to forget.
      drafter satisfies never;
      return writer;
  }
}

/** Says when the sources were read: the first and the last time, to the minute. */
function describeTimes(origin: DraftOrigin, zone: string): string {
  const times = origin.inputs.map(({ readAt }) => Date.parse(readAt));
  const [first, last] = [Math.min(...times), Math.max(...times)].map((time) => formatTime(time, zone));
  return first === last ? `read on ${first}` : `read between ${first} and ${last}`;
}

/**
 * Tells how a draft came to be, if a program made its first version: what drafted it, from which sources, and what was left out. With
 * the draft's path, it leads to what was read.
 */
export function Origin({ origin, path, zone }: { origin: DraftOrigin | null; path?: string; zone: string }) {
  if (!origin) return '';
  const { inputs, dropped } = origin;
  return (
    <section aria-labelledby="origin">
      <h2 id="origin">How it was drafted</h2>
      <p>
        Version 1 was drafted by {describeDrafter(origin).name}, from{' '}
        {countOf(inputs.length, 'source', 'sources')}
        {inputs.length === 0 ? '' : `, ${describeTimes(origin, zone)}`}.{' '}
        {path === undefined ? (
          ''
        ) : (
          <a href={`${path}/sources`}>What was read of {inputs.length === 1 ? 'it' : 'them'}</a>
        )}
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
  const { inputs } = origin;
  return (
    <p class="quiet">
      {describeDrafter(origin).did}{' '}
      <a href={`${path}/sources`}>
        {inputs.length === 1 ? 'one source' : `${inputs.length} sources`}: how, and what was read
      </a>
    </p>
  );
}
