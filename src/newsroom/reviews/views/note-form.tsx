import { useWords } from '../../words/words.ts';

/** A note that somebody writes. */
export interface TypedNote {
  /** The words that it is about; empty for the whole draft. */
  words: string;
  text: string;
  /** Another wording for these words; empty for none. */
  suggestion: string;
  /** What is wrong, and in which field. */
  fault?: { field: 'words' | 'text'; detail: string };
}

interface FieldParts {
  name: 'words' | 'text' | 'suggestion';
  label: string;
  hint: string;
  rows: number;
  typed: TypedNote;
}

function Field({ name, label, hint, rows, typed }: FieldParts) {
  const fault = typed.fault?.field === name ? typed.fault.detail : undefined;
  const id = `note-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <span class="hint" id={`hint-${id}`}>
        {hint}
      </span>
      <textarea
        id={id}
        name={name}
        rows={rows}
        dir="auto"
        aria-invalid={fault === undefined ? undefined : 'true'}
        aria-describedby={`hint-${id}${fault === undefined ? '' : ` fault-${id}`}`}
      >
        {`\n${typed[name]}`}
      </textarea>
      {fault === undefined ? (
        ''
      ) : (
        <p class="fault" id={`fault-${id}`}>
          {fault}
        </p>
      )}
    </div>
  );
}

/** The form for a new note, on some words of the draft or on the whole of it. */
export function NoteForm({ path, version, typed }: { path: string; version: number; typed: TypedNote }) {
  const t = useWords();
  return (
    <form id="new-note" method="post" action={`${path}/notes`}>
      <h3>{t('Write a note')}</h3>
      <input type="hidden" name="version" value={String(version)} />
      <Field
        name="words"
        label={t('The words that it is about')}
        hint={t('Copy them from the page or from the text. Leave this empty for a note on the whole draft.')}
        rows={2}
        typed={typed}
      />
      <Field
        name="text"
        label={t('Your note')}
        hint={t(
          'Whoever may open the draft reads it. Readers never do. To tell somebody, write @ and their whole name.',
        )}
        rows={3}
        typed={typed}
      />
      <Field
        name="suggestion"
        label={t('Another wording (may be empty)')}
        hint={t('It replaces exactly the words above, once an author takes it. Your note may then be empty.')}
        rows={2}
        typed={typed}
      />
      <button type="submit">{t('Add the note')}</button>
    </form>
  );
}
