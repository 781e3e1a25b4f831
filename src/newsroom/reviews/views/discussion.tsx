import { formatTime } from '../../frame/times.ts';
import { type Translate, useWords } from '../../words/words.ts';
import type { DraftNote } from '../desk/review-event.ts';
import type { NumberedNote } from './marked-text.tsx';

/** Numbers the threads in the order in which they were begun. */
export const numberThreads = (notes: readonly DraftNote[]): NumberedNote[] =>
  notes.filter(({ thread }) => thread === null).map((note, index) => ({ number: index + 1, note }));

/** What somebody has typed into a form that was refused. */
export interface TypedReply {
  thread: number;
  text: string;
  fault: string;
}

interface ThreadParts {
  thread: NumberedNote;
  answers: readonly DraftNote[];
  path: string;
  zone: string;
  typed: TypedReply | undefined;
}

/** Returns the words of a note, in the reader's language where nobody has written them. */
export const wordsOf = (t: Translate, { text, said }: Pick<DraftNote, 'text' | 'said'>): string =>
  said ? said.map((each) => (typeof each === 'string' ? each : t(each))).join('\n\n') : text;

/** Returns the words of a note, with the people whom it mentions marked. */
function withMentions(t: Translate, note: DraftNote) {
  const { text, mentions } = note;
  if (note.said) return wordsOf(t, note);
  const ends = [0, ...mentions.map(({ end }) => end)];
  return [
    ...mentions.flatMap(({ start, end }, at) => [
      text.slice(ends[at], start),
      <mark>{text.slice(start, end)}</mark>,
    ]),
    text.slice(ends.at(-1)),
  ];
}

/** The wording that a note suggests, beside the words that it replaces. */
export function Suggestion({ words, suggestion }: { words: string; suggestion: string }) {
  const t = useWords();
  return (
    <p class="difference" dir="auto">
      <del>
        <span class="hidden">{t('Instead of:')} </span>
        {words}
      </del>{' '}
      <ins>
        <span class="hidden">{t('suggested:')} </span>
        {suggestion}
      </ins>
    </p>
  );
}

/** Who wrote a note, when, and what. */
export function Words({ note, zone }: { note: DraftNote; zone: string }) {
  const t = useWords();
  return (
    <>
      <p class="quiet">
        <bdi>{note.by}</bdi>, {formatTime(note.at, zone, t.tag)}
      </p>
      <p class="difference" dir="auto">
        {withMentions(t, note)}
      </p>
    </>
  );
}

function Place({ number, note: { id, quote, position } }: NumberedNote) {
  const t = useWords();
  if (quote === '') return <p class="quiet">{t('On the whole draft')}</p>;
  return (
    <>
      <blockquote class="difference" dir="auto">
        {quote}
      </blockquote>
      <p class="quiet">
        {position ? (
          <a href={`#passage-${id}`}>
            {t('Where it is in the text')}
            <span class="hidden">: {t('note {number}', { number })}</span>
          </a>
        ) : (
          t('These words are not in the text any more.')
        )}
      </p>
    </>
  );
}

function Thread({ thread: { number, note }, answers, path, zone, typed }: ThreadParts) {
  const t = useWords();
  const isTyped = typed?.thread === note.id;
  const field = `reply-${note.id}`;
  return (
    <li id={`note-${note.id}`}>
      <h3>
        {t('Note {number}', { number })}{' '}
        <span class={note.resolved === null ? 'state' : 'state good'}>
          {note.resolved === null ? t('open') : t('resolved')}
        </span>
      </h3>
      <Place number={number} note={note} />
      <Words note={note} zone={zone} />
      {note.suggestion === null ? '' : <Suggestion words={note.quote} suggestion={note.suggestion} />}
      {answers.map((answer) => (
        <div class="other">
          <Words note={answer} zone={zone} />
        </div>
      ))}
      <details open={isTyped}>
        <summary>{t('Answer note {number}', { number })}</summary>
        <form method="post" action={`${path}/notes`}>
          <input type="hidden" name="thread" value={String(note.id)} />
          <div class="field">
            <label for={field}>
              {t('Your answer')}
              <span class="hidden"> {t('to note {number}', { number })}</span>
            </label>
            <textarea
              id={field}
              name="text"
              rows={3}
              required
              dir="auto"
              aria-invalid={isTyped ? 'true' : undefined}
              aria-describedby={isTyped ? `fault-${field}` : undefined}
            >
              {isTyped ? `\n${typed.text}` : ''}
            </textarea>
            {isTyped ? (
              <p class="fault" id={`fault-${field}`}>
                {typed.fault}
              </p>
            ) : (
              ''
            )}
          </div>
          <button type="submit">
            {t('Answer')}
            <span class="hidden"> {t('to note {number}', { number })}</span>
          </button>
        </form>
      </details>
      <form method="post" action={`${path}/notes/${note.id}`}>
        <button type="submit" name="action" value={note.resolved === null ? 'resolve' : 'reopen'}>
          {note.resolved === null
            ? t('Resolve note {number}', { number })
            : t('Open again: note {number}', { number })}
        </button>
      </form>
    </li>
  );
}

/** The discussion of a draft: its threads, open ones first. */
export function Discussion({
  notes,
  path,
  zone,
  typed,
}: {
  notes: readonly DraftNote[];
  path: string;
  zone: string;
  typed: TypedReply | undefined;
}) {
  const t = useWords();
  const threads = numberThreads(notes);
  if (threads.length === 0) return <p>{t('There are no notes yet.')}</p>;
  const answers = Map.groupBy(notes, ({ thread }) => thread);
  const show = (each: NumberedNote) => (
    <Thread thread={each} answers={answers.get(each.note.id) ?? []} path={path} zone={zone} typed={typed} />
  );
  const [open, resolved] = [
    threads.filter(({ note }) => note.resolved === null),
    threads.filter(({ note }) => note.resolved !== null),
  ];
  return (
    <>
      <ul class="rows">{open.map(show)}</ul>
      {resolved.length > 0 ? (
        <details open={typed !== undefined && resolved.some(({ note }) => note.id === typed.thread)}>
          <summary>{t(['One resolved note', '{count} resolved notes'], { count: resolved.length })}</summary>
          <ul class="rows">{resolved.map(show)}</ul>
        </details>
      ) : (
        ''
      )}
    </>
  );
}
