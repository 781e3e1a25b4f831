import { type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { element } from '../editor/elements.ts';
import { t } from '../words.ts';
import { type Action, keyName } from './actions.ts';
import { placeBeside } from './placing.ts';

/** What opens the menu: a slash alone in its paragraph, and what is searched for behind it. */
const ASKED = /^\/([\p{L}\p{M} ]{0,20})$/u;

class Menu {
  readonly #view: EditorView;
  readonly #actions: readonly Action[];
  readonly #box = element('div', { className: 'prose-menu', id: 'prose-menu', hidden: true });
  #offered: readonly Action[] = [];
  #chosen = 0;
  #isOpen = false;

  constructor(view: EditorView, actions: readonly Action[]) {
    this.#view = view;
    this.#actions = actions;
    this.#box.setAttribute('role', 'listbox');
    this.#box.setAttribute('aria-label', t('Insert'));
    this.#box.addEventListener('mousedown', (event) => event.preventDefault());
    view.dom.append(this.#box);
  }

  get attributes(): Record<string, string> {
    return this.#isOpen
      ? { 'aria-controls': this.#box.id, 'aria-activedescendant': `prose-menu-${this.#chosen}` }
      : {};
  }

  get #asked(): string | undefined {
    const { state, hasFocus } = this.#view;
    const { head, empty } = state.selection.main;
    const line = state.doc.lineAt(head);
    return hasFocus && empty && head === line.to ? ASKED.exec(line.text)?.[1] : undefined;
  }

  update(update: ViewUpdate): void {
    const typed = update.transactions.some((each) => each.isUserEvent('input.type'));
    const asked = this.#asked;
    if (asked === undefined) {
      this.close();
      return;
    }
    if (typed && asked === '') this.#isOpen = true;
    if (!this.#isOpen) return;
    this.#offered = this.#actions.filter(({ label }) => label.toLowerCase().includes(asked.toLowerCase()));
    if (update.docChanged) this.#chosen = 0;
    this.#show();
  }

  #show(): void {
    this.#box.replaceChildren(
      ...this.#offered.map((action, index) => {
        const option = element('div', { id: `prose-menu-${index}` }, element('span', {}, action.label));
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', String(index === this.#chosen));
        if (action.key) option.append(element('kbd', {}, keyName(action.key)));
        option.addEventListener('click', () => this.#run(action));
        return option;
      }),
    );
    this.#box.hidden = this.#offered.length === 0;
    this.#view.requestMeasure({
      key: this,
      read: (view) => {
        const place = view.coordsAtPos(view.state.selection.main.head);
        return place && placeBeside(this.#box, place);
      },
      write: (place) => {
        if (place) Object.assign(this.#box.style, place);
        this.#box.children[this.#chosen]?.scrollIntoView({ block: 'nearest' });
      },
    });
  }

  close(): boolean {
    const wasOpen = this.#isOpen;
    this.#isOpen = false;
    this.#box.hidden = true;
    return wasOpen;
  }

  /** Closes the menu for the slash that is there. */
  dismiss(): boolean {
    if (!this.close()) return false;
    this.#view.dispatch({});
    return true;
  }

  move(step: number): boolean {
    const { length } = this.#offered;
    if (!this.#isOpen || length === 0) return false;
    this.#chosen = (this.#chosen + step + length) % length;
    this.#show();
    // The attributes of the text name what is chosen.
    this.#view.dispatch({});
    return true;
  }

  choose(): boolean {
    const action = this.#isOpen ? this.#offered[this.#chosen] : undefined;
    if (!action) return false;
    this.#run(action);
    return true;
  }

  #run(action: Action): void {
    const { state } = this.#view;
    const { from, to } = state.doc.lineAt(state.selection.main.head);
    this.close();
    this.#view.dispatch({ changes: { from, to }, userEvent: 'delete' });
    action.run(this.#view);
  }

  destroy(): void {
    this.#box.remove();
  }
}

/** A menu of actions, which a slash opens at the start of an empty paragraph. */
export function slashMenu(actions: readonly Action[]): Extension {
  const plugin = ViewPlugin.define((view) => new Menu(view, actions), {
    provide: (menu) => EditorView.contentAttributes.of((view) => view.plugin(menu)?.attributes ?? {}),
  });
  const on = (act: (menu: Menu) => boolean) => (view: EditorView) => {
    const menu = view.plugin(plugin);
    return menu ? act(menu) : false;
  };
  return [
    plugin,
    Prec.highest(
      keymap.of([
        { key: 'ArrowDown', run: on((menu) => menu.move(1)) },
        { key: 'ArrowUp', run: on((menu) => menu.move(-1)) },
        { key: 'Enter', run: on((menu) => menu.choose()) },
        { key: 'Escape', run: on((menu) => menu.dismiss()) },
      ]),
    ),
  ];
}
