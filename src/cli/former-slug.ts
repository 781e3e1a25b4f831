import { isScalar, isSeq, parseDocument } from 'yaml';

const FRONT_MATTER = /^(\uFEFF?---[ \t]*\r?\n)((?:[\s\S]*?\n)??)---[ \t]*(?:\r?\n|$)/;

interface Edit {
  from: number;
  to: number;
  text: string;
}

/** Adds a slug to the list of former ones, as the author has written that list; nothing where it is in another form. */
function addToList(front: string, list: unknown, old: string, lineBreak: string): Edit | undefined {
  if (list === undefined)
    return { from: front.length, to: front.length, text: `formerSlugs: [${old}]${lineBreak}` };
  if (!isSeq(list) || !list.range) return undefined;
  if (list.flow) {
    const end = list.range[1] - 1;
    return { from: end, to: end, text: `${list.items.length > 0 ? ', ' : ''}${old}` };
  }
  const last = list.items.at(-1);
  if (!isScalar(last) || !last.range) return undefined;
  const [indent = '- '] = /^[ \t]*- +/.exec(front.slice(front.lastIndexOf('\n', last.range[0]) + 1)) ?? [];
  const end = front.indexOf('\n', last.range[1]) + 1;
  return { from: end, to: end, text: `${indent}${old}${lineBreak}` };
}

/**
 * The text of a story's file after its rename from `old` to `slug`: with the former slug, and all else as its author wrote
 * it. Nothing where the file is written in a way that this cannot follow.
 */
export function renamedText(text: string, old: string, slug: string): string | undefined {
  const [, head = '', front = ''] = FRONT_MATTER.exec(text) ?? [];
  const document = parseDocument(front, { logLevel: 'error' });
  if (head === '' || document.errors.length > 0) return undefined;
  const own = document.get('slug', true);
  const list = addToList(
    front,
    document.get('formerSlugs', true),
    old,
    head.endsWith('\r\n') ? '\r\n' : '\n',
  );
  if (!list) return undefined;
  const edits: Edit[] = [list];
  if (isScalar(own) && own.range) edits.push({ from: own.range[0], to: own.range[1], text: slug });
  edits.sort((a, b) => b.from - a.from);
  const edited = edits.reduce(
    (all, { from, to, text: part }) => all.slice(0, from) + part + all.slice(to),
    front,
  );
  return head + edited + text.slice(head.length + front.length);
}

/** The same of a story's file in JSON. */
export function renamedJson(text: string, old: string, slug: string): string {
  const record = JSON.parse(text) as { slug?: string; formerSlugs?: string[] };
  const named = record.slug === undefined ? record : { ...record, slug };
  return `${JSON.stringify({ ...named, formerSlugs: [...(record.formerSlugs ?? []), old] }, null, 2)}\n`;
}
