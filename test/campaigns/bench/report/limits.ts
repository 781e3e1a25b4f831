// What stands in the way of a target that is not met, so far as it can be said without a look at the figures; where the time
// went in a run, its profiles say.

export const LIMITS = {
  warm: 'A warm answer is found by the router, compared with the conditions of the request, and has about a dozen headers, where a bare Worker has one or two and decides nothing; what the headers cost by themselves says the row of what has them from a constant. Over loopback, bytes cost next to nothing: how far fewer of them count here at all says the row of the compressed bytes from a constant. CPU a request is steadier than requests a second, as the load has the same processors.',
  unchanged:
    'A 304 is found by the router and compared with the conditions of the request. The program has to be a class, as Workers Cache is told of changes through one: the row of a bare class says what that costs by itself. See the profile for the rest.',
  simple: 'The simple implementation depends on the simulation of KV, whose speed is not that of KV.',
  bytes: 'The newest stories of the newsroom are long, or there are many of them.',
  reads: 'KV was read more often than once.',
  first:
    'In an isolate’s first request all code runs for the first time, and is compiled. The figure is of all of workerd, with its compiler threads and the simulation of KV, which the stream has, too; our value holds the other documents of the scope as well, and is hashed once, so that a value that was cut short is known.',
  startup:
    'The start compiles and runs the modules that readers load. The inspector of `wrangler check startup` samples a start of some milliseconds, so that single runs are far apart; the least is the nearest to what the start takes.',
  start:
    'The time is from the start of workerd, which is handed all modules of the program then, the painter and its fonts included, most of which readers never load.',
  script: 'Readers load more than feeds and pages need; `test/cli/start.test.ts` says which packages.',
  publishing:
    'CPU of publishing is that of all of workerd, with the simulation of KV, and SQLite writing to disk. It includes rendering and compressing the documents of each scope, which readers’ requests no longer do. Cards are drawn after that, and those of an import’s earlier stories may be drawn meanwhile.',
  latency:
    'Times of publishing are mostly waiting: a change waits FLUSH_MILLISECONDS for further changes before it is printed.',
  memory:
    'Memory counts garbage that is not collected yet: the inspector of this workerd does not answer when it is asked to collect, so the least of the readings is the nearest to what is held. An isolate keeps documents up to 16 MB, compressed as they are.',
  rendering:
    'In rendering, `feed` alone is given finished texts; ours makes them from the record, and says more of each entry (bytes an entry). In the profiles `write…Compact` and `hasContentCompact` are the serialiser that `feed` uses. A feed is rendered when a story is published, and never for a reader.',
};
