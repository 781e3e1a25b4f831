// The elements of HTML by what becomes of them.

export const BLOCKS = new Set(
  (
    'address article aside body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer ' +
    'header hgroup html legend li main nav p section summary tbody td tfoot th thead tr ' +
    'h1 h2 h3 h4 h5 h6 ul ol menu blockquote pre hr table'
  ).split(' '),
);

/** Elements whose text readers did not see. */
export const UNSEEN = new Set(
  'script style template title meta link base param source track datalist colgroup col'.split(' '),
);

export const STRONG = new Set(['strong', 'b']);
export const EM = new Set(['em', 'i', 'cite', 'var', 'dfn']);
export const DEL = new Set(['del', 's', 'strike']);
export const CODE = new Set(['code', 'kbd', 'samp', 'tt']);
/** Elements whose look Markdown cannot say. */
export const LOOKS = new Set(['u', 'ins', 'mark', 'small', 'big', 'font', 'center', 'bdo']);
