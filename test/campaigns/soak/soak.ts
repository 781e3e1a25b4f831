import { setTimeout as pause } from 'node:timers/promises';
import { buildWorker, openRuntime } from '../faults/runtime.ts';
import { HEAP_LIMIT, Heap } from './heap.ts';
import { writeReport } from './report.ts';
import { Day } from './traffic.ts';
import { judge, quantile, type Sample } from './verdict.ts';

// Half an hour of a newsroom's traffic on the built Worker, to see whether anything grows or slows down.

const MINUTES = Number(process.env.MINUTES ?? 30);
const INTERVAL = 10_000;
/** How many samples there are from one look into the isolate to the next. */
const SAMPLES_A_LOOK = 6;

const runtime = await openRuntime({ folder: await buildWorker(), heapLimit: HEAP_LIMIT });
const heap = await Heap.open(runtime);
const day = new Day(runtime.url);
await day.prepare();
day.take();
day.begin();
const began = performance.now();
const samples: Sample[] = [];
while (performance.now() < began + MINUTES * 60_000) {
  await pause(INTERVAL);
  const { times, controls, errors, changes, deliveries } = day.take();
  const sample: Sample = {
    at: (performance.now() - began) / 1000,
    requests: times.length,
    errors,
    changes,
    deliveries,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    controlP99: quantile(controls, 0.99),
    resident: runtime.memory(),
  };
  // Looking collects what the isolate does not hold on to; so it is done seldom, and last.
  if (samples.length % SAMPLES_A_LOOK === SAMPLES_A_LOOK - 1) sample.heap = await heap.megabytes();
  samples.push(sample);
  console.log(JSON.stringify(sample));
}
const behind = await day.end();
heap.close();
await runtime.stop();
const findings = judge(samples, behind);
for (const { what, measured, must, isMet } of findings) {
  console.log(`${isMet ? 'met' : 'NOT MET'}: ${what}: ${measured} (must be ${must})`);
}
writeReport(samples, findings);
process.exitCode = findings.every(({ isMet }) => isMet) ? 0 : 1;
