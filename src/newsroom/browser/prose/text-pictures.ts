import { ensureSyntaxTree } from '@codemirror/language';
import { type EditorState, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import { pictureMarkdown } from '../../../site/story/body-picture.ts';
import { button, element } from '../editor/elements.ts';
import {
  ACCEPTED,
  cropped,
  isMoving,
  keepDescription,
  type UploadAnswer,
  upload,
} from '../picture-upload.ts';
import { composed } from '../text-editor.ts';
import { t } from '../words.ts';

// Files of pictures that are chosen for the text, pasted into it or dropped on it.

/** What stands where a picture will be while it uploads. It is shown, and never a part of the text. */
class Uploading extends WidgetType {
  readonly #name: string;

  constructor(name: string) {
    super();
    this.#name = name;
  }

  override toDOM(): HTMLElement {
    return element('span', { className: 'uploading' }, t('Uploading {name} …', { name: this.#name }));
  }
}

const begun = StateEffect.define<{ at: number; shown: Decoration }>();
const ended = StateEffect.define<Decoration>();

/** The pictures that are being uploaded, in their places, whatever is typed around them. */
const uploads = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(begun)) next = next.update({ add: [effect.value.shown.range(effect.value.at)] });
      if (effect.is(ended)) next = next.update({ filter: (_from, _to, value) => value !== effect.value });
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * Asks what a picture shows. Resolves with the description, which may be empty, and whether to crop the picture first; undefined if it is
 * not wanted.
 */
async function askDescription(
  file: File,
  { url, width, height, alt }: UploadAnswer,
): Promise<{ description: string; isToCrop: boolean } | undefined> {
  const field = element('textarea', { id: 'picture-description', rows: 3, maxLength: 500, value: alt ?? '' });
  const label = element('label', { htmlFor: field.id }, t('What does the picture show?'));
  const hint = element(
    'p',
    { className: 'hint' },
    t('For readers who cannot see it. It is kept with the picture.'),
  );
  const picture = element('img', { src: url, alt: file.name, width, height, className: 'thumbnail' });
  const insert = element('button', { className: 'main', value: 'insert' }, t('Insert'));
  const actions = element(
    'p',
    { className: 'actions' },
    insert,
    ...((await isMoving(file)) ? [] : [element('button', { value: 'crop' }, t('Crop'))]),
    button(t('Cancel'), () => dialog.close()),
  );
  const form = element(
    'form',
    { method: 'dialog' },
    picture,
    element('div', { className: 'field' }, label, hint, field),
    actions,
  );
  const dialog = element('dialog', { className: 'picture-description' }, form);
  dialog.setAttribute('aria-label', t('Insert a picture'));
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      const description = field.value.replace(/\s+/g, ' ').trim();
      const { returnValue } = dialog;
      resolve(returnValue === '' ? undefined : { description, isToCrop: returnValue === 'crop' });
    });
  });
}

/** Returns where a paragraph of its own can stand: before the block that begins at a place, or behind the one around it. */
function edgeOf(state: EditorState, at: number): number {
  const line = state.doc.lineAt(at);
  if (line.text.trim() === '') return at;
  let node = ensureSyntaxTree(state, state.doc.length, 200)?.resolveInner(at, at === line.from ? 1 : -1);
  while (node?.parent?.parent) node = node.parent;
  if (!node?.parent) return line.to;
  return at <= node.from ? node.from : state.doc.lineAt(node.to).to;
}

/** Puts a picture into a paragraph of its own. */
function insertPicture(view: EditorView, uploading: Decoration, markdown: string): void {
  const { state } = view;
  let at = 0;
  state.field(uploads).between(0, state.doc.length, (from, _to, value) => {
    if (value === uploading) at = from;
  });
  at = edgeOf(state, at);
  const line = state.doc.lineAt(at);
  const isAlone = line.text.trim() === '';
  const isBlank = (number: number) =>
    number < 1 || number > state.doc.lines || state.doc.line(number).text.trim() === '';
  const isBefore = !isAlone && at === line.from;
  const before = isBefore || (isAlone && isBlank(line.number - 1)) ? '' : isAlone ? '\n' : '\n\n';
  const after = isBefore ? '\n\n' : isBlank(line.number + 1) ? '' : '\n';
  const text = state.toText((before + markdown + after).replaceAll('\n', state.lineBreak));
  const from = isAlone ? line.from : at;
  view.dispatch({
    changes: { from, to: isAlone ? line.to : at, insert: text },
    selection: { anchor: from + text.length - after.length },
    effects: ended.of(uploading),
    userEvent: 'input.paste',
    scrollIntoView: true,
  });
}

async function insertFile(
  view: EditorView,
  file: File,
  uploading: Decoration,
  say: (words: string) => void,
  texts: { alt?: string } = {},
): Promise<void> {
  const { name } = file;
  const answer = await upload(file, texts);
  const asked = await askDescription(file, { ...answer, alt: texts.alt || answer.alt });
  if (!asked) {
    say(t('{name} is not in the text. It is kept among the pictures.', { name }));
    return;
  }
  const { description, isToCrop } = asked;
  if (isToCrop) {
    const part = await cropped(file);
    return insertFile(view, part ?? file, uploading, say, { alt: description });
  }
  await composed(view);
  insertPicture(view, uploading, pictureMarkdown({ ...answer, alt: description }));
  view.focus();
  if (description === '')
    say(t('{name} is in the text. Say what it shows, for readers who cannot see it.', { name }));
  else if (answer.alt !== null || (await keepDescription(answer.url, description)))
    say(t('{name} is in the text.', { name }));
  else
    say(t('{name} is in the text with its description, which could not be kept with the picture.', { name }));
}

/** Uploads files, and puts each into a paragraph of its own where the cursor was. Says why of those that are refused. */
export async function insertPictures(
  view: EditorView,
  files: readonly File[],
  at: number,
  say: (words: string) => void,
): Promise<void> {
  await composed(view);
  if (!view.state.field(uploads, false)) view.dispatch({ effects: StateEffect.appendConfig.of(uploads) });
  const waiting = files.map((file) => ({
    file,
    shown: Decoration.widget({ widget: new Uploading(file.name), side: 1 }),
  }));
  view.dispatch({ effects: waiting.map(({ shown }) => begun.of({ at, shown })) });
  for (const { file, shown } of waiting) {
    say(t('Uploading {name} …', { name: file.name }));
    await insertFile(view, file, shown, say).catch((error: Error) => say(`${file.name}: ${error.message}`));
    await composed(view);
    view.dispatch({ effects: ended.of(shown) });
  }
}

/** Lets somebody choose a picture, and puts it where the cursor is. */
export function choosePicture(view: EditorView, say: (words: string) => void): void {
  const chooser = element('input', { type: 'file', accept: ACCEPTED });
  chooser.addEventListener('change', () => {
    const files = [...(chooser.files ?? [])];
    if (files.length > 0) void insertPictures(view, files, view.state.selection.main.head, say);
  });
  chooser.click();
}
