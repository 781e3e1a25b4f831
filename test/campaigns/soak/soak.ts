import { setTimeout as pause } from 'node:timers/promises';
import { buildWorker, openRuntime } from '../faults/runtime.ts';
import { HEAP_LIMIT, Heap } from './heap.ts';
import { writeReport } from './report.ts';
import { NewsroomTraffic } from './traffic.ts';
import { judge, quantile, type Sample } from './verdict.ts';

// Runs half an hour of a newsroom's traffic on the built Worker, and checks that nothing grows or slows down. The seed determines the
// traffic.

const SEED = Number(process.env.SEED ?? 1);
const MINUTES = Number(process.env.MINUTES ?? 30);
const INTERVAL = 10_000;
/** The heap is measured with every sixth sample. */
const SAMPLES_PER_HEAP_READING = 6;

console.log(`SEED=${SEED} MINUTES=${MINUTES}`);
const runtime = await openRuntime({ folder: await buildWorker(), heapLimit: HEAP_LIMIT });
const heap = await Heap.open(runtime);
const traffic = new NewsroomTraffic(runtime.url, SEED);
await traffic.prepare();
traffic.take();
traffic.start();
const began = performance.now();
const samples: Sample[] = [];
while (performance.now() < began + MINUTES * 60_000) {
  await pause(INTERVAL);
  const { times, controls, errors, changes, deliveries } = traffic.take();
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
  // Measuring the heap collects garbage, so it is done rarely, and after reading the resident memory.
  if (samples.length % SAMPLES_PER_HEAP_READING === SAMPLES_PER_HEAP_READING - 1)
    sample.heap = await heap.megabytes();
  samples.push(sample);
  console.log(JSON.stringify(sample));
}
const outdated = await traffic.stop();
heap.close();
await runtime.stop();
const findings = judge(samples, outdated);
for (const { what, measured, limit, isMet } of findings) {
  console.log(`${isMet ? 'met' : 'NOT MET'}: ${what}: ${measured} (limit: ${limit})`);
}
writeReport(samples, findings, SEED);
process.exitCode = findings.every(({ isMet }) => isMet) ? 0 : 1;
