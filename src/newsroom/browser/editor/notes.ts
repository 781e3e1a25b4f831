import { t } from '../words.ts';
import { postFields } from './answers.ts';
import { setWords } from './check.ts';
import type { DraftPage } from './tool-page.ts';

// The notes beside the text: written on marked words, answered and resolved without leaving the page. The server makes their list.

/** The texts that a note can be about. */
const FIELDS = ['headline', 'abstract', 'articleBody'];

/** Milliseconds after which a request that nobody answers counts as failed. */
const TIMEOUT = 20_000;

/** The most saves until what is typed meanwhile is saved, too. */
const MOST_SAVES = 3;

/** Words of a field, and where they began when they were marked. */
interface Marked {
  field: string;
  start: number;
  words: string;
}

interface Answer {
  version: number;
  open: number;
  list: string;
}

/** Finds words where they were when they were marked, or else the nearest place at which the text has them. */
export function nearestPlace(text: string, words: string, start: number): number | undefined {
  if (words === '') return undefined;
  const places = [text.lastIndexOf(words, start), text.indexOf(words, start)].filter((at) => at >= 0);
  return places.toSorted((one, other) => Math.abs(one - start) - Math.abs(other - start))[0];
}

/** Starts the notes. Returns what begins a note on the marked words; undefined if the page has no notes. */
export function startNotes({
  form,
  draft,
  status,
  reveal,
  texts,
  saver,
}: DraftPage): (() => void) | undefined {
  const find = <Found extends HTMLElement>(selector: string) => form.querySelector<Found>(selector);
  const [list, section, fault] = [find('#open-notes'), find('#new-note'), find('#notes-fault')];
  const text = find<HTMLTextAreaElement>('#note-text');
  const suggestion = find<HTMLTextAreaElement>('#note-suggestion');
  const panel = list?.closest<HTMLElement>('[role=tabpanel]');
  if (!list || !section || !fault || !text || !suggestion || !panel) return undefined;

  /** The text that the cursor was in last. */
  let lastField = '';
  /** What the new note is about; undefined for the whole draft. */
  let about: Marked | undefined;
  let isBusy = false;
  /** How many changes were asked for. */
  let changes = 0;

  const controlOf = (field: string) => {
    const control = form.elements.namedItem(field);
    return control instanceof HTMLTextAreaElement ? control : undefined;
  };
  const proseOf = (field: string) => (controlOf(field)?.dataset.editor === 'prose' ? texts.prose : undefined);
  const say = (words: string) => setWords(fault, words);

  /** Returns the marked words of a field, without white space around them. */
  const markedIn = (field: string): Marked | undefined => {
    const control = controlOf(field);
    if (!control) return undefined;
    const { selectionStart: from, selectionEnd: to } = control;
    const selected = proseOf(field)?.selected() ?? { from, text: control.value.slice(from, to) };
    const words = selected.text.trim();
    const start = selected.from + selected.text.length - selected.text.trimStart().length;
    return words === '' ? undefined : { field, start, words };
  };

  const select = ({ field, start, words }: Marked) => {
    const end = start + words.length;
    const [control, prose] = [controlOf(field), proseOf(field)];
    if (prose) return prose.focusAt(start, end);
    control?.focus();
    control?.setSelectionRange(start, end);
    control?.scrollIntoView({ block: 'center' });
  };

  /** Finds marked words where they are by now. */
  const placed = (marked: Marked): Marked | undefined => {
    const start = nearestPlace(controlOf(marked.field)?.value ?? '', marked.words, marked.start);
    return start === undefined ? undefined : { ...marked, start };
  };

  /** Shows the server's list, and keeps what is typed into it. */
  const show = ({ open, list: made }: Answer) => {
    setWords(form.querySelector('[data-count="notes"]'), open > 0 ? ` ${open}` : '');
    const typed = [...list.querySelectorAll('textarea')].filter(({ value }) => value !== '');
    const hadFocus = list.contains(document.activeElement) ? document.activeElement?.id : undefined;
    list.innerHTML = made;
    for (const { id, value } of typed) {
      const control = find<HTMLTextAreaElement>(`#${id}`);
      if (!control) continue;
      control.value = value;
      control.closest('details')?.toggleAttribute('open', true);
    }
    if (hadFocus !== undefined) (find(`#${hadFocus || 'none'}`) ?? find('[data-write-note]'))?.focus();
  };

  /** Asks the server, with fields to change something. Shows its list, or says why there is none. */
  const ask = async (path: string, fields?: Record<string, string>): Promise<Answer | undefined> => {
    const url = `${draft}/notes${path}`;
    const signal = AbortSignal.timeout(TIMEOUT);
    try {
      const response = fields
        ? await postFields(url, new URLSearchParams(fields), { signal })
        : await fetch(url, { signal, headers: { Accept: 'application/json' } });
      const answer = await response.json();
      if (response.ok) return answer;
      say(t('Not done. {reason} What you typed is still here.', { reason: String(answer.detail) }));
    } catch {
      say(t('The server cannot be reached. What you typed is still here; try again later.'));
    }
    return undefined;
  };

  /** Acts once at a time. */
  const once = async (act: () => Promise<void>) => {
    if (isBusy) return;
    isBusy = true;
    changes++;
    say('');
    await act().finally(() => {
      isBusy = false;
    });
  };

  /** Saves what is typed, so that the words of a note are in a version. */
  const saveAll = async (): Promise<boolean> => {
    for (let saves = 0; saves < MOST_SAVES && saver.isUnsaved; saves++) await saver.save();
    if (!saver.isUnsaved && !saver.isClashing) return true;
    say(
      t(
        'Not done: the draft cannot be saved now, and the top of the page says why. What you typed is still here.',
      ),
    );
    return false;
  };

  const drop = () => {
    section.hidden = true;
    text.value = '';
    find('[data-write-note]')?.focus();
  };

  const write = () => {
    const isChanged = !section.hidden && suggestion.value !== (about?.words ?? '');
    about = markedIn(lastField);
    // A wording that was typed already is not lost.
    if (!isChanged) suggestion.value = about?.words ?? '';
    section.hidden = false;
    const [quoted, unmarked] = [find('[data-marked]'), find('[data-unmarked]')];
    const suggesting = find('[data-suggesting]');
    if (suggesting) suggesting.hidden = about === undefined;
    setWords(quoted, about?.words ?? '');
    if (unmarked) unmarked.hidden = about !== undefined;
    say('');
    reveal(text);
  };

  const add = async () => {
    if (!(await saveAll())) return;
    const at = about && placed(about);
    if (about && !at) {
      say(
        t('Not added: the marked words are not in the text any more. Mark others, and press “Write a note”.'),
      );
      return;
    }
    const other = at && suggestion.value !== at.words ? suggestion.value : '';
    const place = at
      ? {
          field: at.field,
          words: at.words,
          start: String(at.start),
          end: String(at.start + at.words.length),
          suggestion: other,
        }
      : {};
    const answer = await ask('', { version: saver.version, text: text.value, ...place });
    if (!answer) return;
    show(answer);
    drop();
    status.say(t('The note is added.'));
  };

  const answerNote = async (id: string, control: HTMLTextAreaElement | null) => {
    const answer = await ask('', { thread: id, text: control?.value ?? '' });
    if (!answer || !control) return;
    control.value = '';
    show(answer);
    status.say(t('The answer is added.'));
  };

  const resolve = async (id: string) => {
    const answer = await ask(`/${id}`, { action: 'resolve' });
    if (!answer) return;
    show(answer);
    status.say(t('The note is resolved. The page of the review still has it.'));
  };

  /** Puts the suggested wording in the place of its words, as an edit that can be undone, and resolves the note. */
  const take = async (id: string) => {
    // The page may lack what somebody else has saved.
    await saver.save(true);
    if (!(await saveAll())) return;
    const fresh = await ask('');
    if (!fresh) return;
    show(fresh);
    const {
      take: wording,
      field = '',
      start,
      words = '',
    } = find(`[data-note="${id}"] [data-take]`)?.dataset ?? {};
    const control = controlOf(field);
    const from = Number(start);
    // Somebody else may have saved in between.
    const isThere = control?.value.startsWith(words, from) && String(fresh.version) === saver.version;
    if (!wording || !isThere) {
      say(t('Not taken: the words have changed, here or by somebody else. Nothing was replaced.'));
      return;
    }
    select({ field, start: from, words });
    const prose = proseOf(field);
    if (prose) prose.replaceRange(from, from + words.length, wording);
    // The only way to replace something that can be undone.
    else document.execCommand('insertText', false, wording);
    if (!(await saveAll())) return;
    const answer = await ask(`/${id}`, { action: 'resolve' });
    if (!answer) return;
    show(answer);
    status.say(t('The wording is taken, and the note resolved. Undo in the text brings the old words back.'));
  };

  const go = ({ go: field = '', start, words = '' }: DOMStringMap) => {
    const found = placed({ field, start: Number(start), words });
    if (found) select(found);
    else say(t('These words are not in the text any more.'));
  };

  const follow = (focused: EventTarget | null) => {
    const field = focused instanceof Element && focused.closest('.field')?.querySelector('textarea')?.name;
    if (field && FIELDS.includes(field)) lastField = field;
  };
  form.addEventListener('focusin', ({ target }) => follow(target));
  follow(document.activeElement);
  // What is typed here is no part of the draft.
  for (const type of ['input', 'change']) panel.addEventListener(type, (event) => event.stopPropagation());
  panel.addEventListener('click', ({ target }) => {
    const pressed = target instanceof Element ? target.closest('button') : null;
    const note = pressed?.closest<HTMLElement>('[data-note]');
    const { dataset } = pressed ?? {};
    const id = note?.dataset.note ?? '';
    if (!dataset) return;
    if ('writeNote' in dataset) write();
    else if ('dropNote' in dataset) drop();
    else if ('addNote' in dataset) void once(add);
    else if ('answer' in dataset) void once(() => answerNote(id, note?.querySelector('textarea') ?? null));
    else if ('resolve' in dataset) void once(() => resolve(id));
    else if ('take' in dataset) void once(() => take(id));
    else if ('go' in dataset) go(dataset);
  });
  // What others have written meanwhile.
  find('#tab-notes')?.addEventListener('click', async () => {
    const before = changes;
    const answer = await ask('');
    if (answer && before === changes) show(answer);
  });
  return write;
}
