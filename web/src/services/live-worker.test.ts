// A worker's own figures: read over HTTP, and a sentence where there are none.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { read } from "~/services/live-worker";

const FIGURES = { worker: "w", slots: 4, busy: 2, done_per_minute: 7, failed_per_minute: 0, wait_ms: { p50: 1, p95: 2 }, run_ms: { p50: 1, p95: 2 }, uptime_seconds: 5 };
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const isWorker = request.url === "/metrics.json";
    response.writeHead(200, { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" });
    response.end(isWorker ? JSON.stringify(FIGURES) : "{}");
  });
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
});

const signal = () => new AbortController().signal;

test("a worker is asked itself", async () => {
  expect(await read(url, signal())).toEqual(FIGURES);
});

test("an address that is no worker's is named", async () => {
  await expect(read(`${url}/elsewhere`, signal())).rejects.toThrow("does VITE_WORKER_URL name one?");
});
