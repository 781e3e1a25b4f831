import type { DraftOrigin } from '../../../drafts/desk/draft-origin.ts';
import { formatTime } from '../../../frame/times.ts';
import { type Translate, useWords } from '../../../words/words.ts';

/** Says what drafted a text: a model, who provides it and what it was told, or the method that picks sentences; and what it did. */
function describeDrafter(t: Translate, { drafter, model, provider, promptVersion, inputs }: DraftOrigin) {
  const name = [model ?? drafter, provider === null ? '' : ` (${provider})`].join('');
  const count = inputs.length;
  const writer = () => ({
    drafted: t(
      [
        'Version 1 was drafted by {name}, by version {version} of our instructions, from {count} source.',
        'Version 1 was drafted by {name}, by version {version} of our instructions, from {count} sources.',
      ],
      { name, version: promptVersion, count },
    ),
    line: t(
      [
        'The model {model} drafted the first TL;DR from one source.',
        'The model {model} drafted the first TL;DR from {count} sources.',
      ],
      { model: model ?? drafter, count },
    ),
  });
  switch (drafter) {
    case 'extractive':
      return {
        drafted: t(
          [
            'Version 1 was drafted by a method that picks sentences of the sources ({version}), from {count} source.',
            'Version 1 was drafted by a method that picks sentences of the sources ({version}), from {count} sources.',
          ],
          { version: promptVersion, count },
        ),
        line: t(
          [
            'A program took the first TL;DR, word for word, from one source.',
            'A program took the first TL;DR, word for word, from {count} sources.',
          ],
          { count },
        ),
      };
    case 'workers-ai':
    case 'openai':
      return writer();
    default:
      // A draft may come from the drafter of another version. The type makes a new drafter impossible to forget.
      drafter satisfies never;
      return writer();
  }
}

/** Says when the sources were read: the first and the last time, to the minute. */
function describeTimes(t: Translate, { inputs }: DraftOrigin, zone: string): string {
  if (inputs.length === 0) return '';
  const times = inputs.map(({ readAt }) => Date.parse(readAt));
  const [first = '', last = ''] = [Math.min(...times), Math.max(...times)].map((time) =>
    formatTime(time, zone, t.tag),
  );
  const said =
    first === last
      ? t(['It was read on {time}.', 'They were read on {time}.'], { count: inputs.length, time: first })
      : t('They were read between {first} and {last}.', { first, last });
  return `${said} `;
}

/**
 * Tells how a draft came to be, if a program made its first version: what drafted it, from which sources, and what was left out. With
 * the draft's path, it leads to what was read.
 */
export function Origin({ origin, path, zone }: { origin: DraftOrigin | null; path?: string; zone: string }) {
  const t = useWords();
  if (!origin) return '';
  const { inputs, dropped } = origin;
  return (
    <section aria-labelledby="origin">
      <h2 id="origin">{t('How it was drafted')}</h2>
      <p>
        {describeDrafter(t, origin).drafted} {describeTimes(t, origin, zone)}
        {path === undefined ? (
          ''
        ) : (
          <a href={`${path}/sources`}>
            {t(['What was read of it', 'What was read of them'], { count: inputs.length })}
          </a>
        )}
      </p>
      {dropped.length === 0 ? (
        ''
      ) : (
        <details>
          <summary>
            {t(['{count} sentence was left out', '{count} sentences were left out'], {
              count: dropped.length,
            })}
          </summary>
          <ul>
            {dropped.map(({ text, why }) => (
              <li>
                <q dir="auto">{text}</q> <span class="quiet">{t(why)}</span>
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
  const t = useWords();
  if (!origin) return '';
  return (
    <p class="quiet">
      {describeDrafter(t, origin).line} <a href={`${path}/sources`}>{t('How, and what was read')}</a>
    </p>
  );
}
