import { syntaxTree } from '@codemirror/language';
import type { EditorState, Range } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';
import type { SyntaxNodeRef, Tree } from '@lezer/common';
import { element } from '../editor/elements.ts';
import { isApple } from '../editor/shortcuts.ts';
import { t } from '../words.ts';
import { citableUrl } from './citations.ts';
import { bareText, isSwitched } from './markdown.ts';
import { Picture } from './picture.ts';

// Shows Markdown as the page will: its signs are hidden until the selection touches what they are about.

class Sign extends WidgetType {
  readonly #className: string;
  readonly #text: string;

  constructor(className: string, text: string) {
    super();
    this.#className = className;
    this.#text = text;
  }

  override eq(other: Sign): boolean {
    return other.#className === this.#className && other.#text === this.#text;
  }

  override toDOM(): HTMLElement {
    const sign = element('span', { className: this.#className }, this.#text);
    sign.setAttribute('aria-hidden', 'true');
    return sign;
  }
}

const hidden = Decoration.replace({});
const bullet = Decoration.replace({ widget: new Sign('bullet', '•') });
const rule = Decoration.replace({ widget: new Sign('rule', '') });

const HEADING = /^(?:ATX|Setext)Heading(\d)$/;

/** What is shown in another face: its class, and the element that says it to screen readers. */
const FACES: Readonly<Record<string, Decoration>> = {
  StrongEmphasis: Decoration.mark({ tagName: 'strong' }),
  Emphasis: Decoration.mark({ tagName: 'em' }),
  Strikethrough: Decoration.mark({ tagName: 's' }),
  InlineCode: Decoration.mark({ tagName: 'code' }),
};

const link = (url: string) =>
  Decoration.mark({
    class: 'link',
    attributes: { title: `${url}\n${t('{key}+click opens it', { key: isApple ? '⌘' : 'Ctrl' })}` },
  });

const lineOf = (className: string) => Decoration.line({ class: className });
/** The line with the bullet or number of an item. */
const marked = lineOf('marked');
const code = lineOf('code');
const quote = lineOf('quote');
const table = lineOf('table');
const definition = lineOf('definition');

const heading = (level: number) =>
  Decoration.line({
    class: level === 1 ? 'heading first' : 'heading',
    // The page's own heading is the first level.
    attributes: { role: 'heading', 'aria-level': String(Math.min(level + 1, 6)) },
  });

/** Where headings begin, and their levels. */
type Levels = ReadonlyMap<number, number>;

const knownLevels = new WeakMap<Tree, Levels>();

/** Returns the levels of the headings as readers get them: none is skipped, whatever the author's are (`rebaseHeadings` of the server). */
function levelsOf(tree: Tree): Levels {
  const levels = new Map<number, number>();
  const above: number[] = [];
  tree.iterate({
    enter: ({ name, from }) => {
      const level = Number(HEADING.exec(name)?.[1]);
      if (!level) return /^(?:Document|Blockquote|BulletList|OrderedList|ListItem)$/.test(name);
      while ((above.at(-1) ?? 0) >= level) above.pop();
      above.push(level);
      levels.set(from, above.length);
      return false;
    },
  });
  return levels;
}

/** A direction for each line: of its own first letter. */
const direction = Decoration.line({ attributes: { dir: 'auto' } });

const isTouched = ({ selection }: EditorState, from: number, to: number): boolean =>
  selection.ranges.some((range) => range.from <= to && range.to >= from);

/** Collects what is shown of the visible part of a text. */
class Shown {
  readonly ranges: Range<Decoration>[] = [];
  readonly atomic: Range<Decoration>[] = [];
  readonly #state: EditorState;
  readonly #hasFocus: boolean;
  readonly #levels: Levels;

  constructor(state: EditorState, hasFocus: boolean) {
    this.#state = state;
    this.#hasFocus = hasFocus;
    const tree = syntaxTree(state);
    this.#levels = knownLevels.get(tree) ?? levelsOf(tree);
    knownLevels.set(tree, this.#levels);
  }

  isRevealed(from: number, to: number): boolean {
    return this.#hasFocus && isTouched(this.#state, from, to);
  }

  #hide(from: number, to: number): void {
    if (from < to) this.ranges.push(hidden.range(from, to));
  }

  #lines(from: number, to: number, decoration: Decoration): void {
    const { doc } = this.#state;
    for (let line = doc.lineAt(from); ; line = doc.line(line.number + 1)) {
      this.ranges.push(decoration.range(line.from));
      if (line.to >= to || line.number === doc.lines) return;
    }
  }

  /** Hides a sign at the beginning of a block with the space behind it. */
  #prefix(from: number, to: number, shown?: Decoration): void {
    const { doc, selection } = this.#state;
    const end = doc.sliceString(to, to + 1) === ' ' ? to + 1 : to;
    if (this.#hasFocus && selection.ranges.some(({ head }) => head >= from && head < end)) return;
    const range = (shown ?? hidden).range(from, end);
    this.ranges.push(range);
    this.atomic.push(range);
  }

  add(node: SyntaxNodeRef): boolean | undefined {
    const { name, from, to } = node;
    const { doc } = this.#state;
    const face = FACES[name];
    if (face && from < to) this.ranges.push(face.range(from, to));
    if (HEADING.test(name)) this.#lines(from, from, heading(this.#levels.get(from) ?? 1));
    switch (name) {
      case 'EmphasisMark':
      case 'StrikethroughMark':
      case 'CodeMark': {
        const parent = node.node.parent;
        if (parent?.name === 'FencedCode') return undefined;
        if (parent && !this.isRevealed(parent.from, parent.to)) this.#hide(from, to);
        return undefined;
      }
      case 'HeaderMark': {
        const parent = node.node.parent;
        if (!parent || this.isRevealed(parent.from, parent.to)) return undefined;
        if (from === parent.from) this.#prefix(from, to);
        else if (doc.lineAt(from).from === doc.lineAt(parent.from).from) this.#hide(from, to);
        else this.#lines(from, from, definition);
        return undefined;
      }
      case 'Escape':
        if (!this.isRevealed(from, to)) this.#hide(from, from + 1);
        return undefined;
      case 'HardBreak':
        if (doc.sliceString(from, from + 1) === '\\' && !this.isRevealed(from, from + 1))
          this.#hide(from, from + 1);
        return undefined;
      case 'QuoteMark':
        this.#lines(from, from, quote);
        this.#prefix(from, to);
        return undefined;
      case 'ListMark': {
        const item = node.node.parent;
        let depth = 0;
        for (let each = item; each; each = each.parent) if (each.name === 'ListItem') depth++;
        if (!item) return undefined;
        this.#lines(from, item.to, lineOf(`item item-${Math.min(depth, 4)}`));
        this.#lines(from, from, marked);
        const line = doc.lineAt(from);
        const start = doc.sliceString(line.from, from).trim() === '' ? line.from : from;
        if (item.parent?.name === 'BulletList') this.#prefix(start, to, bullet);
        else if (start < from) this.#prefix(start, from);
        return undefined;
      }
      case 'HorizontalRule':
        if (!this.isRevealed(from, to)) this.ranges.push(rule.range(from, to));
        return undefined;
      case 'FencedCode':
      case 'CodeBlock':
        this.#lines(from, to, code);
        return undefined;
      case 'Table':
        this.#lines(from, to, table);
        return undefined;
      case 'LinkReference':
        this.#lines(from, to, definition);
        return false;
      case 'Autolink':
        this.ranges.push(link(doc.sliceString(from + 1, to - 1)).range(from, to));
        if (!this.isRevealed(from, to)) {
          this.#hide(from, from + 1);
          this.#hide(to - 1, to);
        }
        return false;
      case 'Link':
        return this.#link(node);
      case 'Image':
        return this.#picture(node);
    }
    return undefined;
  }

  #link(node: SyntaxNodeRef): undefined {
    const [opens, closes] = node.node.getChildren('LinkMark');
    const url = node.node.getChild('URL');
    if (!opens || !closes || !url) return;
    this.ranges.push(link(this.#state.sliceDoc(url.from, url.to)).range(node.from, node.to));
    if (this.isRevealed(node.from, node.to)) return;
    this.#hide(opens.from, opens.to);
    // A line break may stand before the address. What hides one has to come from the state.
    const { to } = this.#state.doc.lineAt(closes.from);
    this.#hide(closes.from, Math.min(to, node.to));
  }

  #picture(node: SyntaxNodeRef): false {
    const { doc } = this.#state;
    const line = doc.lineAt(node.from);
    const isAlone = line.text.trim() === doc.sliceString(node.from, node.to);
    const url = node.node.getChild('URL');
    const [opens, closes] = node.node.getChildren('LinkMark');
    if (!isAlone || !url || !opens || !closes) return false;
    const description = doc.sliceString(opens.to, closes.from).replace(/\\([!-/:-@[-`{-~])/g, '$1');
    const widget = new Picture(doc.sliceString(url.from, url.to), description);
    this.ranges.push(
      this.isRevealed(node.from, node.to)
        ? Decoration.widget({ widget, side: 1 }).range(node.to)
        : Decoration.replace({ widget }).range(node.from, node.to),
    );
    return false;
  }
}

/** What is shown of a text, and what of it the cursor passes in one step. */
interface Decorations {
  shown: DecorationSet;
  atomic: DecorationSet;
}

function decorate({ state, visibleRanges, hasFocus }: EditorView): Decorations {
  const collected = new Shown(state, hasFocus);
  let lastLine = 0;
  for (const { from, to } of visibleRanges) {
    for (
      let at = Math.max(lastLine + 1, state.doc.lineAt(from).number);
      at <= state.doc.lineAt(to).number;
      at++
    )
      collected.ranges.push(direction.range(state.doc.line(at).from));
    lastLine = state.doc.lineAt(to).number;
    if (!state.facet(bareText)) syntaxTree(state).iterate({ from, to, enter: (node) => collected.add(node) });
  }
  return { shown: Decoration.set(collected.ranges, true), atomic: Decoration.set(collected.atomic, true) };
}

class ShownMarkdown {
  decorations: Decorations;
  #isStale = false;

  constructor(view: EditorView) {
    this.decorations = decorate(view);
  }

  update(update: ViewUpdate): void {
    const { view, state, startState, changes } = update;
    this.#isStale ||=
      update.docChanged ||
      update.selectionSet ||
      update.focusChanged ||
      update.viewportChanged ||
      isSwitched(startState, state) ||
      syntaxTree(startState) !== syntaxTree(state);
    // To show something else where somebody composes would end the composition.
    if (view.composing) {
      const { shown, atomic } = this.decorations;
      this.decorations = { shown: shown.map(changes), atomic: atomic.map(changes) };
    } else if (this.#isStale) {
      this.decorations = decorate(view);
      this.#isStale = false;
    }
  }
}

/** Shows the visible part of a text as the page will. */
export const shownMarkdown = ViewPlugin.fromClass(ShownMarkdown, {
  decorations: ({ decorations }) => decorations.shown,
  provide: (plugin) =>
    EditorView.atomicRanges.of((view) => view.plugin(plugin)?.decorations.atomic ?? Decoration.none),
  eventHandlers: {
    click(event, view) {
      if (!event.ctrlKey && !event.metaKey) return false;
      const at = view.posAtCoords(event);
      let node = at === null ? null : syntaxTree(view.state).resolveInner(at, 1);
      while (node && !/^(?:Link|Autolink)$/.test(node.name)) node = node.parent;
      const url = node?.getChild('URL');
      const address = url && citableUrl(view.state.sliceDoc(url.from, url.to).replace(/^<|>$/g, ''));
      if (!address) return false;
      open(address, '_blank', 'noopener');
      return true;
    },
  },
});
