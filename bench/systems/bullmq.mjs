// BullMQ on Node. It answers the words that shape.py tells of, and runs as its own worker with `serve CONCURRENCY`.

import { mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { Queue, Worker } from "bullmq";

const HERE = dirname(fileURLToPath(import.meta.url));
const NAP = 10; // milliseconds, as in work.py
const LABOUR = 5; // milliseconds
const CONCURRENCIES = [50, 8, 100, 200, 400];
const KEPT = { removeOnComplete: true, removeOnFail: true };

const [word, ...rest] = process.argv.slice(2);
const words = { describe, commands, fill, send, serve };
if (!words[word]) throw new Error(`${word} is none of ${Object.keys(words).join(", ")}`);
await words[word](...rest);

function describe() {
  const version = JSON.parse(readFileSync(join(HERE, "node_modules/bullmq/package.json"))).version;
  const ways = CONCURRENCIES.map((concurrency) => ({
    way: `at-${concurrency}`,
    title: `BullMQ at ${concurrency}`,
    version,
    settings: "removeOnComplete, removeOnFail, addBulk of 500",
    concurrency,
    stores: ["redis"],
    environment: {},
    scales: concurrency === 50, // where a case brings a concurrency of its own, one of them is enough
  }));
  console.log(JSON.stringify(ways));
}

function commands(_, processes, concurrency) {
  const one = [process.execPath, fileURLToPath(import.meta.url), "serve", concurrency];
  console.log(JSON.stringify(Array(Number(processes)).fill(one)));
}

async function fill(_, kind, count) {
  const queue = new Queue("bench", { connection: connection() });
  for (let start = 0; start < count; start += 500) {
    const jobs = Array.from({ length: Math.min(500, count - start) }, () => ({ name: kind, data: {}, opts: KEPT }));
    await queue.addBulk(jobs);
  }
  await queue.close();
}

async function send(_, count, gap) {
  const queue = new Queue("bench", { connection: connection() });
  const moments = [];
  for (let number = 0; number < count; number += 1) {
    await pause((0.5 + Math.random()) * gap * 1000);
    moments.push(Number(process.hrtime.bigint()));
    await queue.add("stamp", { number }, KEPT);
  }
  console.log(JSON.stringify(moments));
  await queue.close();
}

async function serve(concurrency) {
  const done = tally();
  const kinds = {
    noop: () => {},
    sleep: () => pause(NAP),
    labour: () => compute(),
    stamp: ({ number }) => arrived(number),
  };
  const run = async (job) => {
    await kinds[job.name](job.data);
    done();
  };
  const worker = new Worker("bench", run, { connection: connection(), concurrency: Number(concurrency) });
  worker.on("error", (error) => console.error(error));
  process.on("SIGTERM", () => worker.close().then(() => process.exit(0)));
}

function connection() {
  const { hostname, port } = new URL(process.env.REDIS_URL);
  return { host: hostname, port: Number(port), maxRetriesPerRequest: null };
}

// Node cannot map a file into memory: the number is written when it has changed, every other millisecond.
function tally() {
  const file = openSync(join(process.env.BENCH_TALLY, `${process.pid}.count`), "w");
  const bytes = Buffer.alloc(8);
  let jobs = 0;
  let written = -1;
  setInterval(() => {
    if (jobs === written) return;
    written = jobs;
    bytes.writeBigUInt64LE(BigInt(jobs));
    writeSync(file, bytes, 0, 8, 0);
  }, 2);
  return () => {
    jobs += 1;
  };
}

function compute() {
  const until = spent() + LABOUR * 1000;
  while (spent() < until);
}

function spent() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function arrived(number) {
  const moment = process.hrtime.bigint();
  mkdirSync(process.env.BENCH_TALLY, { recursive: true });
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64LE(BigInt(number), 0);
  bytes.writeBigUInt64LE(moment, 8);
  writeSync(openSync(join(process.env.BENCH_TALLY, "arrivals"), "a"), bytes);
}
