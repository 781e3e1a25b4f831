/** A tag of HTML or XML. */
export interface Tag {
  /** In lower case, without a namespace prefix. */
  name: string;
  isEnd: boolean;
  isEmpty: boolean;
  /** By name in lower case, with the common entities resolved. */
  attributes: Map<string, string>;
  /** Where the text after the tag begins. */
  end: number;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decodeEntities = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (entity, name: string) => ENTITIES[name] ?? entity);

/** Elements of HTML whose content has no tags. */
const RAW_TEXT = ['script', 'style', 'textarea', 'title'];

/** Matches what is left of a tag: an attribute, or its end. Each character is looked at once. */
const PART = /[\s/]*(?:(>)|([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?|=)/y;
const NAME = /(\/?)([a-z][^\s/>]*)/iy;

/**
 * Finds the tags of a text of HTML or XML, in one pass, whatever its faults. Comments, and what is inside scripts, styles and titles,
 * are passed over.
 */
export function* tagsOf(markup: string): Generator<Tag> {
  let at = markup.indexOf('<');
  while (at >= 0) {
    if (markup.startsWith('<!--', at)) {
      const end = markup.indexOf('-->', at + 4);
      if (end < 0) return;
      at = markup.indexOf('<', end);
      continue;
    }
    const tag = readTag(markup, at + 1);
    if (tag === 'cut') return;
    let next = at + 1;
    if (tag) {
      yield tag;
      next = tag.end;
      if (!tag.isEnd && !tag.isEmpty && RAW_TEXT.includes(tag.name)) {
        const end = indexOfEndTag(markup, tag.name, next);
        if (end < 0) return;
        next = end;
      }
    }
    at = markup.indexOf('<', next);
  }
}

function indexOfEndTag(markup: string, name: string, from: number): number {
  const end = new RegExp(`</${name}`, 'gi');
  end.lastIndex = from;
  return end.exec(markup)?.index ?? -1;
}

/** Reads the tag whose name begins at `start`; undefined if none does, and "cut" if the text ends in it. */
function readTag(markup: string, start: number): Tag | 'cut' | undefined {
  NAME.lastIndex = start;
  const [whole, slash, name = ''] = NAME.exec(markup) ?? [];
  if (whole === undefined) return undefined;
  const attributes = new Map<string, string>();
  PART.lastIndex = start + whole.length;
  for (;;) {
    const part = PART.exec(markup);
    if (!part) return 'cut';
    const [, isOver, attribute, double, single, bare] = part;
    if (isOver) {
      const end = PART.lastIndex;
      return {
        name: name.toLowerCase().replace(/^.*:/s, ''),
        isEnd: slash === '/',
        isEmpty: markup[end - 2] === '/',
        attributes,
        end,
      };
    }
    const key = attribute?.toLowerCase();
    if (key && !attributes.has(key)) attributes.set(key, decodeEntities(double ?? single ?? bare ?? ''));
  }
}
