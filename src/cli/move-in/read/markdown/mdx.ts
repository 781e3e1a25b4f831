import { replacePairs } from './pairs.ts';
import type { TemplateContext } from './templates.ts';

/** A line that loads or gives something away; it may go on until a line that ends with `;` or a quotation mark. */
const STATEMENT =
  /^(?:import|export)\s[^\n]*?(?:\n(?![\n#>*-])[^\n]*?){0,40}?(?:['"];?|[;)}])[ \t]*(?:\r?\n|$)/gm;
/** An element of a component: its name begins with a capital. */
const COMPONENT = /<(\/?)[A-Z][\w.]{0,80}(?=[\s/>])[^<>]{0,4000}>/g;
const COMMENT = [/\{\/\*/g, /\*\/\}/g] as const;

/** Runs a function on what is not fenced code. */
export function outsideFences(text: string, change: (part: string) => string): string {
  const parts = text.split(/^([ \t]{0,3}(?:`{3,}|~{3,})[^\n]*(?:\n|$))/m);
  let [result, open, held] = ['', '', ''];
  for (const [at, part] of parts.entries()) {
    const isFence = at % 2 === 1;
    const mark = isFence ? (/[`~]+/.exec(part)?.[0] ?? '') : '';
    if (open === '') {
      if (!isFence) held += part;
      else {
        result += change(held) + part;
        held = '';
        open = mark;
      }
      continue;
    }
    result += part;
    const isClosing = isFence && mark.startsWith(open) && part.trim() === mark;
    if (isClosing) open = '';
  }
  return result + (open === '' ? change(held) : held);
}

/** Takes out of MDX what is program: imports, exports, comments and components, whose text stays. Each is a loss. */
export function withoutMdx(text: string, context: TemplateContext): string {
  return outsideFences(text, (part) => {
    const left = part.replace(STATEMENT, (was) => {
      context.lose('template', was, 'left out');
      return '';
    });
    return replacePairs(left, ...COMMENT, (_opening, inner) => {
      context.lose('template', inner, 'left out');
      return '';
    }).replace(COMPONENT, (was: string, end: string) => {
      if (end === '') context.lose('template', was, 'its content, if any');
      return '';
    });
  });
}
