import { EventIndex, type GroupingRules, RULES } from '../../../src/newsroom/events/wire/event-index.ts';
import { featuresOf } from '../../../src/newsroom/events/wire/features.ts';
import { sortItems } from '../../../src/newsroom/events/wire/sort-items.ts';
import type { LabelledItem } from './fixture.ts';

export interface Grouped extends LabelledItem {
  /** The number of the event that the item got. */
  group: number;
}

/** What a rule joined, and how often rightly. */
export interface RuleCount {
  joined: number;
  right: number;
}

export interface Grouping {
  items: Grouped[];
  rules: Record<'canonical' | 'copy' | 'event' | 'merge', RuleCount>;
}

/** Groups labelled items as the wire does, in the order of their times, and counts what each rule does. */
export function groupItems(
  labelled: readonly LabelledItem[],
  rules: GroupingRules = RULES,
  isCanonical = true,
): Grouping {
  const labels = new Map(labelled.map((each) => [each.item, each]));
  const index = new EventIndex(rules);
  const count = () => ({ joined: 0, right: 0 });
  const counts: Grouping['rules'] = { canonical: count(), copy: count(), event: count(), merge: count() };
  const members = new Map<number, Grouped[]>();
  const articles = new Map<string, Grouped>();
  const all: Grouped[] = [];
  const tally = (rule: keyof Grouping['rules'], isRight: boolean) => {
    counts[rule].joined++;
    if (isRight) counts[rule].right++;
  };
  const sorted = sortItems([...labels.keys()], Number.POSITIVE_INFINITY);
  for (const [number, { item, at, comparable }] of sorted.entries()) {
    const labelledItem = labels.get(item) as LabelledItem;
    const known = isCanonical ? articles.get(comparable) : undefined;
    if (known) {
      tally('canonical', known.event === labelledItem.event);
      const again = { ...labelledItem, group: known.group };
      all.push(again);
      members.get(known.group)?.push(again);
      continue;
    }
    const features = featuresOf(item.title, item.summary, item.language);
    const placed = index.place(features, at, number);
    for (const gone of placed.merged) {
      const [from, to] = [members.get(gone) ?? [], members.get(placed.event) ?? []];
      tally('merge', mostOf(from) === mostOf(to));
      for (const each of from) each.group = placed.event;
      members.set(placed.event, [...to, ...from]);
      members.delete(gone);
      index.merge(gone, placed.event);
    }
    const before = members.get(placed.event) ?? [];
    if (placed.rule === 'copy') {
      tally('copy', labelledOf(sorted[placed.copyOf as number]?.item, labels)?.event === labelledItem.event);
    } else if (placed.rule === 'event') tally('event', mostOf(before) === labelledItem.event);
    const grouped = { ...labelledItem, group: placed.event };
    members.set(placed.event, [...before, grouped]);
    articles.set(comparable, grouped);
    index.add({ ...features, item: number, event: placed.event, at });
    all.push(grouped);
  }
  return { items: all, rules: counts };
}

const labelledOf = (
  item: LabelledItem['item'] | undefined,
  labels: Map<LabelledItem['item'], LabelledItem>,
) => item && labels.get(item);

/** Returns the label that most of the items have. */
function mostOf(items: readonly Grouped[]): string | undefined {
  const counts = Map.groupBy(items, ({ event }) => event);
  return [...counts].sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

/** Precision, recall and their harmonic mean, from 0 to 1. */
export interface Score {
  items: number;
  events: number;
  precision: number;
  recall: number;
  f1: number;
}

/** B-cubed (Bagga and Baldwin, 1998): for each item, how much of its group is of its event, and how much of its event is in its group. */
export function bCubed(items: readonly Grouped[]): Score {
  const groups = Map.groupBy(items, ({ group }) => group);
  const events = Map.groupBy(items, ({ event }) => event);
  let [precision, recall] = [0, 0];
  for (const item of items) {
    const group = groups.get(item.group) ?? [];
    const common = group.filter(({ event }) => event === item.event).length;
    precision += common / group.length;
    recall += common / (events.get(item.event)?.length ?? 1);
  }
  precision /= items.length;
  recall /= items.length;
  const f1 = (2 * precision * recall) / (precision + recall);
  return { items: items.length, events: events.size, precision, recall, f1 };
}

/** Counts the pairs of items of near-miss events, and those of them that one group has. */
export function nearMisses(items: readonly Grouped[]): { pairs: number; joined: number; events: string[] } {
  let [pairs, joined] = [0, 0];
  const events = new Set<string>();
  for (const [at, a] of items.entries()) {
    for (const b of items.slice(at + 1)) {
      if (a.pair !== b.pair || a.event === b.event) continue;
      pairs++;
      if (a.group !== b.group) continue;
      joined++;
      events.add([a.event, b.event].sort().join(' + '));
    }
  }
  return { pairs, joined, events: [...events].sort() };
}
