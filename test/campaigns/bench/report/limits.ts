// Why a target may not be met, as far as it can be said without the figures of the run. Its profiles show where the time went.

export const LIMITS = {
  warm: 'For a warm answer the program finds the document by its address and evaluates the conditions of the request. It sends about a dozen headers, and must be a class, because the Desk purges Workers Cache by calling it. The rows “the same as a class, with all headers” show what these two alone cost: a program that decided nothing would be as fast. Over loopback, bytes cost next to nothing; the rows “bare Worker, compressed” show how little fewer bytes matter here. CPU per request is steadier than requests per second, because the load runs on the same processors.',
  unchanged:
    'For a 304 the program finds the document by its address and evaluates the conditions of the request. It must be a class; the row “the same as a class” shows what that alone costs. The profile shows the rest.',
  simple: 'The simple implementation depends on the simulation of KV, which is not as fast as KV.',
  bytes: 'The newest stories of the newsroom are long or numerous.',
  reads: 'KV was read more than once.',
  first:
    'In an isolate’s first request, all code runs for the first time and is compiled. The figure is the CPU time of all of workerd, including its compiler threads and the simulation of KV; the same holds for the Worker that streams. Our KV value also holds the other documents of the scope. It is hashed once, to detect a value that was cut short.',
  startup:
    'The start compiles and runs the modules that readers load. `wrangler check startup` samples a start of a few milliseconds, so single runs differ a lot. The minimum is closest to the real cost.',
  start:
    'The time is measured from the start of workerd, which then gets all modules of the program, including the painter and its fonts. Readers never load most of them.',
  script: 'Readers load more than feeds and pages need; `test/cli/start.test.ts` names the packages.',
  publishing:
    'The CPU time of publishing is that of all of workerd, including the simulation of KV and SQLite’s writes to disk. It includes rendering and compressing the documents of each scope, which readers’ requests no longer do. A full story makes 13 MB of text in nine scopes; compressing it is more than a third of the time, and without any compression half of the former time would remain. Cards are drawn later; during an import, those of earlier stories may be drawn meanwhile.',
  latency:
    'Publishing is mostly waiting: before the Desk writes a change to KV, it waits FLUSH_MILLISECONDS for further changes.',
  memory:
    'Memory includes garbage that is not collected yet, because the inspector of this workerd does not answer requests to collect it. The minimum is closest to the live memory. An isolate keeps up to 16 MB of documents, compressed as stored.',
  rendering:
    '`feed` alone gets finished texts. Our renderers make them from the record, and write more per entry (see “bytes per entry”). In the profiles, `write…Compact` and `hasContentCompact` belong to the serialiser that `feed` uses. Of JSON Feed, serialising what the items hold, looking for characters that HTML forbids, and joining the items take three times as long as `feed`, before any text is made. Here every item is new; the Desk renders a feed when a story is published, and keeps each item until it changes.',
};
