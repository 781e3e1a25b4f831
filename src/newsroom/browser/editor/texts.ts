import type { TextEdit } from '../../drafts/views/editor/merge/text.ts';
import { exactText } from '../line-breaks.ts';
import type { ProseEditor, ProseTools } from '../prose.ts';
import { labelOf } from './elements.ts';

/** A text that a citation can be put into. */
export interface TextTarget {
  /** What the page calls it. */
  name: string;
  /** Puts a citation behind what is selected and the cursor behind it, and takes the focus. A citation that is selected is replaced. */
  insert: (text: string) => void;
  /** Writes other words in the place of these, if they still stand there; the cursor stays where it is. */
  replace: (before: string, after: string) => void;
}

/** The texts of the form: fields of several lines, and the editors that take their place. */
export class Texts {
  /** What reads each text with its line breaks, by the name of the field. */
  readonly exact: Map<string, () => string>;
  /** The text that the cursor was in last. */
  target: TextTarget | undefined;
  /** The editor of the analysis, once it is there. */
  prose: ProseEditor | undefined;
  readonly #form: HTMLFormElement;
  /** What changes each text that has an editor, by the name of the field. */
  readonly #editors = new Map<string, (edits: readonly TextEdit[]) => void>();

  constructor(form: HTMLFormElement) {
    this.#form = form;
    const textareas = [...form.querySelectorAll('textarea')];
    this.exact = new Map(textareas.map((textarea) => [textarea.name, () => exactText(textarea)]));
    for (const textarea of this.#edited()) {
      const changed = () => textarea.dispatchEvent(new Event('input', { bubbles: true }));
      this.#follow(textarea, textarea.name, {
        insert: (text) => {
          textarea.setRangeText(text, textarea.selectionEnd, textarea.selectionEnd, 'end');
          changed();
          textarea.focus();
        },
        replace: (before, after) => {
          const at = textarea.value.indexOf(before);
          if (at < 0) return;
          textarea.setRangeText(after, at, at + before.length);
          changed();
        },
      });
    }
  }

  /** Makes changes that somebody else has made, from last to first where there is no editor. */
  change(control: HTMLInputElement | HTMLTextAreaElement, edits: readonly TextEdit[]): void {
    const edit = this.#editors.get(control.name);
    if (edit) edit(edits);
    else for (const { from, to, insert } of edits.toReversed()) control.setRangeText(insert, from, to);
  }

  #edited(): NodeListOf<HTMLTextAreaElement> {
    return this.#form.querySelectorAll<HTMLTextAreaElement>('textarea[data-editor]');
  }

  /** Makes a text the target once the cursor is in it. */
  #follow(element: HTMLElement, field: string, text: Omit<TextTarget, 'name'>): void {
    const target = { ...text, name: labelOf(this.#form, field) };
    element.addEventListener('focusin', () => {
      this.target = target;
    });
  }

  /** Puts CodeMirror in the place of the texts in Markdown. If it does not load, they stay what they are. */
  async loadEditors(tools: ProseTools): Promise<void> {
    for (const textarea of this.#edited()) {
      const editor =
        textarea.dataset.editor === 'prose'
          ? await this.#loadProse(textarea, tools)
          : (await import('../codemirror.ts')).replaceTextarea(textarea);
      this.exact.set(textarea.name, editor.text);
      this.#editors.set(textarea.name, editor.change);
      this.#follow(editor.content, textarea.name, editor);
    }
  }

  async #loadProse(textarea: HTMLTextAreaElement, tools: ProseTools): Promise<ProseEditor> {
    const { replaceWithProse } = await import('../prose.ts');
    this.prose = replaceWithProse(textarea, tools);
    return this.prose;
  }
}

/** Where a browser keeps that its person wants bare Markdown. */
const BARE_TEXT = 'edgewire:bare-text';

/** Starts the switch between the analysis as readers will see it and its bare Markdown. */
export function startBareText(prose: ProseEditor): void {
  const pressed = document.querySelector<HTMLElement>('[data-bare-text]');
  const show = (isBare: boolean) => {
    prose.showBareText(isBare);
    pressed?.setAttribute('aria-pressed', String(isBare));
  };
  pressed?.addEventListener('click', () => {
    const isBare = pressed.getAttribute('aria-pressed') !== 'true';
    show(isBare);
    if (isBare) localStorage.setItem(BARE_TEXT, '');
    else localStorage.removeItem(BARE_TEXT);
    pressed.closest<HTMLElement>('[popover]')?.hidePopover();
    prose.content.focus();
  });
  if (localStorage.getItem(BARE_TEXT) !== null) show(true);
}

/**
 * Follows whether somebody is composing a character with an input method, which a change of the text would break. Returns what waits
 * until nobody is.
 */
export function followComposition(form: HTMLElement): () => Promise<void> {
  let [done, isComposing] = [Promise.withResolvers<void>(), false];
  form.addEventListener('compositionstart', () => {
    if (!isComposing) done = Promise.withResolvers();
    isComposing = true;
  });
  form.addEventListener('compositionend', () => {
    isComposing = false;
    // The editor takes the composed text in first.
    setTimeout(done.resolve);
  });
  return async () => {
    while (isComposing) await done.promise;
  };
}
