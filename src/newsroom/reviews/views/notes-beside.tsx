import type { Values } from '../../drafts/views/editor/form/values.ts';
import { useWords } from '../../words/words.ts';
import type { DraftNote } from '../desk/review-event.ts';
import { numberThreads, Suggestion, Words } from './discussion.tsx';
import { inField } from './field-passage.ts';
import type { NumberedNote } from './marked-text.tsx';

// The notes beside the text that is written, and the form for a new one. They are in the form of the draft, which their fields are no
// part of; `browser/editor/notes.ts` sends them.

/** A draft's notes, and what the page shows of its text. */
interface NotedDraft {
  notes: readonly DraftNote[];
  text: string;
  values: Values;
  path: string;
  zone: string;
}

function About({ note: { id, quote, position }, text, values, path }: { note: DraftNote } & NotedDraft) {
  const t = useWords();
  if (quote === '') return <p class="quiet">{t('On the whole draft')}</p>;
  const place = position && inField(text, values, position);
  if (place)
    return (
      <p>
        <button
          type="button"
          class="plain quoted"
          dir="auto"
          data-go={place.field}
          data-start={place.start}
          data-words={place.words}
        >
          “{place.words}”
        </button>
      </p>
    );
  return (
    <>
      <blockquote class="difference" dir="auto">
        {quote}
      </blockquote>
      <p class="quiet">
        {position ? (
          <a href={`${path}/review#note-${id}`}>{t('Where it is in the text')}</a>
        ) : (
          t('These words are not in the text any more.')
        )}
      </p>
    </>
  );
}

/** A suggestion, and the button that takes it: it says so if the words have changed since. */
function Offer({ note: { quote, suggestion, position }, text, values }: { note: DraftNote } & NotedDraft) {
  const t = useWords();
  if (suggestion === null) return '';
  const isSame = position && text.slice(position.start, position.end) === quote;
  const place = isSame ? inField(text, values, position) : undefined;
  return (
    <>
      <Suggestion words={place?.words ?? quote} suggestion={suggestion} />
      <p>
        {place ? (
          <button
            type="button"
            data-take={suggestion}
            data-field={place.field}
            data-start={place.start}
            data-words={place.words}
          >
            {t('Take this wording')}
          </button>
        ) : (
          <button type="button" aria-disabled="true">
            {t('The words have changed since')}
          </button>
        )}
      </p>
    </>
  );
}

function Thread({ thread: { number, note }, ...draft }: { thread: NumberedNote } & NotedDraft) {
  const t = useWords();
  const answers = draft.notes.filter(({ thread }) => thread === note.id);
  const field = `answer-${note.id}`;
  return (
    <li data-note={note.id}>
      <h3>{t('Note {number}', { number })}</h3>
      <About note={note} {...draft} />
      <Words note={note} zone={draft.zone} />
      <Offer note={note} {...draft} />
      {answers.map((answer) => (
        <div class="other">
          <Words note={answer} zone={draft.zone} />
        </div>
      ))}
      <details>
        <summary>{t('Answer note {number}', { number })}</summary>
        <div class="field">
          <label for={field}>
            {t('Your answer')}
            <span class="hidden"> {t('to note {number}', { number })}</span>
          </label>
          <textarea id={field} rows={3} dir="auto" />
        </div>
        <button type="button" data-answer="">
          {t('Answer')}
          <span class="hidden"> {t('to note {number}', { number })}</span>
        </button>
      </details>
      <div class="actions">
        <button type="button" data-resolve="">
          {t('Resolve note {number}', { number })}
        </button>
      </div>
    </li>
  );
}

/** The open notes, each with its words, its answers and what can be done. */
export function OpenNotes(draft: NotedDraft) {
  const t = useWords();
  const open = numberThreads(draft.notes).filter(({ note }) => note.resolved === null);
  return open.length === 0 ? (
    <p class="quiet">{t('Nobody has written a note that is still open.')}</p>
  ) : (
    <ul class="rows">
      {open.map((thread) => (
        <Thread thread={thread} {...draft} />
      ))}
    </ul>
  );
}

/** The button for a new note, and its form. */
export function NewNote() {
  const t = useWords();
  return (
    <>
      <p class="fault" role="alert" id="notes-fault" hidden />
      <button type="button" data-write-note="">
        {t('Write a note')}
      </button>
      <section id="new-note" aria-labelledby="new-note-title" hidden>
        <h3 id="new-note-title">{t('New note')}</h3>
        <blockquote class="difference" dir="auto" data-marked="" />
        <p class="quiet" data-unmarked="">
          {t(
            'On the whole draft. For a note on words, mark them in the headline, the TL;DR or the analysis, and press “Write a note” again.',
          )}
        </p>
        <div class="field">
          <label for="note-text">{t('Your note')}</label>
          <span class="hint" id="hint-note-text">
            {t(
              'Whoever may open the draft reads it. Readers never do. To tell somebody, write @ and their whole name.',
            )}
          </span>
          <textarea id="note-text" rows={3} dir="auto" aria-describedby="hint-note-text" />
        </div>
        <div class="field" data-suggesting="">
          <label for="note-suggestion">{t('Another wording')}</label>
          <span class="hint" id="hint-note-suggestion">
            {t('Change the words to suggest others for exactly these. Your note may then be empty.')}
          </span>
          <textarea id="note-suggestion" rows={3} dir="auto" aria-describedby="hint-note-suggestion" />
        </div>
        <div class="actions">
          <button type="button" data-add-note="">
            {t('Add')}
          </button>
          <button type="button" data-drop-note="">
            {t('Cancel')}
          </button>
        </div>
      </section>
    </>
  );
}
