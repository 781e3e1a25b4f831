import type { Language } from '../languages/language.ts';
import type { Token } from '../text/tokens.ts';
import type { Quantity, Reading } from './quantity.ts';

// Completes the ends of ranges and the members of lists.

const DASHES = '-—~～';
/** Gives both ends of a range, and the members of a list, what is said of one of them: 5 to 7 million euros, $5–7. */
export function shareUnits(found: Quantity[], list: readonly Token[], language: Language): void {
  for (let index = found.length - 2; index >= 0; index--) {
    const [left, right] = [found[index], found[index + 1]];
    const joint = list[left?.to ?? 0];
    if (!left || !right || !joint) continue;
    // An article may stand before the second: entre el 3 y el 4 %.
    const isArticle = language.functionWords.has(list[right.from - 1]?.key ?? '');
    if (right.from !== left.to + 1 && !(isArticle && right.from === left.to + 2)) continue;
    const isRange = DASHES.includes(joint.text) || language.to.has(joint.key);
    if (!isRange && !',、'.includes(joint.text) && !language.and.has(joint.key)) continue;
    const [first] = left.readings;
    const [second] = right.readings;
    if (!first || !second) continue;
    if (first.unit === '' && second.unit !== '') {
      const shared = left.readings.map((reading): Reading => ({ ...reading, unit: second.unit }));
      left.readings = isRange ? shared : [...left.readings, ...shared];
    } else if (second.unit === '' && first.unit !== '')
      right.readings.push(...right.readings.map((reading): Reading => ({ ...reading, unit: first.unit })));
    if (left.scale === 1 && right.scale > 1)
      left.readings.push(
        ...left.readings.map((reading): Reading => ({ ...reading, value: reading.value * right.scale })),
      );
  }
}
