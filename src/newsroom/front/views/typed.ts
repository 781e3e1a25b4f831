import { plainRule, type Rules, sayRule } from '../../drafts/views/editor/check/rule-words.ts';
import { textField } from '../../frame/context.ts';
import { type FormTime, readFormTime, toFormTime } from '../../frame/times.ts';
import { sentence } from '../../words/translate.ts';
import type { Translate } from '../../words/words.ts';
import {
  type Arrangement,
  arrangementSchema,
  type FrontVersion,
  MAX_BLOCKS,
  MAX_ORDERED,
} from '../desk/arrangement.ts';

/** What the form of the front page has. */
export interface Typed {
  /** The version that was open. */
  base: number;
  /** The slug of the story that leads; empty for the newest. */
  lead: string;
  leadUntil: FormTime;
  order: string[];
  orderUntil: FormTime;
  blocks: { topic: string; count: string }[];
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** How many headlines a topic has that is added. */
const USUAL_HEADLINES = '4';

/** The full hour, a day from now. */
const tomorrow = (now: number, zone: string): FormTime =>
  toFormTime(new Date(Math.ceil(now / HOUR) * HOUR + DAY).toISOString(), zone);

/** Returns the form of what is in force. */
export function typedFrom({ version, lead, order, blocks }: FrontVersion, now: number, zone: string): Typed {
  const until = (part: { until: string } | null) =>
    part ? toFormTime(part.until, zone) : tomorrow(now, zone);
  return {
    base: version,
    lead: lead?.story ?? '',
    leadUntil: until(lead),
    order: order?.stories ?? [],
    orderUntil: until(order),
    blocks: blocks.map(({ topic, count }) => ({ topic, count: String(count) })),
  };
}

const allOf = (form: FormData, name: string): string[] =>
  form.getAll(name).filter((value) => typeof value === 'string');

/** Reads the form. Of lists that are longer than any may be, it reads a part. */
export function readTyped(form: FormData): Typed {
  const time = (of: string) => ({ day: textField(form, `${of}day`), time: textField(form, `${of}time`) });
  const counts = allOf(form, 'count');
  return {
    base: Number(textField(form, 'version')),
    lead: textField(form, 'lead'),
    leadUntil: time('lead-'),
    order: [...new Set(allOf(form, 'order'))].slice(0, MAX_ORDERED + 1),
    orderUntil: time('order-'),
    blocks: allOf(form, 'topic')
      .map((topic, index) => ({ topic, count: counts[index] ?? '' }))
      .slice(0, MAX_BLOCKS + 1),
  };
}

/** Moves an entry of a list a place up or down, or takes it out. */
function moved<T>(list: readonly T[], at: number, how: string): T[] {
  const entry = list[at];
  if (entry === undefined) return [...list];
  const others = list.toSpliced(at, 1);
  if (how === 'out') return others;
  return others.toSpliced(Math.max(at + (how === 'up' ? -1 : 1), 0), 0, entry);
}

/**
 * Returns the form after a press of one of its buttons: `up order s-1`, `down`, `out`, or `topic` in place of `order`; `add order` and `add
 * topic` add what is chosen beside the button.
 */
export function afterPress(typed: Typed, pressed: string, form: FormData): Typed {
  const [how = '', list, name = ''] = pressed.split(' ');
  if (how === 'add') {
    const chosen = textField(form, `add-${list}`);
    const there = list === 'order' ? typed.order : typed.blocks.map(({ topic }) => topic);
    if (chosen === '' || there.includes(chosen)) return typed;
    return list === 'order'
      ? { ...typed, order: [...typed.order, chosen] }
      : { ...typed, blocks: [...typed.blocks, { topic: chosen, count: USUAL_HEADLINES }] };
  }
  return list === 'order'
    ? { ...typed, order: moved(typed.order, typed.order.indexOf(name), how) }
    : {
        ...typed,
        blocks: moved(
          typed.blocks,
          typed.blocks.findIndex(({ topic }) => topic === name),
          how,
        ),
      };
}

/** The rules of an arrangement in an editor’s words. */
const RULES: Rules = [
  [/^must have at least one story$/, sentence('{field} must have at least one story.')],
  [/^must have at most (?<most>\d+) stories$/, sentence('{field} must have at most {most} stories.')],
  [/^must name each story once$/, sentence('{field} must name each story once.')],
  [/^must have at most (?<most>\d+) topics$/, sentence('{field} must have at most {most} topics.')],
  [/^must name each topic once$/, sentence('{field} must name each topic once.')],
  [
    /^must be a whole number from 1 to (?<most>\d+)$/,
    sentence('{field} must have a whole number from 1 to {most} of headlines for each topic.'),
  ],
];

/** What a form means, or what is wrong with it, by the part in which it is. */
export type ReadArrangement =
  | { ok: true; arrangement: Arrangement }
  | { ok: false; faults: { lead?: string; order?: string; blocks?: string } };

/** Reads what is to be arranged. A time that nobody has touched keeps its seconds. */
export function readArrangement(
  t: Translate,
  typed: Typed,
  before: FrontVersion,
  zone: string,
): ReadArrangement {
  const lead = typed.lead === '' ? null : readFormTime(typed.leadUntil, zone, before.lead?.until, t);
  const order =
    typed.order.length === 0 ? null : readFormTime(typed.orderUntil, zone, before.order?.until, t);
  const parsed = arrangementSchema.safeParse({
    lead: lead?.ok ? { story: typed.lead, until: lead.timestamp } : null,
    order: order?.ok ? { stories: typed.order, until: order.timestamp } : null,
    blocks: typed.blocks.map(({ topic, count }) => ({ topic, count: Number(count) })),
  });
  const faultIn = (part: string) => {
    const issue = parsed.error?.issues.find(({ path }) => path[0] === part);
    return issue && sayRule(t, plainRule(issue.message, RULES), t('This part'));
  };
  const faults = {
    lead: lead && !lead.ok ? lead.detail : faultIn('lead'),
    order: order && !order.ok ? order.detail : faultIn('order'),
    blocks: faultIn('blocks'),
  };
  const said = Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined));
  return parsed.success && Object.keys(said).length === 0
    ? { ok: true, arrangement: parsed.data }
    : { ok: false, faults: said };
}
