import { pathOfKey, redirectKey } from '../../../site/redirects/address.ts';
import {
  type BrokenRule,
  checkFrom,
  checkTarget,
  isOwnPath,
  type Target,
} from '../../../site/redirects/entry.ts';
import { ownRedirect, whatAnswers } from '../../../site/redirects/own-addresses.ts';
import type { StoryNames } from '../../desk/ledger/story-names.ts';
import {
  forPrograms,
  type Marked,
  type SaidSentence,
  sentence,
  told,
  toldApart,
} from '../../words/translate.ts';
import type { NewRedirect, RedirectResult } from './redirect.ts';
import { presentTarget, type RedirectTable, type StoredTarget } from './redirect-table.ts';
import { type PublishedContent, whatIsThere } from './what-is-there.ts';

type Refusal = Omit<Extract<RedirectResult, { ok: false }>, 'from'>;

/** A redirect that may stand in the table. `put` is null if it stands there already, or the site itself leads there. */
type Accepted = { ok: true; key: string; to: string; put: StoredTarget | null; isNew: boolean };

interface Inputs extends PublishedContent {
  table: RedirectTable;
  /** Whether a redirect that leads elsewhere already may be changed. */
  isReplacing: boolean;
  /** Whether a redirect may stand behind something that the newsroom has published at its old address, and may withdraw again. */
  mayBeHidden: boolean;
}

const refuse = (why: Refusal['why'], what: Marked<string>, values: SaidSentence['values']): Refusal => ({
  ok: false,
  why,
  ...told(what, values),
});

/** Refuses an address that breaks a rule. */
const refuseRule = ({ sentence, values }: BrokenRule, field: string) =>
  refuse('invalid', sentence as Marked<string>, { ...values, field });

/** Writes an entry as an editor may send it. */
const entry = (from: string, to: string) => JSON.stringify({ from, to });

/** Finds what a target stands for: the story that has, or had, the slug; else the path or URL. Returns undefined if there is no such story. */
export function resolveTarget(target: Target, names: StoryNames): StoredTarget | undefined {
  if ('to' in target) {
    const { to } = target;
    return { story: null, target: to, leads: isOwnPath(to) ? redirectKey(to) : to };
  }
  const story = names.bySlug(target.slug) ?? names.byFormerSlug(target.slug);
  return story && { story: story.id, target: target.suffix, leads: null };
}

/** Finds the target of a redirect. `story` is the identifier of the story to which it leads, if that is known. */
function findTarget(
  { to, story: identifier }: NewRedirect & { story: string | null },
  { ledger: { names }, site }: Inputs,
): { ok: true; put: StoredTarget; shown: string } | Refusal {
  if (identifier !== null) {
    const story = names.byIdentifier(identifier);
    if (!story)
      return {
        ok: false,
        why: 'missing',
        detail: forPrograms(`This server has no story ${identifier}. Import the story first.`),
      };
    return {
      ok: true,
      put: { story: story.id, target: to, leads: null },
      shown: `/stories/${story.slug}${to}`,
    };
  }
  const checked = checkTarget(to, site.url);
  if (!checked.ok) return refuseRule(checked, '"to"');
  const put = resolveTarget(checked.value, names);
  if (put) return { ok: true, put, shown: 'to' in checked.value ? put.target : shownStory(put, names) };
  const slug = 'slug' in checked.value ? checked.value.slug : '';
  return refuse('missing', sentence('There is no story "{slug}". Publish it first, or correct "to".'), {
    slug,
  });
}

const shownStory = ({ story, target }: StoredTarget, names: StoryNames) =>
  `/stories/${story === null ? '' : (names.byId(story)?.slug ?? '')}${target}`;

/** Checks a redirect against the rules, the site and the other redirects. */
export function checkRedirect(
  redirect: NewRedirect & { story: string | null },
  inputs: Inputs,
): Accepted | Refusal {
  const { table, isReplacing, mayBeHidden } = inputs;
  const from = checkFrom(redirect.from);
  if (!from.ok) return refuseRule(from, '"from"');
  const key = from.value;
  const found = findTarget(redirect, inputs);
  if (!found.ok) return found;
  const { put, shown } = found;
  const same = { ok: true, key, to: shown, put: null, isNew: false } as const;
  const own = ownRedirect(redirect.from);
  // The spelling in which an address is sent may be one from which the site leads there by itself, such as /feed/ or /About/.
  if (own !== undefined && own === put.target && whatIsThere(key, inputs)) return same;
  const feed = ownRedirect(key);
  if (feed !== undefined && feed === put.target && !table.find(key)) return same;
  if (feed !== undefined && whatAnswers(feed) === 'a feed of the site') {
    return refuse('state', sentence('{key} leads to {feed}, the feed of this site. Leave the entry out.'), {
      ...{ key, feed },
    });
  }
  const there = whatIsThere(key, inputs);
  if (there && !(mayBeHidden && there.forNow))
    return {
      ok: false,
      why: 'state',
      ...toldApart(
        sentence('At {path}, readers get something of this site already. Leave the entry out.'),
        { path: pathOfKey(key) },
        `At ${pathOfKey(key)} is ${there.what}, which readers get. Leave the entry out.`,
      ),
    };
  const current = table.find(key);
  if (current && current.story === put.story && current.target === put.target) return same;
  const chain = whyChain(key, shown, put, inputs);
  if (chain) return chain;
  if (current && !isReplacing) {
    const what = sentence('{key} leads to {target} already. To make it lead to {shown} instead, replace it.');
    return refuse('taken', what, { key, target: presentTarget(current), shown });
  }
  return { ok: true, key, to: shown, put, isNew: !current };
}

/** Returns why a redirect would lead to another redirect, or another to it. */
function whyChain(key: string, shown: string, { leads }: StoredTarget, inputs: Inputs): Refusal | undefined {
  const { table } = inputs;
  if (leads === key)
    return refuse('state', sentence('{key} would lead to itself. Send where it is to lead.'), { key });
  const next = leads === null ? undefined : table.find(leads);
  if (next && leads !== null) {
    const end = presentTarget(next);
    const page = whatIsThere(leads, inputs)?.what;
    if (page !== undefined)
      return {
        ok: false,
        why: 'state',
        ...toldApart(
          sentence(
            'There is something of this site at {leads}, but also a redirect from it, to {end}, which readers do not get. Remove that redirect first.',
          ),
          { leads, end },
          `${leads} is ${page}, but there is also a redirect from it, to ${end}, which ${page} hides. Remove that redirect first.`,
        ),
      };
    if (redirectKey(end) === key)
      return refuse(
        'state',
        sentence(
          '{leads} leads to {key}, so readers would go round in a circle. Remove one of the two, or let both lead to where the text is now.',
        ),
        { leads, key },
      );
    return refuse('state', sentence('{leads} is an old address itself. Add this instead: {entry}'), {
      leads,
      entry: entry(key, end),
    });
  }
  const before = table.leadingTo(key);
  if (!before) return undefined;
  return refuse(
    'state',
    sentence('{before} leads to {key}, and would be led on from there. First replace it: {entry}'),
    { before: before.key, key, entry: entry(before.key, shown) },
  );
}
