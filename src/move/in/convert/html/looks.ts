import { LOOKS } from '../../../../lib/html-elements.ts';
import type { Losses } from '../losses.ts';
import { attribute, type Element } from './tree.ts';

/** Reports a script or a style sheet, which readers did not see. */
export function reportUnseen({ name, attributes }: Element, losses: Losses): void {
  if (name !== 'script' && name !== 'style') return;
  losses.add('script', `<${name}${attributes.src ? ` src="${attributes.src}"` : ''}>`, 'left out');
}

/** Reports looks that Markdown cannot express: colours, alignment, type. */
export function reportLooks(node: Element, losses: Losses): void {
  if (LOOKS.has(node.name)) losses.count('formatting', `<${node.name}>`, 'plain text');
  else if (
    /(?:^|;)\s*(?:color|background|text-align|font)|has-drop-cap|has-[\w-]+-color|align(?:center|right)/.test(
      `${attribute(node, 'style')} ${attribute(node, 'class')}`,
    )
  )
    losses.count('formatting', 'colours, alignment, fonts or drop caps', 'plain text');
}
