// The reference order on DBOS Transact: two steps, two messages, one sleep of 10 ms, 200 bytes of JSON for each input, payload and result.
// Usage: node reference-order.mjs DATABASE_URL IN_FLIGHT WARM_UP_SECONDS SECONDS; prints one line of JSON.
import { DBOS } from "@dbos-inc/dbos-sdk";
import { randomUUID } from "node:crypto";

const [url, inFlight, warmUp, seconds] = [process.argv[2], ...process.argv.slice(3).map(Number)];

function payload(instance, stage) {
  const order = { Instance: instance, Stage: stage.padEnd(8), Amount: 12500, Note: "" };
  order.Note = "x".repeat(200 - JSON.stringify(order).length);
  return order;
}

const reserve = DBOS.registerStep(async (order) => ({ ...order, Stage: "reserved" }), { name: "reserve" });
const settle = DBOS.registerStep(async (order) => ({ ...order, Stage: "settled " }), { name: "settle" });
const lifecycle = DBOS.registerWorkflow(async (input) => {
  const order = await reserve(input);
  await DBOS.recv("paid", 60);
  await DBOS.sleep(10);
  await DBOS.recv("shipped", 60);
  return await settle(order);
}, { name: "lifecycle" });

async function once() {
  const id = randomUUID();
  const handle = await DBOS.startWorkflow(lifecycle, { workflowID: id })(payload(id, "new"));
  await DBOS.send(id, payload(id, "paid"), "paid");
  await DBOS.send(id, payload(id, "shipped"), "shipped");
  const ended = await handle.getResult();
  if (ended?.Stage !== "settled ") throw new Error(`The order ${id} ended as ${JSON.stringify(ended)}.`);
}

DBOS.setConfig({ name: "reference-order", systemDatabaseUrl: url, logLevel: "error" });
await DBOS.launch();
const begun = performance.now();
const [from, until] = [begun + warmUp * 1000, begun + (warmUp + seconds) * 1000];
const latencies = [];
await Promise.all(Array.from({ length: inFlight }, async () => {
  while (performance.now() < until) {
    const started = performance.now();
    await once();
    const ended = performance.now();
    if (ended >= from && ended < until) latencies.push(ended - started);
  }
}));
latencies.sort((a, b) => a - b);
const percentile = (p) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * p))] ?? 0;
console.log(JSON.stringify({
  load: `${inFlight} in flight`, orders: latencies.length, perSecond: latencies.length / seconds, p50Milliseconds: percentile(0.5), p99Milliseconds: percentile(0.99),
}));
await DBOS.shutdown();
